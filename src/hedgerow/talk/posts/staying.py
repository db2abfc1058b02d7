"""Which of the posts on an open page may stay there."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.sight import gates_to
from hedgerow.kernel import clock
from hedgerow.talk import bodies

from .known import ids_of


class Staying(msgspec.Struct, frozen=True):
    """Some posts as one viewer may see them now."""

    seen: frozenset[int]
    """Their public ids. What was narrowed, deleted, blocked or never there is left out alike."""
    authors: frozenset[int]
    """The faces (dense ids) that can take one of them away: who wrote it, or something above it. Of what is
    not seen nobody is named.
    """
    edited: frozenset[tuple[int, int]]
    """Which of those that are seen have been edited (public id), and their latest edition."""


def staying(viewer: int, public_ids: Iterable[int]) -> Staying:
    """Those of these posts (public ids) that the viewer may see at this moment."""
    ids = ids_of(public_ids)
    known = bodies.entries(ids)
    seen = boundary.seen(viewer, [known[post] for post in ids if post in known])
    above = {facts.author for gate in {entry.under_id for entry in seen} if gate for facts in gates_to(gate)}
    edited = {(entry.public_id, edition(entry.body.edited_at)) for entry in seen if entry.body.edited_at}
    return Staying(
        frozenset(entry.public_id for entry in seen),
        frozenset({entry.author_id for entry in seen} | above),
        frozenset(edited),
    )


def edition(edited_at: datetime | None) -> int:
    """A number for the words of a post that were written last; 0 where it was never edited."""
    return clock.to_us(edited_at) if edited_at is not None else 0
