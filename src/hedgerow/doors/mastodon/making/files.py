"""Files that a face brought, before a status takes them and after, for that face alone."""

import base64
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.entities.media import MediaAttachment
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.talk.media import reads

from . import parts


def own(caller: Caller, wanted: Sequence[int]) -> list[MediaAttachment]:
    """Those of these files (public ids) that are the caller's own, with its own addresses, in this order."""
    found = reads.pictures(caller.me, wanted)
    return [parts.attachment(each, False, caller.me, caller.token or 0) for each in found]


def thumbnail(said: Any) -> bytes | None:
    """Another small picture: a file, or the same written out as a `data:` address. Raises Invalid."""
    if isinstance(said, UploadedFile):
        if (said.size or 0) > reads.MOST_PICTURE_BYTES:
            raise Invalid("thumbnail", "is too large")
        data: bytes = said.read()
        return data
    if not isinstance(said, str) or not said.startswith("data:"):
        return None
    head, _, words = said.partition(",")
    if not head.endswith(";base64") or len(words) > reads.MOST_PICTURE_BYTES * 4 // 3 + 4:
        raise Invalid("thumbnail", "is invalid")
    try:
        return base64.b64decode(words, validate=True)
    except ValueError as error:
        raise Invalid("thumbnail", "is invalid") from error


def focus(text: str | None) -> tuple[float, float] | None:
    """A point as apps write it, "0.5,-0.25": from the middle, right and up, at most 1. Raises Invalid."""
    if not text:
        return None
    try:
        across, up = (float(part) for part in text.split(","))
    except ValueError as error:
        raise Invalid("focus", "is invalid") from error
    if not (abs(across) <= 1 and abs(up) <= 1):
        raise Invalid("focus", "is invalid")
    return across, up
