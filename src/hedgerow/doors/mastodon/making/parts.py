"""What hangs on a status: files, the card of its first link, its poll."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from hedgerow.doors.mastodon.answers import encode
from hedgerow.doors.mastodon.entities.common import absolute, moment
from hedgerow.doors.mastodon.entities.media import MediaAttachment
from hedgerow.doors.mastodon.entities.status import Poll, PollOption, PreviewCard
from hedgerow.kernel import ids
from hedgerow.kernel.cache import Recent
from hedgerow.kernel.errors import NotFound
from hedgerow.people.apps import reads as apps
from hedgerow.talk.media import reads as files
from hedgerow.talk.posts.reads import Body, Picture, Shown

PICTURES = "image/webp"
"""What every small picture is."""
ENDINGS = {PICTURES: "webp", "video/mp4": "mp4", "audio/mp4": "m4a"}
KINDS = {"picture": "image", "video": "video", "audio": "audio"}


def media(each: Shown, reader: int | None, token: int) -> bytes:
    """The files, with addresses for this reader that last as long as its token."""
    pictures, public = each.body.pictures, each.body.public
    made = [(attachment(picture, public, reader, token), picture) for picture in pictures]
    return encode([_told(file, picture, each, reader, token) for file, picture in made])


def _told(
    file: MediaAttachment, picture: Picture, each: Shown, reader: int | None, token: int
) -> MediaAttachment:
    """A file as a status has it: of one in the making where it will stand, since apps that read statuses
    expect an address, and nothing to play.
    """
    if file.url is not None:
        return file
    url = absolute(files.address(reader, int(picture.id), public=each.body.public, token=token))
    return msgspec.structs.replace(file, type="unknown", url=url)


def attachment(picture: Picture, public: bool, reader: int | None, token: int) -> MediaAttachment:
    """One file."""
    url = files.address(reader, int(picture.id), public=public, token=token)
    kind = "gifv" if picture.loops else KINDS[picture.kind]
    small = files.sized(_ended(url, PICTURES), "small") if kind != "audio" or picture.poster else None
    if small and picture.edition:
        small += f"&v={picture.edition}"
    return MediaAttachment(
        id=picture.id,
        type=kind,
        url=absolute(_ended(url, picture.mime)) if picture.ready else None,
        preview_url=absolute(small) if picture.ready and small else None,
        remote_url=None,
        preview_remote_url=None,
        text_url=None,
        meta=_meta(picture) if picture.ready else _focus(picture),
        description=picture.alt or None,
        blurhash=picture.blurhash or None,
    )


def _ended(url: str, mime: str) -> str:
    """An address with the ending of its kind of file, for programs that go by it."""
    path, mark, grant = url.partition("?")
    return f"{path}.{ENDINGS[mime]}{mark}{grant}" if mime in ENDINGS else url


def _size(width: int, height: int) -> dict[str, Any]:
    if not (width and height):
        return {}
    return {"width": width, "height": height, "size": f"{width}x{height}", "aspect": width / height}


def _small(picture: Picture) -> dict[str, Any]:
    """The size of the small picture: one given beside the file has its own, one of the file itself keeps the
    sides' proportion.
    """
    if all(picture.small):
        return _size(*picture.small)
    longest = files.SMALL if picture.kind == "picture" else files.POSTER_SIDE
    shrunk = min(1.0, longest / max(picture.width, picture.height, 1))
    return _size(round(picture.width * shrunk), round(picture.height * shrunk))


def _meta(picture: Picture) -> dict[str, Any]:
    size = _size(picture.width, picture.height)
    focus = _focus(picture)
    if picture.kind == "picture":
        return {"original": size, "small": _small(picture), **focus}
    lasts = picture.duration / 1000
    return {
        **focus,
        "length": _clock(lasts),
        "duration": lasts,
        "original": {**size, "duration": lasts, **_pace(picture)},
        **(
            {"small": _small(picture)}
            if picture.poster and (picture.kind == "video" or all(picture.small))
            else {}
        ),
        **size,
    }


def _pace(picture: Picture) -> dict[str, Any]:
    """How many pictures and bits a second takes, where that is known."""
    bits, _, rate = picture.pace.partition(" ")
    said: dict[str, Any] = {"frame_rate": rate} if rate else {}
    return {**said, "bitrate": int(bits)} if bits.isdigit() and int(bits) else said


def _focus(picture: Picture) -> dict[str, Any]:
    across, up = picture.focus
    return {"focus": {"x": across / 1000, "y": up / 1000}} if across or up else {}


def _clock(seconds: float) -> str:
    """As the original writes a length: 0:01:28.65."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02d}:{rest:05.2f}"


def card(each: Shown, reader: int | None, token: int) -> bytes:
    """What the first link shows of itself."""
    preview = each.body.preview
    if preview is None:
        return b"null"
    picture = files.card_picture(reader, each.body, token)
    made = PreviewCard(
        url=preview.url,
        title=preview.title,
        description=preview.description,
        type=preview.kind if preview.kind in ("photo", "video", "rich") else "link",
        author_name=preview.author,
        provider_name=preview.site,
        image=absolute(picture) if picture else None,
        authors=[{"name": preview.author, "url": "", "account": None}] if preview.author else [],
    )
    return encode(made)


_apps: Recent[int, bytes] = Recent(1_000)
"""What apps say of themselves never changes."""


def application(each: Shown) -> bytes:
    """With which app its reader said it; null for others, for our pages, and for apps that are gone."""
    if each.app is None:
        return b"null"
    kept = _apps.get(each.app)
    if kept is not None:
        return kept
    try:
        facts = apps.app(each.app)
    except NotFound:
        return b"null"
    made = encode({"name": facts.name, "website": facts.website or None})
    _apps.put(each.app, made)
    return made


def poll(body: Body) -> bytes:
    """The poll without its end, for the reader's own votes; empty for none."""
    asked = body.poll
    if asked is None:
        return b""
    made = Poll(
        id=body.id,
        expires_at=moment(asked.ends_at),
        expired=asked.over,
        multiple=asked.multiple,
        votes_count=sum(option.count or 0 for option in asked.options),
        voters_count=asked.voters,
        options=[PollOption(option.text, option.count) for option in asked.options],
    )
    return encode(made)[:-1]


def moment_of(public_id: int) -> datetime:
    """When a post with this id was made."""
    return datetime.fromtimestamp(((public_id >> ids.RANDOM_BITS) + ids.EPOCH_MS) / 1000, UTC)
