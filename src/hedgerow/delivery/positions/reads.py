"""How far a face has read."""

from hedgerow.boundary.epoch import Remembered
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.models import ReadPosition
from hedgerow.kernel.clock import now

from .rules import Position, visiting

_positions: Remembered[dict[str, Position]] = Remembered(20_000)


def position(viewer: int, timeline: str) -> Position | None:
    """Where this face stands in a timeline; None before it first looked."""
    return _positions.get(viewer, (news_key(viewer),), lambda: _read(viewer)).get(timeline)


def _read(viewer: int) -> dict[str, Position]:
    rows = ReadPosition.objects.filter(face=viewer).values_list("timeline", "post", "seen", "at")
    return {timeline: Position(post, seen, at) for timeline, post, seen, at in rows}


def start(viewer: int, timeline: str) -> int:
    """The public id of the newest post read before the present visit; 0 in the first."""
    return visiting(position(viewer, timeline), now())
