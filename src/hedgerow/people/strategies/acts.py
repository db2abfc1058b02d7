"""Keeping what a member answered and chose. The settings that a choice stands for are set by `talk`."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people.models import Strategy

from . import rules


def answer(member: int, given: Sequence[str]) -> list[int]:
    """Keep the answers to the eight statements, as a form sends them; none at all keeps none."""
    answers = rules.answers_of(given)
    _keep(member, answers=answers)
    return answers


def choose(
    member: int, name: str, *, face: int, work: int | None, deflection: str, before: dict[str, Any]
) -> None:
    """Note what was chosen for which of the member's own faces, and what it was `before`."""
    _keep(
        member,
        chosen=name,
        chosen_at=clock.now(),
        face_id=face,
        work_id=work,
        deflection=deflection,
        before=before,
    )


def take_back(member: int, before: dict[str, Any]) -> None:
    """The choice is again what it was."""
    _keep(
        member,
        chosen=before.get("chosen", ""),
        face_id=before.get("face"),
        work_id=before.get("work"),
        before={},
    )


def forget(member: int) -> None:
    """Neither answers nor choice are kept; the settings stay as they are."""
    _keep(member, chosen="", chosen_at=None, face_id=None, work_id=None, answers=[], before={}, deflection="")


def say_kindly(member: int, words: str) -> None:
    """What is said to colleagues who ask for the private face. Raises NotFound for who lives by another
    strategy, Refused("deflection", …).
    """
    said = deflection_of(words)
    with write():
        if not Strategy.objects.filter(member=member, chosen="audience").update(deflection=said):
            raise NotFound


def deflection_of(text: str, field: str = "deflection") -> str:
    """A kind answer as it is kept. Raises Refused(field, …)."""
    words = text.replace("\x00", "").replace("\r", "").strip()
    if len(words) > rules.LONGEST_DEFLECTION:
        raise Refused(
            field,
            _("This is too long: at most %(most)s letters.") % {"most": rules.LONGEST_DEFLECTION},
        )
    return words


def _keep(member: int, **columns: Any) -> None:
    with write():
        Strategy.objects.update_or_create(member_id=member, defaults=columns)


def mirrored(member: int) -> None:
    """The member was told of its mirror, and is not again."""
    _keep(member, mirrored_at=clock.now())
