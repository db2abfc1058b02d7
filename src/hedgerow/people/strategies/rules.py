"""Which strategy answers speak for. Pure.

After Ollier-Malaterre, Rothbard and Berg, "When Worlds Collide in Cyberspace", Academy of Management Review
38(4), 2013: whoever keeps lives together and wants to be known as they are lives openly; together and at
their best, by content; apart and as they are, by audience; apart and at their best, by circles and content.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

Name = Literal["open", "audience", "content", "custom"]
NAMES: tuple[Name, ...] = ("open", "audience", "content", "custom")

APART, BEST = "apart", "best"
STATEMENTS: tuple[tuple[str, int], ...] = (
    (APART, 1), (BEST, -1), (APART, -1), (BEST, 1), (APART, 1), (BEST, -1), (APART, -1), (BEST, 1),
)  # fmt: skip
"""For each statement the axis it is about, and whether agreeing speaks for it (1) or against it (-1)."""

LEAST, BETWEEN, MOST = 1, 3, 5
UNSAID = 0
"""Stands for a statement that was passed over."""
FEWEST = 3
"""So many of an axis' four statements have to be answered before it says anything."""
CLEAR = 3
"""From so far off the middle on, an axis (-8 to 8) speaks for its side. Whoever agrees with everything, or
with nothing, stays below: half of the statements are turned round for that."""
LONGEST_DEFLECTION = 300

Side = Literal["apart", "together", "best", "oneself"]


class Score(msgspec.Struct, frozen=True):
    """Where somebody stands, each axis from -8 to 8: lives together to apart, as I am to at my best."""

    apart: int
    best: int


class Advice(msgspec.Struct, frozen=True):
    """What answers speak for. `names`: one strategy where they are clear, two (the nearer one first) where
    only one axis speaks, none else. `sides`: what is clear. `few`: too few statements were answered for more.
    """

    names: tuple[Name, ...] = ()
    sides: tuple[Side, ...] = ()
    few: bool = False


def score(answers: Sequence[int]) -> Score:
    """What these answers (1 to 5, one a statement) say. The middle of the scale says nothing either way, and
    neither does a statement that was passed over.
    """
    found = {APART: 0, BEST: 0}
    for (axis, sign), answer in zip(STATEMENTS, answers, strict=True):
        found[axis] += sign * (answer - BETWEEN) if answer != UNSAID else 0
    return Score(found[APART], found[BEST])


def advice(answers: Sequence[int]) -> Advice:
    """What these answers speak for, and no more than they do."""
    said = [axis for (axis, _sign), answer in zip(STATEMENTS, answers, strict=True) if answer != UNSAID]
    if min(said.count(APART), said.count(BEST)) < FEWEST:
        return Advice(few=True)
    found = score(answers)
    corner = _corner(found.apart >= 0, found.best >= 0)
    lives, oneself = abs(found.apart) >= CLEAR, abs(found.best) >= CLEAR
    one: Side = "apart" if found.apart >= 0 else "together"
    other: Side = "best" if found.best >= 0 else "oneself"
    if lives and oneself:
        return Advice((corner,), (one, other))
    if lives:
        return Advice((corner, _corner(found.apart >= 0, found.best < 0)), (one,))
    if oneself:
        return Advice((corner, _corner(found.apart < 0, found.best >= 0)), (other,))
    return Advice()


def _corner(apart: bool, best: bool) -> Name:
    """The strategy of that corner."""
    if apart:
        return "custom" if best else "audience"
    return "content" if best else "open"


def answers_of(given: Sequence[str]) -> list[int]:
    """What a form sent, one a statement: what is missing or odd is `UNSAID`; empty when all is."""
    places = [str(number) for number in range(LEAST, MOST + 1)]
    if not any(answer in places for answer in given):
        return []
    first = [*given, *[""] * len(STATEMENTS)][: len(STATEMENTS)]
    return [int(answer) if answer in places else UNSAID for answer in first]
