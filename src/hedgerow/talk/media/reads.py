"""Fetching pictures, videos and sounds: the boundary is asked at every fetch, whatever the address says."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.kernel import av, blobs, images
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.grants import read_grant
from hedgerow.people.apps import reads as apps
from hedgerow.talk import bodies
from hedgerow.talk.bodies import Picture
from hedgerow.talk.models import Card, Media, PostCard

from . import rules, taking
from .addresses import CARD, PICTURE, address, card_picture, sized

__all__ = ["address", "card_picture", "sized"]

MOST_PICTURE_BYTES, MOST_PIXELS = rules.MOST_PICTURE_BYTES, images.MAX_PIXELS
MOST_FILM_BYTES, MOST_SIDE, MOST_FRAMES = av.probing.MOST_BYTES, av.probing.MOST_SIDE, av.probing.MOST_FRAMES
LONGEST_ALT = rules.LONGEST_ALT
MIMES = (
    "image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic", "video/mp4",
    "video/webm", "video/quicktime", "audio/mpeg", "audio/ogg", "audio/flac", "audio/wav", "audio/mp4",
    "audio/aac",
)  # fmt: skip
"""What may be brought; a file's first bytes decide what it is."""
CARD_MIME = "image/webp"
SMALL, POSTER_SIDE = images.SMALL, rules.POSTER_SIDE
"""The longer sides of the small pictures of pictures, and of films."""
CAPTIONS_MIME = "text/vtt; charset=utf-8"


class File(NamedTuple):
    """A file to send. `public`: whoever asks may have it now; `name` changes when the file does."""

    path: Path
    mime: str
    public: bool
    name: str


def media_for(viewer: int | None, media: int, *, size: str = "full", grant: str = "") -> File:
    """The file of a picture, video or sound (public id) for a viewer, or for the face of its grant.

    `size`: full, small (of a video its poster) or captions.
    Raises NotFound: the same for missing, forbidden, and a grant that is none.
    """
    row = Media.objects.filter(public_id=media).first()
    if row is None:
        raise NotFound
    asks = asker(viewer, grant, media, PICTURE)
    blob, mime = _part(row, size)
    if row.post_id is None:
        if asks != row.owner_id or asks in boundary.stopped():
            raise NotFound
        return _file(blob, mime, public=False)
    return _file(blob, mime, public=_open(asks, row.post_id))


def _part(row: Media, size: str) -> tuple[str, str]:
    """The file's name, empty where there is none (yet), and its kind."""
    if size == "captions":
        return row.captions_blob, CAPTIONS_MIME
    if size == "small":
        return row.small_blob, row.mime if row.kind == Media.Kind.PICTURE else CARD_MIME
    return row.blob, row.mime


def card_picture_for(viewer: int | None, post: int, *, grant: str = "") -> File:
    """The picture of the preview card that a post (public id) carries. Raises NotFound."""
    carried = PostCard.objects.filter(post__public_id=post).values_list("post_id", "card__blob").first()
    if carried is None or not carried[1]:
        raise NotFound
    return _file(carried[1], CARD_MIME, public=_open(asker(viewer, grant, post, CARD), carried[0]))


def own_address(actor: int, media: int) -> str:
    """Where the actor fetches what it brought and no post took yet."""
    return address(actor, media, public=False)


def takes_films() -> bool:
    """Can videos and sounds be made ready on this machine?"""
    return av.available()


class Own(msgspec.Struct, frozen=True):
    """What somebody brought, as its owner sees it before it is sent."""

    kind: str
    """picture, video or audio; of one in the making it is a guess."""
    ready: bool
    failed: str
    """Why it could not be made ready, in words; empty where it could."""
    progress: int
    called: str
    captions: bool
    captions_language: str
    picture: bool
    """It has a small picture to show."""
    taken: bool
    """A post has it."""


