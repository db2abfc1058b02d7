"""Who can find whom, as the acts of contacts and circles need it: the same for every way in.

A face is found like its page (`faces.reads.profile`): not when it is gone, suspended or closing, not by a
member it blocked. Who blocked one face of a member finds the others as ever, or a block would tell which
faces belong together; the engine's vetoes keep what they write apart all the same.
"""

from collections.abc import Collection

from django.db.models import Q

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.writing import hold
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Face, Follow, FollowRequest


def lock(actor: int, other: int | None = None) -> None:
    """One act of a face at a time, on databases with several writers; with `other` also one at a time between
    the two, whoever acts. Raises NotFound for a stopped face.
    """
    if other is not None:
        # Taken before the face's own lock, and without the other's: so no two faces wait for each other.
        low, high = sorted((actor, other))
        hold(f"ties:{low}:{high}")
    Face.objects.select_for_update(no_key=True).filter(pk=actor).values_list("pk", flat=True).first()
    if actor in boundary.stopped():
        raise NotFound


def known(actor: int) -> set[int]:
    """Every face this one has some tie to, whatever its state: follows, followers, all in its circles."""
    pairs = Follow.objects.filter(Q(follower=actor) | Q(followed=actor)).values_list("follower", "followed")
    near = {face for pair in pairs for face in pair}
    near.update(face for _circle, face in boundary.within(actor))
    near.discard(actor)
    return near


def visible(actor: int, others: Collection[int]) -> set[int]:
    """Those of the others whose page the actor could open without being told of a block."""
    cards = faces.cards(others)
    active = {face for face, card in cards.items() if card.state == "active" and face != actor}
    return active - faces.apart(actor, active & boundary.vetoed(actor))


def findable(actor: int, others: Collection[int]) -> set[int]:
    """Those of the others the actor may put somewhere: whom it can see, and its own contacts in any case."""
    if not others:
        return set()
    found = visible(actor, others)
    missing = set(others) - found
    return found | (missing & known(actor)) if missing else found


def meet(actor: int, other: int) -> None:
    """Raise NotFound unless the actor could open the other's page."""
    if other not in visible(actor, [other]):
        raise NotFound


def reach(actor: int, other: int) -> None:
    """Raise NotFound unless the actor could open the other's page or has it in its lists."""
    if other in findable(actor, [other]):
        return
    if not FollowRequest.objects.filter(Q(asker=actor, asked=other) | Q(asker=other, asked=actor)).exists():
        raise NotFound
