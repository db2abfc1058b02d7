"""Bringing pictures, videos and sounds, and saying what is on them."""

from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.kernel import av, blobs, images, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.text import normalise
from hedgerow.kernel.writing import write
from hedgerow.talk.models import Media

from . import jobs, letters, rules, taking

PICTURES_AN_HOUR = 300
FILMS_AN_HOUR = 60
MOST_WAITING = 100
"""How many files a face may have that no post took yet."""
HEAD = 64
MOST_CAPTION_BYTES = av.captions.MOST_BYTES + 1
"""What a door reads of a file of captions: one byte more than it may have."""


class Upload(NamedTuple):
    """A file on its way in. `called`: the name it has where it comes from."""

    file: BinaryIO
    size: int
    called: str = ""


def bring(actor: int, upload: Upload, alt: str = "") -> int:
    """Keep a picture, a video or a sound; its public id. Its first bytes say what it is, not its name.

    Raises Refused("pictures" or "alt", …), TooMany.
    """
    upload.file.seek(0)
    reader = av.reader_of(upload.file.read(HEAD))
    upload.file.seek(0)
    if reader is None or (reader == "gif" and not _moves(upload)):
        return bring_picture(actor, _picture_bytes(upload), alt)
    return _bring_film(actor, upload, reader, alt)


def _moves(upload: Upload) -> bool:
    """Is this GIF to be shown as a film? Without ffmpeg none is: its first frame is a picture."""
    if not av.available() or upload.size > rules.MOST_PICTURE_BYTES:
        return av.available()
    data = upload.file.read(rules.MOST_PICTURE_BYTES)
    upload.file.seek(0)
    return images.moves(data)


def _picture_bytes(upload: Upload) -> bytes:
    if upload.size == 0:
        raise Refused("pictures", _("This file is empty."))
    if upload.size > rules.MOST_PICTURE_BYTES:
        raise Refused("pictures", _("This picture is too large: at most 12 MB."))
    data = upload.file.read(rules.MOST_PICTURE_BYTES)
    if images.kind_of(data) is None and av.available():
        raise Refused("pictures", _("This is no picture, video or sound that can be shown here."))
    return data


def _bring_film(actor: int, upload: Upload, reader: str, alt: str) -> int:
    """Keep a video or a sound as it came, and let a job make it ready."""
    said = _alt(alt)
    if not av.available():
        raise Refused("pictures", _("Videos and sounds cannot be added here at the moment, only pictures."))
    if upload.size > av.probing.MOST_BYTES:
        raise Refused("pictures", rules.reason("large"))
    _insist_on_room(actor)
    limits.allow(f"film:{actor}", limit=FILMS_AN_HOUR, per_seconds=3600)
    source = blobs.put(upload.file, reader[:8])
    with write():
        made = Media.objects.create(
            owner_id=actor,
            # Which of both it is, its streams will say.
            kind=Media.Kind.VIDEO,
            state=Media.State.WAITING,
            source_blob=source,
            called=_called(upload.called),
            alt=said,
            loops=reader == "gif",
        )
        jobs.prepare.enqueue(made.pk)
    return made.public_id


def _called(name: str) -> str:
    """A file's name in one line, its ending kept."""
    shown = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    return shown if len(shown) <= rules.LONGEST_NAME else f"{shown[:60]}…{shown[-30:]}"


def caption(actor: int, media: int, data: bytes, language: str = "") -> None:
    """Give an own video or sound its captions; no bytes take them away.

    Raises NotFound, Refused("captions", …).
    """
    text = av.as_webvtt(data) if data else ""
    if not Media.objects.filter(public_id=media, owner=actor).exclude(kind=Media.Kind.PICTURE).exists():
        raise NotFound
    fresh = blobs.put(text.encode(), "vtt") if text else ""
    with write():
        found = _own(actor, media, lock=True)
        taking.delete_later([found.captions_blob])
        found.captions_blob, found.captions_language = fresh, language[:12] if text else ""
        found.save(update_fields=["captions_blob", "captions_language"])
        if found.post_id is not None:
            epoch.changed([epoch.thing_key(found.post_id)])


