"""Which few of many possible circles to show: those that together come nearest to whatever is meant.

Each set of the pool stands for a circle somebody may have in mind, with the weight the ranker gives it.
What is chosen next is what lies nearest to most of what no earlier choice is near to: a least-risk choice.
Greedy is near the best, for the gain only ever shrinks (Nemhauser, Wolsey and Fisher, Mathematical
Programming 14, 1978).

Then each choice moves to the middle of the sets that it stands for: whoever has enough of their votes is in
it. F1 is served best by letting in whoever is likelier in than half the F1 to be had (Lipton, Elkan and
Narayanaswamy, ECML 2014), so that is well below one half.
"""

import heapq
from collections import defaultdict
from collections.abc import Sequence

from .network import bits, members

MOST = 15
"""How many circles are shown."""
LOOKED_AT = 1500
"""How many sets of the pool are weighed against each other, the weightiest."""
NEAR = 0.2
"""From which F1 on one set is of use for the other."""
LEAST = 1e-9
"""A smaller gain is none."""
ENOUGH = 0.3
"""Which share of the votes lets somebody in."""
FEWEST = 2
"""Smaller than this the middle of some sets is none."""


def choose(groups: Sequence[int], weights: Sequence[float], most: int = MOST) -> list[int]:
    """The places of what is chosen, the best first. `weights`: one for each set."""
    looked_at = _weightiest(weights)
    looked_at.sort(key=lambda at: (groups[at].bit_count(), groups[at]))
    near = _near([groups[at] for at in looked_at])
    heavy = [weights[at] for at in looked_at]
    served = [0.0] * len(near)
    # A gain never grows, so whoever still leads after being counted anew gains most.
    gains = [(-sum(heavy[at] * use for at, use in row), row_at) for row_at, row in enumerate(near)]
    heapq.heapify(gains)
    chosen: list[int] = []
    while gains and len(chosen) < most:
        _old, row_at = heapq.heappop(gains)
        gain = sum(heavy[at] * max(0.0, use - served[at]) for at, use in near[row_at])
        if gain <= LEAST:
            continue
        if gains and -gain > gains[0][0]:
            heapq.heappush(gains, (-gain, row_at))
            continue
        chosen.append(looked_at[row_at])
        for at, use in near[row_at]:
            served[at] = max(served[at], use)
    return chosen


def settle(groups: Sequence[int], weights: Sequence[float], chosen: Sequence[int]) -> dict[int, int]:
    """For each place chosen the set to show; one that comes out like an earlier one is left out.

    Every set votes for its people in the choice that it is most like, by its weight and how like it is.
    """
    votes: dict[int, dict[int, float]] = {at: defaultdict(float) for at in chosen}
    cast = dict.fromkeys(chosen, 0.0)
    for at in _weightiest(weights):
        near, choice = max(((_use(groups[one], groups[at]), one) for one in chosen), default=(0.0, at))
        if near > 0:
            voice = weights[at] * near
            cast[choice] += voice
            for person in members(groups[at]):
                votes[choice][person] += voice
    shown: dict[int, int] = {}
    for at in chosen:
        middle = bits(person for person, voice in votes[at].items() if voice > ENOUGH * cast[at])
        shown.setdefault(middle if middle.bit_count() >= FEWEST else groups[at], at)
    return {at: middle for middle, at in shown.items()}


def _weightiest(weights: Sequence[float]) -> list[int]:
    return sorted(range(len(weights)), key=lambda at: -weights[at])[:LOOKED_AT]


def _use(one: int, other: int) -> float:
    """Of how much use one set is for the other, from 0 to 1."""
    f1 = 2 * (one & other).bit_count() / (one.bit_count() + other.bit_count())
    return max(0.0, (f1 - NEAR) / (1 - NEAR))


def _near(sets: Sequence[int]) -> list[list[tuple[int, float]]]:
    """For each set those that it is of use for, itself among them, and of how much use, from 0 to 1.

    The sets come by size: whatever is too large to share enough with one is followed by larger ones only.
    """
    sizes = [one.bit_count() for one in sets]
    enough = NEAR / 2
    found: list[list[tuple[int, float]]] = [[(row, 1.0)] for row in range(len(sets))]
    for row, one in enumerate(sets):
        size = sizes[row]
        largest = size * (2 - NEAR) / NEAR
        for other in range(row + 1, len(sets)):
            if sizes[other] > largest:
                break
            common, both = (one & sets[other]).bit_count(), size + sizes[other]
            if common > enough * both:
                use = (2 * common / both - NEAR) / (1 - NEAR)
                found[row].append((other, use))
                found[other].append((row, use))
    return found
