"""Which few of many possible circles to show: those that together come nearest to whatever is meant.

Each set of the pool stands for a circle somebody may have in mind, as likely as the ranker says and shared
with its near-duplicates. What is chosen next is what lies nearest to most of what no earlier choice is near
to (a least-risk choice; greedy is near the best, for the gain only ever shrinks).
"""

from collections.abc import Sequence

MOST = 15
"""How many circles are shown."""
LOOKED_AT = 500
"""How many sets of the pool are weighed against each other."""
SURE, SIZE, SAME, NEAR = 3.0, 0.2, 0.5, 0.4
"""How much surer sets count, how much larger ones; from which F1 on two stand for one circle, and from which
on one is of use for the other.
"""


def choose(groups: Sequence[int], likeness: Sequence[float], most: int = MOST) -> list[int]:
    """The places of what is chosen, the best first."""
    looked_at = _best(groups, likeness)
    sets = [groups[at] for at in looked_at]
    alike = _alike(sets)
    weights = [_weight(likeness[at], sets[row].bit_count(), alike[row]) for row, at in enumerate(looked_at)]
    served = [0.0] * len(sets)
    chosen: list[int] = []
    near = [[(other, (f1 - NEAR) / (1 - NEAR)) for other, f1 in row if f1 > NEAR] for row in alike]
    while len(chosen) < min(most, len(sets)):
        gains = [sum(weights[at] * max(0.0, use - served[at]) for at, use in row) for row in near]
        best = max(range(len(sets)), key=gains.__getitem__)
        if gains[best] <= 1e-9:
            break
        chosen.append(best)
        for at, use in near[best]:
            served[at] = max(served[at], use)
    return [looked_at[row] for row in chosen]


def _best(groups: Sequence[int], likeness: Sequence[float]) -> list[int]:
    """The likeliest, and the likeliest of the larger ones."""
    everyone = range(len(groups))
    likely = sorted(everyone, key=lambda at: -likeness[at])[:LOOKED_AT]
    large = sorted(everyone, key=lambda at: -likeness[at] * groups[at].bit_count() ** 0.4)[: LOOKED_AT // 2]
    return sorted({*likely, *large})


def _weight(likeness: float, size: int, alike: Sequence[tuple[int, float]]) -> float:
    duplicates = sum(f1 > SAME for _other, f1 in alike)
    return float(likeness**SURE * size**SIZE / duplicates**0.5)


def _alike(sets: Sequence[int]) -> list[list[tuple[int, float]]]:
    """For each set those that share enough with it, itself among them, with their F1."""
    least = min(SAME, NEAR)
    sizes = [one.bit_count() for one in sets]
    found: list[list[tuple[int, float]]] = [[] for _ in sets]
    for row, one in enumerate(sets):
        found[row].append((row, 1.0))
        for other in range(row + 1, len(sets)):
            small, large = sorted((sizes[row], sizes[other]))
            if 2 * small > least * (small + large):
                f1 = 2 * (one & sets[other]).bit_count() / (small + large)
                if f1 > least:
                    found[row].append((other, f1))
                    found[other].append((row, f1))
    return found
