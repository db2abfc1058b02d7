"""Choosing a strategy: what was shown is set through the acts that are there for it; and the way back."""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from hedgerow.kernel import limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.strategies import acts as strategies
from hedgerow.people.strategies import reads as held

from . import reads, rules, settings
from .rules import Step

LONGEST_LINE = 100


class Wish(msgspec.Struct, frozen=True):
    """What a member says as it chooses. For Audience `work` is its professional face, or `new` the one that
    is to be made; `line` is what Open says of the capacity one speaks in, `deflection` what is
    said to colleagues.
    """

    name: str
    face: int
    work: int | None = None
    new: FaceDraft | None = None
    line: str = ""
    deflection: str = ""


def choose(member: Any, wish: Wish) -> list[Step]:
    """Set what the plan says, all or nothing: what only an earlier choice set goes back. What it was
    before the first is kept. Returns what was set.

    `member`: the login (people's `Member`). Raises NotFound for a face that is not its own, Refused("work",
    "line", "deflection", or what a new face is refused for, …).
    """
    limits.allow(f"strategy:{member.pk}", limit=60, per_seconds=3600)
    _insist(member.pk, wish)
    deflection = strategies.deflection_of(wish.deflection)
    with write():
        was = held.held(member.pk)
        work = faces.create(member, wish.new) if wish.new is not None else wish.work
        work = work if wish.name == "audience" else None
        back = reads.standing(member.pk, was.before)
        steps = reads.plan(wish.name, wish.face, work, wish.line, back)
        for step in steps:
            if step.now != step.then:
                _put(step, step.now, step.then)
        first = was.before or {"chosen": was.chosen, "face": was.face, "work": was.work}
        strategies.choose(
            member.pk,
            wish.name,
            face=wish.face,
            work=work,
            deflection=deflection or was.deflection,
            before={**first, "steps": msgspec.to_builtins(rules.since_first(steps, back))},
        )
    return steps


def _insist(member: int, wish: Wish) -> None:
    """The faces are its own and two, the words short. Raises NotFound, Refused."""
    own = {card.id for card in face_reads.own(member) if card.state == "active"}
    if wish.name not in reads.NAMES or wish.face not in own or (wish.work or wish.face) not in own:
        raise NotFound
    if wish.name == "audience" and wish.new is None and wish.work in (None, wish.face):
        raise Refused("work", _("Choose two different faces, or make a new one."))
    if len(wish.line) > LONGEST_LINE:
        raise Refused("line", _("This is too long: at most %(most)s letters.") % {"most": LONGEST_LINE})


def undo(member: int) -> int:
    """As it was before the first choice, but for what was changed since; a face made for it stays. How many
    settings went back. Raises NotFound where there is nothing to take back.
    """
    before = held.held(member).before
    if not before:
        raise NotFound
    with write():
        back = reads.standing(member, before)
        for step in back:
            _put(step, step.then, step.now)
        strategies.take_back(member, before)
    return len(back)


def _put(step: Step, now: Any, then: Any) -> None:
    if step.face is not None:
        settings.put(step.face, step.what, then, instead=now if step.what == "line" else "")
