"""What becomes of a group that was found, as pure functions."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

SAME = 0.6
"""From which F1 on two sets of people mean the same circle."""
MOST_ALSO = 12
FEWEST, NEARLY_ALL = 3, 0.9
LONGEST_NAME = 60


def alike(one: Collection[int], other: Collection[int]) -> bool:
    """Do they mean the same circle?"""
    return f1(set(one), set(other)) >= SAME


def f1(one: set[int], other: set[int]) -> float:
    """How much they have in common, from 0 to 1."""
    return 2 * len(one & other) / max(1, len(one) + len(other))


def place(group: Collection[int], circles: Mapping[int, Collection[int]]) -> tuple[int | None, list[int]]:
    """Into which of one's own circles this group belongs (None: a new one), and who of it is not in it."""
    best = max(circles, key=lambda circle: f1(set(group), set(circles[circle])), default=None)
    if best is None or not alike(group, circles[best]):
        return None, list(group)
    return best, [face for face in group if face not in circles[best]]


def worth_saying(people: Collection[int], contacts: int, *, new: bool) -> bool:
    """A new circle has three people or more, and not nearly everybody."""
    return FEWEST <= len(people) < NEARLY_ALL * contacts if new else bool(people)


def also(group: set[int], ties: Iterable[tuple[int, int]], there: Collection[int]) -> list[int]:
    """Who else has most ties with the group and is not there yet."""
    known: Counter[int] = Counter()
    for one, other in ties:
        if (one in group) != (other in group):
            known[other if one in group else one] += 1
    return [face for face, _count in known.most_common() if face not in there][:MOST_ALSO]


def name(words: Sequence[str], taken: Collection[str]) -> str:
    """What to call a group that shares these words, the most telling first: a proper name if there is one,
    and none that another group has already.
    """
    told = [word[:LONGEST_NAME] for word in words if word and word[:LONGEST_NAME] not in taken]
    return next((word for word in told if word[0].isupper()), told[0] if told else "")
