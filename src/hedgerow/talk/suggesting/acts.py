"""Looking for circles among one's contacts, taking what is found and waving it away."""

from collections.abc import Collection

from hedgerow.kernel.writing import write
from hedgerow.people.circles import acts as circles
from hedgerow.people.suggesting import acts

from . import jobs, reads
from .reads import Proposal


def begin(actor: int) -> None:
    """Look at this face's contacts, in the background. Raises TooMany."""
    with write():
        acts.begin(actor)
        jobs.look.using(unique_key=f"suggesting:{actor}").enqueue(actor)


def find(actor: int) -> None:
    """Look now, and keep what is found."""
    acts.find(actor, reads.seen(actor))


def take(actor: int, wanted: Proposal, name: str, people: Collection[int]) -> tuple[int, int]:
    """Put these of the proposal's people into its circle, or into a new one; the circle and the move.

    Whom it leaves out is not proposed for that circle again. Raises NotFound, Refused as `circles.acts` does.
    """
    circle = wanted.into.id if wanted.into else circles.make(actor, name)
    known = {card.id for card in (*wanted.people, *wanted.also)}
    move = circles.move(actor, [(circle, face) for face in people if face in known], [])
    left_out = {card.id for card in wanted.people}.difference(people)
    if left_out:
        acts.dismiss(actor, left_out)
    return circle, move


def dismiss(actor: int, wanted: Proposal) -> None:
    """Never suggest these people again, as a circle or as newcomers to one."""
    acts.dismiss(actor, [card.id for card in wanted.people])
