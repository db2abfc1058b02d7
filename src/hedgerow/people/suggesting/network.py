"""The people around one person, their ties with each other and what their profiles share.

People are numbered from 0. A set of people is one integer with a bit for each of them: meeting two sets and
counting who is in both costs about as much as adding two numbers.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

import igraph

MOST_TRAITS = 2_000
"""How many shared words of profiles are looked at, the commonest first."""


def bits(people: Iterable[int]) -> int:
    """The set of these people."""
    found = 0
    for person in people:
        found |= 1 << person
    return found


def members(people: int) -> Iterator[int]:
    """Who is in this set, in order."""
    while people:
        low = people & -people
        yield low.bit_length() - 1
        people ^= low


class Network:
    """`ties`: pairs of people, in either direction or both; `profiles`: for each person what their profile
    shows, as numbers that only say who shows the same.
    """

    def __init__(self, ties: Iterable[tuple[int, int]], profiles: Sequence[Collection[int]]) -> None:
        self.size = len(profiles)
        self.everybody = (1 << self.size) - 1
        self.ties = sorted({(min(a, b), max(a, b)) for a, b in ties if a != b})
        self.near = [0] * self.size
        for one, other in self.ties:
            self.near[one] |= 1 << other
            self.near[other] |= 1 << one
        self.degree = [near.bit_count() for near in self.near]
        self.traits = _shared(profiles)

    @cached_property
    def graph(self) -> igraph.Graph:
        """The same as igraph sees it."""
        return igraph.Graph(n=self.size, edges=self.ties)

    @cached_property
    def alike(self) -> list[float]:
        """For each tie, which share of the two's neighbours they have in common."""
        near = [near | 1 << person for person, near in enumerate(self.near)]
        return [(near[a] & near[b]).bit_count() / (near[a] | near[b]).bit_count() for a, b in self.ties]

    @cached_property
    def shared(self) -> list[float]:
        """For each tie, how much the two's profiles share: one, and more for what few others show."""
        shown: list[dict[int, float]] = [{} for _ in range(self.size)]
        for trait, who in self.traits.items():
            rare = math.log(self.size / who.bit_count())
            for person in members(who):
                shown[person][trait] = rare
        return [1 + sum(rare for trait, rare in shown[a].items() if trait in shown[b]) for a, b in self.ties]

    def around(self, group: int) -> int:
        """Who is tied to somebody in the group and not in it."""
        found = 0
        for person in members(group):
            found |= self.near[person]
        return found & ~group

    @cached_property
    def density(self) -> float:
        """Which share of all possible ties there is."""
        return 2 * len(self.ties) / max(1, self.size * (self.size - 1))


def _shared(profiles: Sequence[Collection[int]]) -> dict[int, int]:
    """Who shows each trait, for traits that some, but not all, show."""
    found: dict[int, int] = {}
    for person, traits in enumerate(profiles):
        for trait in set(traits):
            found[trait] = found.get(trait, 0) | 1 << person
    usual = [(trait, who) for trait, who in found.items() if 2 <= who.bit_count() < len(profiles)]
    usual.sort(key=lambda pair: (-pair[1].bit_count(), pair[0]))
    return dict(usual[:MOST_TRAITS])