def own(actor: int, media: int) -> Own:
    """How far something of the actor's own (public id) is. Raises NotFound."""
    row = Media.objects.filter(public_id=media, owner=actor).first()
    if row is None or actor in boundary.stopped():
        raise NotFound
    failed = rules.words(row.trouble, row.called) if row.state == Media.State.FAILED else ""
    return Own(
        row.kind,
        row.state == Media.State.READY,
        failed,
        row.progress,
        row.called,
        bool(row.captions_blob),
        row.captions_language,
        bool(row.small_blob),
        row.post_id is not None,
    )


def pictures(actor: int, wanted: Sequence[int]) -> list[Picture]:
    """Those of these files (public ids) that are the actor's own, in this order, whoever else sees them."""
    if actor in boundary.stopped():
        return []
    found = {row.public_id: row for row in Media.objects.filter(public_id__in=wanted, owner=actor)}
    return [_picture(found[number]) for number in wanted if number in found]


def _picture(row: Media) -> Picture:
    return Picture(
        id=str(row.public_id),
        alt=row.alt,
        mime=row.mime,
        width=row.width,
        height=row.height,
        blurhash=row.blurhash,
        kind=row.kind,
        ready=row.state == Media.State.READY,
        loops=row.loops,
        poster=row.kind != Media.Kind.PICTURE and bool(row.small_blob),
        small=(row.small_width, row.small_height),
        focus=(row.focus_x, row.focus_y),
        captions=bool(row.captions_blob),
        captions_language=row.captions_language,
        duration=row.duration,
        waveform=row.waveform,
        pace=row.pace,
        edition=row.small_blob[:6],
    )


def troubles(posts: Collection[int]) -> dict[int, list[str]]:
    """Why files of these posts (dense ids) could not be made ready, for their authors alone."""
    found: dict[int, list[str]] = {}
    rows = Media.objects.filter(post__in=posts, state=Media.State.FAILED).order_by("position")
    for post, trouble, called in rows.values_list("post_id", "trouble", "called") if posts else ():
        found.setdefault(post, []).append(rules.words(trouble, called))
    return found


def brought(actor: int, media: int) -> tuple[Path, str]:
    """An own file as it is now, and its name: what was brought, or what was made of it. Raises NotFound."""
    row = Media.objects.filter(public_id=media, owner=actor).first()
    if row is None or actor in boundary.stopped():
        raise NotFound
    return _file(row.source_blob or row.blob, row.mime, public=False).path, row.called


def asker(viewer: int | None, grant: str, number: int, version: int) -> int | None:
    """Who asks: the face of the grant; without one, the viewer. A wrong grant finds nothing."""
    if not grant:
        return viewer
    read = read_grant(grant)
    if read is None or read.media_id != number or read.version != version:
        raise NotFound
    if read.token and not apps.lives(read.token):
        raise NotFound
    return read.face


def _open(asker: int | None, post: int) -> bool:
    """Is the post open to everybody? Raises NotFound unless it is open to the asker at least."""
    entry = bodies.entries([post]).get(post)
    if entry is None or not boundary.check(asker, entry):
        raise NotFound
    return boundary.check(None, entry)


def _file(blob: str, mime: str, *, public: bool) -> File:
    try:
        path = blobs.path(blob)
    except ValueError as error:
        raise NotFound from error
    return File(path, mime, public, blob)


def waiting(actor: int, numbers: Sequence[int]) -> dict[int, str]:
    """Which of these (public ids) the actor brought and no post took yet, with what is said of them."""
    rows = Media.objects.filter(owner=actor, post=None, public_id__in=list(numbers))
    return dict(rows.values_list("public_id", "alt"))


def named_blobs() -> Iterator[str]:
    """Every file that talk still names, for the sweep of those nobody names."""
    for row in Media.objects.values_list(*taking.FILES).iterator():
        yield from filter(None, row)
    yield from Card.objects.exclude(blob="").values_list("blob", flat=True).iterator()
