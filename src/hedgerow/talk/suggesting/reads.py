"""What a face sees of its contacts, and what was suggested to it."""

from collections.abc import Collection

from hedgerow.people.suggesting import kept as suggesting
from hedgerow.people.suggesting.kept import Look, Proposal
from hedgerow.people.suggesting.seen import Seen
from hedgerow.talk.models import Post

__all__ = ["Look", "Proposal", "look", "proposal", "seen", "talking"]

MOST_ANSWERS = 5_000


def seen(actor: int) -> Seen:
    """Profiles and ties as this face may see them now."""
    people = suggesting.seen(actor).people
    return suggesting.seen(actor, talking(actor, people))


def talking(actor: int, people: Collection[int]) -> set[tuple[int, int]]:
    """Pairs of these people of whom one answered or quoted the other in a post that the actor may see.

    Conversations are left out: what is said there is no news of who belongs together to anybody.
    """
    said = Post.objects.visible(actor).filter(author__in=people, gone_at=None, conversation=None)
    pairs: set[tuple[int, int]] = set()
    for other in ("reply_to", "quote_of"):
        rows = said.filter(**{f"{other}__author__in": people, f"{other}__gone_at": None})
        found = rows.order_by("-public_id").values_list("author_id", f"{other}__author_id")[:MOST_ANSWERS]
        pairs.update((min(a, b), max(a, b)) for a, b in found if a != b)
    return pairs


def look(actor: int) -> Look:
    """What the last look found, as far as all it rests on is still to be seen."""
    return suggesting.look(actor, seen(actor))


def proposal(actor: int, key: str) -> Proposal:
    """One of them. Raises NotFound."""
    return suggesting.proposal(actor, key, seen(actor))
