"""Circles as lists."""

from hedgerow.doors.mastodon.entities.people import List
from hedgerow.kernel.errors import NotFound
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles.reads import OwnCircle


def own(me: int, public_id: int) -> OwnCircle:
    """A circle that the caller made itself. Raises NotFound: for others', and for labels and followers."""
    found = circles.by_public_id(me, public_id)
    if found.kind != "own":
        raise NotFound
    return found


def made(me: int, found: list[OwnCircle]) -> list[List]:
    """These circles."""
    manners = circles.manners(me)
    usual = circles.Manner()
    said = [(circle, manners.get(circle.id, usual)) for circle in found]
    return [List(circle.key, circle.name, manner.replies, manner.exclusive) for circle, manner in said]
