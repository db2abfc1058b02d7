"""How somebody lives here, by where their posts go. Pure."""

from collections.abc import Mapping, Sequence

from hedgerow.people.strategies.reads import Name

WIDE, ALL, CHOSEN, ALONE = "wide", "all", "chosen", "alone"
"""Everybody or this site; whoever follows; circles and people that were picked; only oneself."""

ENOUGH = 5
"""With fewer posts there is nothing to say yet."""
SECOND_FACE = 0.2
"""From this share of the posts on, a second face counts as a life of its own."""


def as_if(shares: Mapping[str, int], faces: Sequence[int] = ()) -> Name | None:
    """The strategy that posts amount to: `shares`, how many go where; `faces`, how many each face of the
    member wrote. None where there are too few. Of two that weigh the same the more careful one.
    """
    told = {kind: shares.get(kind, 0) for kind in (CHOSEN, ALL, WIDE)}
    if sum(told.values()) < ENOUGH:
        return None
    if sum(count >= max(ENOUGH, SECOND_FACE * sum(faces)) for count in faces) > 1:
        return "audience"
    names: dict[str, Name] = {CHOSEN: "custom", ALL: "content", WIDE: "open"}
    return names[max(told, key=lambda kind: told[kind])]