def _insist_on_room(actor: int) -> None:
    if actor in boundary.stopped():
        raise NotFound
    if Media.objects.filter(owner=actor, post=None).count() >= MOST_WAITING:
        raise Refused("pictures", _("Use the pictures you have added before you add more."))


def bring_picture(actor: int, data: bytes, alt: str = "") -> int:
    """Keep a picture, painted anew; its public id. Until a post takes it, only the actor sees it.

    Raises Refused("pictures" or "alt", …), TooMany.
    """
    words = _alt(alt)
    _insist_on_room(actor)
    limits.allow(f"picture:{actor}", limit=PICTURES_AN_HOUR, per_seconds=3600)
    painted = images.make_picture(data)
    full, small = blobs.put(painted.full, images.KIND), blobs.put(painted.small, images.KIND)
    with write():
        made = Media.objects.create(
            owner_id=actor,
            blob=full,
            small_blob=small,
            mime=painted.mime,
            width=painted.width,
            height=painted.height,
            alt=words,
            blurhash=painted.blurhash,
        )
        if letters.wanted(actor):
            jobs.read_letters.enqueue(made.pk)
    return made.public_id


def describe_picture(actor: int, media: int, alt: str) -> None:
    """Say what is on a picture of one's own, or in a video or a sound, before or after it is published.

    Raises NotFound, Refused.
    """
    change(actor, media, alt=alt)


def change(
    actor: int,
    media: int,
    *,
    alt: str | None = None,
    focus: tuple[float, float] | None = None,
    thumbnail: bytes | None = None,
) -> None:
    """What is on an own file, what of it stays in sight where it is cut (from the middle, right and up, at
    most 1), and another small picture of it. None leaves each as it is.

    Raises NotFound, Refused("alt" or "pictures", …).
    """
    _own(actor, media)
    describe(actor, media, alt=alt, focus=focus, small=paint(thumbnail))


class Small(NamedTuple):
    """Another small picture of a file: the name of its blob, and its sides."""

    blob: str
    width: int
    height: int


def paint(thumbnail: bytes | None) -> Small | None:
    """Keep another small picture of a file. Never inside `write()`. Raises Refused("pictures", …)."""
    if thumbnail is None:
        return None
    painted = images.make_picture(thumbnail)
    return Small(blobs.put(painted.small, images.KIND), painted.small_w, painted.small_h)


def describe(
    actor: int, media: int, *, alt: str | None, focus: tuple[float, float] | None, small: Small | None
) -> None:
    """The same with a small picture that was painted before (`paint`)."""
    words = _alt(alt) if alt is not None else None
    with write():
        found = _own(actor, media, lock=True)
        found.alt = found.alt if words is None else words
        if focus is not None:
            found.focus_x, found.focus_y = (round(part * 1000) for part in focus)
        if small is not None:
            taking.delete_later([found.small_blob])
            found.small_blob, found.small_width, found.small_height = small
        found.save(update_fields=["alt", "focus_x", "focus_y", "small_blob", "small_width", "small_height"])
        if found.post_id is not None:
            epoch.changed([epoch.thing_key(found.post_id)])


def _own(actor: int, media: int, *, lock: bool = False) -> Media:
    rows = Media.objects.filter(public_id=media, owner=actor)
    found = (rows.select_for_update(no_key=True) if lock else rows).first()
    if found is None or actor in boundary.stopped():
        raise NotFound
    return found


def _alt(text: str) -> str:
    try:
        return normalise(text, rules.LONGEST_ALT)
    except Refused as refused:
        raise Refused("alt", refused.message) from refused


def discard(actor: int, media: int) -> None:
    """Throw away what was brought and no post took. Raises NotFound."""
    with write():
        waiting = Media.objects.filter(public_id=media, owner=actor, post=None)
        if not waiting.exists():
            raise NotFound
        taking.drop(waiting)
