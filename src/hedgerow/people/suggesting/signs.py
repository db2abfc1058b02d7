"""What speaks for a set being a circle, as numbers that mean the same in every network."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence

from .finding import FAMILIES, Pool
from .network import Network, members

ALIKE, VERY_ALIKE = 0.4, 0.7
"""Jaccard's measure from which on another set counts as the same one, found by another family."""
FEW = 10
"""With up to so many sets of fitting size for each of its people, a set is met with all of them."""


class Signs:
    """Looks at the sets of one pool. `of(group)` gives the numbers in the order of `names`."""

    def __init__(self, network: Network, pool: Pool) -> None:
        self.network, self.pool = network, pool
        self.around_all = 2 * max(1, len(network.ties))
        self.usual = self.around_all / max(1, network.size)
        found = [(group, group.bit_count(), often) for group, often in pool.items() if often]
        self.found = sorted(found, key=lambda one: one[1])
        self.sizes = [size for _group, size, _often in self.found]
        self.found_with: list[set[int]] = [set() for _ in range(network.size)]
        for at, (group, _size, _often) in enumerate(self.found):
            for person in members(group):
                self.found_with[person].add(at)
        self.traits = [
            (who, who.bit_count(), math.log(network.size / who.bit_count()))
            for who in network.traits.values()
        ]
        pairs = max(1, network.size * (network.size - 1))
        self.common = sum(rare * count * (count - 1) for _who, count, rare in self.traits) / pairs
        self.shows_any = 0
        self.shown = [0] * network.size
        for at, (who, _count, _rare) in enumerate(self.traits):
            self.shows_any |= who
            for person in members(who):
                self.shown[person] |= 1 << at
        self.core = network.graph.coreness()
        self.whole = self._whole()

    def _whole(self) -> dict[str, float]:
        """What is the same for all sets of the network."""
        network, graph = self.network, self.network.graph
        return {
            "people": math.log(max(1, network.size)),
            "density of all": network.density,
            "triangles of all": graph.transitivity_undirected(mode="zero"),
            "alone": sum(degree == 0 for degree in network.degree) / max(1, network.size),
            "largest part": max(graph.connected_components().sizes(), default=0) / max(1, network.size),
        }

    def of(self, group: int) -> dict[str, float]:
        """The signs of one set of two or more people."""
        people = list(members(group))
        return {
            **self._ties(group, people),
            **self._outside(group, people),
            **self._found(group, people),
            **self._profiles(group, people),
            **self.whole,
        }

    def _ties(self, group: int, people: Sequence[int]) -> dict[str, float]:
        network, size = self.network, len(people)
        inside = [(network.near[person] & group).bit_count() for person in people]
        degrees = [network.degree[person] for person in people]
        both, volume = sum(inside), sum(degrees)
        density = both / (size * (size - 1))
        stay = sorted(own / degree if degree else 0 for own, degree in zip(inside, degrees, strict=True))
        known = sorted(own / (size - 1) for own in inside)
        return {
            "size": math.log(size),
            "share": size / network.size,
            "size by degree": math.log(size / (self.usual + 1)),
            "density": density,
            "denser": math.log((density + 0.01) / (network.density + 0.01)),
            "cut": (volume - both) / max(1, volume),
            "stay": sum(stay) / size,
            "stay low": _at(stay, 0.2),
            "stay most": sum(share > 0.5 for share in stay) / size,
            "known least": known[0],
            "known low": _at(known, 0.2),
            "known middle": _at(known, 0.5),
            "modularity": both / self.around_all - (volume / self.around_all) ** 2,
            "more than chance": math.log((both + 1) * self.around_all / (volume * volume + 1) + 1e-3),
            "separate": both / 2 / (both / 2 + volume - both + 1),
            "core": sum(self.core[person] for person in people) / size / (max(self.core) + 1),
            "degree": volume / size / (self.usual + 1),
        }

    def _outside(self, group: int, people: Sequence[int]) -> dict[str, float]:
        """How strongly those outside are tied to it: somebody who knows half of it seems to be missing."""
        size, near = len(people), self.network.near
        once, twice = _once_and_twice(near[person] & ~group for person in people)
        # Most of those outside know one of them only: they need no counting.
        tied = sorted(((near[person] & group).bit_count() / size for person in members(twice)), reverse=True)
        tied += [1 / size] * (once & ~twice).bit_count()
        first = tied[: max(1, size // 4)]
        return {
            "missing": min(3.0, sum(share >= 0.5 for share in tied) / size),
            "perhaps missing": min(5.0, sum(share >= 0.3 for share in tied) / size),
            "next": sum(first) / max(1, size // 4),
        }

    def _found(self, group: int, people: Sequence[int]) -> dict[str, float]:
        """How steadily it is found: how alike each family's most similar set is."""
        size = len(people)
        best, close = dict.fromkeys(FAMILIES, 0.0), 0
        enough = ALIKE / (1 + ALIKE)
        for at in self._fitting(people):
            other, count, often = self.found[at]
            common = (group & other).bit_count()
            if common > enough * (size + count):
                alike = common / (size + count - common)
                for family in often:
                    best[family] = max(best[family], alike)
                if alike > VERY_ALIKE:
                    close += sum(often.values())
        return {
            "steady": sum(best.values()) / len(best),
            "steady second": sorted(best.values())[-2],
            "steady in": sum(alike > VERY_ALIKE for alike in best.values()),
            "close": math.log1p(close),
            "times": sum(self.pool[group].values()),
            "by parts": best["parts"],
            "by modularity": best["modularity"],
            "by cpm": best["cpm"],
            "by flow": max(best["flow"], best["flow alike"]),
            "by spreading": best["spreading"],
            "by walks": best["walks"],
        }

    def _fitting(self, people: Sequence[int]) -> Collection[int]:
        """The places of the sets found that may be alike: of fitting size, and, where these are many, with
        somebody in common. Each way of cutting puts a person into one set only, so these are few.
        """
        size = len(people)
        fitting = range(bisect_left(self.sizes, size * ALIKE), bisect_right(self.sizes, size / ALIKE))
        if len(fitting) <= FEW * size:
            return fitting
        met = set[int]().union(*(self.found_with[person] for person in people))
        return [at for at in met if at in fitting]

    def _profiles(self, group: int, people: Sequence[int]) -> dict[str, float]:
        size, everybody = len(people), self.network.size
        like, lift, common = [0.0, 0.0, 0.0], [0.0] * 5, 0.0
        for at in members(self._in_common(people)):
            who, count, rare = self.traits[at]
            both = (who & group).bit_count()
            like.append(2 * both / (size + count))
            common += rare * both * (both - 1)
            if both >= 0.3 * size:
                lift.append((both / size - count / everybody) / (1 - count / everybody))
        like.sort(reverse=True)
        lift.sort(reverse=True)
        return {
            "trait": like[0],
            "second trait": like[1],
            "third trait": like[2],
            "in common": math.log((common / (size * (size - 1)) + 0.05) / (self.common + 0.05)),
            "lift": lift[0],
            "second lift": lift[1],
            "lifts": sum(lift[:5]),
            "shows": (group & self.shows_any).bit_count() / size,
        }

    def _in_common(self, people: Sequence[int]) -> int:
        """The places of the traits that two or more of them show: few, for most traits are rare."""
        return _once_and_twice(self.shown[person] for person in people)[1]


def _once_and_twice(sets: Iterable[int]) -> tuple[int, int]:
    """What is in one of these sets or more, and what in two or more."""
    once = twice = 0
    for one in sets:
        twice |= once & one
        once |= one
    return once, twice


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
