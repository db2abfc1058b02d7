"""Files that a face brought, before a status takes them and after, for that face alone."""

from collections.abc import Sequence

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.entities.media import MediaAttachment
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.talk.media import reads

from . import parts


def own(caller: Caller, wanted: Sequence[int]) -> list[MediaAttachment]:
    """Those of these files (public ids) that are the caller's own, with its own addresses, in this order."""
    found = reads.pictures(caller.me, wanted)
    return [parts.attachment(each, False, caller.me, caller.token or 0) for each in found]


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
