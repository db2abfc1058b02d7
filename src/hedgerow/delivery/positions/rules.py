"""When a visit begins, and where reading began in it. Pure."""

from datetime import datetime, timedelta
from typing import NamedTuple

VISIT_ENDS_AFTER = timedelta(minutes=30)
"""A pause this long ends a visit: what was seen before it is then read."""

NOTE_EVERY = timedelta(minutes=5)
"""How exactly the end of a visit is noted, so that a reload seldom writes."""


class Position(NamedTuple):
    """How far a face had read when its visit began, how far it has seen since, and when it last looked."""

    start: int
    seen: int
    at: datetime


def visiting(position: Position | None, now: datetime) -> int:
    """The public id of the newest post that was read before the visit of now; 0 when it is the first."""
    if position is None:
        return 0
    return position.seen if now - position.at > VISIT_ENDS_AFTER else position.start


def moved(position: Position | None, shown: int, now: datetime) -> Position | None:
    """The position after a post (public id) was shown now; None when there is nothing worth noting."""
    after = Position(visiting(position, now), max(shown, position.seen if position else 0), now)
    if position is not None and after[:2] == position[:2] and now - position.at < NOTE_EVERY:
        return None
    return after
