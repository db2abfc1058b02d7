"""Which of the posts on an open page may stay there."""

from collections.abc import Iterable

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.sight import gates_to
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


def staying(viewer: int, public_ids: Iterable[int]) -> Staying:
    """Those of these posts (public ids) that the viewer may see at this moment."""
    ids = ids_of(public_ids)
    known = bodies.entries(ids)
    seen = boundary.seen(viewer, [known[post] for post in ids if post in known])
    above = {facts.author for gate in {entry.under_id for entry in seen} if gate for facts in gates_to(gate)}
    return Staying(
        frozenset(entry.public_id for entry in seen), frozenset({entry.author_id for entry in seen} | above)
    )
