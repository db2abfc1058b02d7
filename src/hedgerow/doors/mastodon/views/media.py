"""Files before a status takes them: brought, watched while they are made ready, described, thrown away."""

from typing import Any, BinaryIO, cast

import msgspec
from django.core.files.uploadedfile import UploadedFile

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.media import MediaAttachment
from hedgerow.doors.mastodon.errors import Invalid, Wrong
from hedgerow.doors.mastodon.making import files
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.talk.media import acts, reads
from hedgerow.talk.media.acts import Upload
from hedgerow.talk.media.reads import Own

WRITE = "write:media"
IN_USE = "Media attachment is currently used by a status"
FIELDS = {"pictures": "file", "alt": "description"}
"""What a room calls them, and what an app does."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a file."""

    description: str | None = None
    focus: str | None = None
    thumbnail: Any = None


class Brought(Said, frozen=True, kw_only=True):
    """A file, and what is said of it."""

    file: Any = None


@door.post(
    "/api/v2/media",
    gives=MediaAttachment,
    also={202: MediaAttachment},
    scopes=WRITE,
    takes=Brought,
    errors=(422,),
)
def bring(caller: Caller, given: Brought) -> Answer:
    """Bring a file. A video or a sound is made ready afterwards: the answer is 202, without an address."""
    return _shown(caller, _brought(caller, given), 202)


@door.post("/api/v1/media", gives=MediaAttachment, scopes=WRITE, takes=Brought, errors=(422,))
def bring_before(caller: Caller, given: Brought) -> Answer:
    """The same as it was called before, with 200 in any case."""
    return _shown(caller, _brought(caller, given), 200)


def _brought(caller: Caller, given: Brought) -> int:
    if not isinstance(given.file, UploadedFile):
        raise Invalid("file", "can't be blank", "ERR_BLANK")
    upload = Upload(cast("BinaryIO", given.file.file), given.file.size or 0, given.file.name or "")
    focus, thumbnail = files.focus(given.focus), files.thumbnail(given.thumbnail)
    try:
        number = acts.bring(caller.me, upload, given.description or "")
    except Refused as refused:
        raise _unfit(refused) from refused
    try:
        _change(caller, number, Said(), focus, thumbnail)
    except Invalid:
        acts.discard(caller.me, number)
        raise
    return number


def _change(
    caller: Caller, number: int, given: Said, focus: tuple[float, float] | None, thumbnail: bytes | None
) -> None:
    try:
        acts.change(caller.me, number, alt=given.description, focus=focus, thumbnail=thumbnail)
    except Refused as refused:
        if thumbnail is not None and refused.field != "alt":
            raise Invalid("thumbnail", f"cannot be taken: {refused.message}") from refused
        raise _unfit(refused) from refused


def _unfit(refused: Refused) -> Invalid:
    return Invalid(FIELDS.get(refused.field, "file"), f"cannot be taken: {refused.message}")


def _free(caller: Caller, number: int) -> Own:
    """An own file that no status has. Raises NotFound."""
    own = reads.own(caller.me, number)
    if own.taken:
        raise NotFound
    return own


def _shown(caller: Caller, number: int, while_making: int) -> Answer:
    own = _free(caller, number)
    if own.failed:
        raise Wrong(422, f"Validation failed: File cannot be taken: {own.failed}")
    return Answer(files.own(caller, [number])[0], 200 if own.ready else while_making)


@door.get(
    "/api/v1/media/<id:media>",
    gives=MediaAttachment,
    also={206: MediaAttachment},
    scopes=WRITE,
    errors=(404, 422),
)
def show(caller: Caller, media: int) -> Answer:
    """How far an own file is: 206 while it is made ready."""
    return _shown(caller, media, 206)


@door.put("/api/v1/media/<id:media>", gives=MediaAttachment, scopes=WRITE, takes=Said, errors=(404, 422))
def change(caller: Caller, media: int, given: Said) -> Answer:
    """What is on it, what of it stays in sight, and another small picture."""
    _free(caller, media)
    _change(caller, media, given, files.focus(given.focus), files.thumbnail(given.thumbnail))
    return _shown(caller, media, 200)


@door.delete("/api/v1/media/<id:media>", gives=None, scopes=WRITE, errors=(404, 422))
def discard(caller: Caller, media: int) -> Answer:
    """Throw it away."""
    if reads.own(caller.me, media).taken:
        raise Wrong(422, IN_USE)
    acts.discard(caller.me, media)
    return Answer(EMPTY)
