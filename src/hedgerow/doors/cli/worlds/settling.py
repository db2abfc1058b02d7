"""Gives a network that was read its place on this site: faces, ties, circles, and posts made up for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import NamedTuple

from hedgerow.kernel.clock import now
from hedgerow.kernel.writing import write
from hedgerow.people.bulk import acts as people

from . import ego
from .chatter import Chatter

AGE = timedelta(days=120)
"""How long ago such a world began; its posts are spread over the time since."""

Tell = Callable[[str], object]


class Counts(NamedTuple):
    """What was made."""

    faces: int
    ties: int
    circles: int
    posts: int


def settle(network: ego.Network, *, posts: int, seed: int, tell: Tell) -> Counts:
    """Write the whole network in one transaction. Raises Refused when it is here already."""
    since, begun = now() - AGE, monotonic()

    def step(words: str) -> None:
        tell(f"{monotonic() - begun:5.1f} s  {words}")

    with write():
        people_of = _bring(network, since)
        step(f"{len(people_of):,} faces")
        ties = people.befriend([(people_of[one], people_of[two]) for one, two in sorted(network.ties)], since)
        step(f"{ties:,} mutual ties")
        circles = _draw_circles(network, people_of, since)
        step(f"{circles:,} circles")
        written = Chatter(network, people_of, since=since, seed=seed).write(posts, step) if posts else 0
        step("keeping all of it")
    step("done")
    return Counts(len(people_of), ties, circles, written)


def _bring(network: ego.Network, since: datetime) -> dict[int, people.Standing]:
    numbers = sorted(network.people)
    drafts = [
        people.NewFace(handle=f"person{number}", name=f"Person {number}", colour=number % 8 + 1)
        for number in numbers
    ]
    return dict(zip(numbers, people.bring(drafts, since), strict=True))


def _draw_circles(network: ego.Network, people_of: dict[int, people.Standing], since: datetime) -> int:
    wanted = [
        (people_of[owner].face, name, [people_of[contact].face for contact in contacts])
        for owner, name, contacts in network.circles
    ]
    return len(people.make_circles(wanted, since))
