"""What choosing a strategy would set, for the member who asks, and what an earlier choice set."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from hedgerow.people.faces import reads as face_reads
from hedgerow.people.strategies.reads import NAMES, Name

from . import rules, settings
from .rules import Step, What

__all__ = ["NAMES", "Name", "Step", "plan", "standing"]


def plan(
    name: str, face: int, work: int | None = None, line: str = "", back: Sequence[Step] = ()
) -> list[Step]:
    """Every setting that choosing this would touch, in the order it is shown; those that hold already too,
    and those that go back to what they were before an earlier choice.

    `work`: the professional face, of Audience; None where it is still to be made. `back`: what is `standing`.
    """
    wanted = rules.WANTED[name]
    steps = list(_steps(face, wanted[rules.FACE], line, back))
    if rules.WORK in wanted:
        steps += _steps(work, wanted[rules.WORK], "", back)
    return rules.with_back(steps, back)


def standing(member: int, before: dict[str, Any]) -> list[Step]:
    """What the choices since `before` (a `Held.before`) set and nobody changed by hand: `then` is as it is,
    `now` what it goes back to.
    """
    if not before:
        return []
    own = {card.id for card in face_reads.own(member) if card.state == "active"}
    steps = [step for step in msgspec.convert(before["steps"], list[Step]) if step.face in own]
    lines = {step.face: step.then for step in steps if step.what == "line"}
    holds = {
        step.face: settings.now(step.face, lines.get(step.face, ""))
        for step in steps
        if step.face is not None
    }
    return [
        Step(step.face, step.what, settings.still_possible(step.face, step.what, step.now), step.then)
        for step in steps
        if step.face is not None and holds[step.face][step.what] == step.then
    ]


def _steps(face: int | None, wanted: dict[What, Any], line: str, back: Sequence[Step]) -> Iterable[Step]:
    held = settings.now(face, line) if face is not None else dict.fromkeys(wanted)
    # A line of an earlier choice makes room for this one.
    earlier = [step.then for step in back if step.face == face and step.what == "line"]
    held |= {"line": earlier[0]} if earlier else {}
    for what, value in wanted.items():
        yield Step(face, what, held[what], _filled(face, what, value, line))


def _filled(face: int | None, what: What, value: Any, line: str) -> Any:
    if what == "audience":
        return {"scope": value, "circles": [], "people": [], "without_circles": [], "without_people": []}
    if what == "circles" and face is not None:
        return settings.private_circles(face)
    return line if what == "line" else value
