"""The order of a collection, as pure functions."""

from collections.abc import Sequence

LONGEST_NAME = 100
LONGEST_DESCRIPTION = 1_000
LONGEST_ALT = 300
MOST_COLLECTIONS = 100
MOST_ITEMS = 500
UNDO_US = 60_000_000
"""How long a deletion can be taken back, in microseconds."""

FIRST, UP, DOWN, LAST = WAYS = ("first", "up", "down", "last")


def moved(order: Sequence[int], seen: Sequence[int], one: int, way: str) -> list[int]:
    """The order after one went up or down by what is seen, or to an end; all others stay as they are."""
    rest = [each for each in order if each != one]
    others = [each for each in seen if each != one]
    if way == FIRST or not others:
        return [one, *rest]
    if way == LAST:
        return [*rest, one]
    place = list(seen).index(one)
    if way == UP:
        before = others[max(0, place - 1)]
        return _put(rest, one, rest.index(before))
    after = others[min(len(others) - 1, place)]
    return _put(rest, one, rest.index(after) + 1)


def _put(rest: list[int], one: int, place: int) -> list[int]:
    return [*rest[:place], one, *rest[place:]]
