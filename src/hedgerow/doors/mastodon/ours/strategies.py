"""Four ways to keep one's lives apart or together: what answers speak for, and what each is for this face.

Never: what a member answered or chose, which is the member's and no face's. So nothing of it is kept here,
and one chooses, and goes back, on a page of the site.
"""

from typing import Annotated

import msgspec
from django.utils import translation

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities import strategies as entities
from hedgerow.doors.mastodon.entities.common import absolute
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.doors.mastodon.params import language
from hedgerow.people.strategies import reads as strategies
from hedgerow.talk.strategies import reads, words

from .circles import AT

STRATEGIES = f"{AT}/strategies"
Given = Annotated[int, msgspec.Meta(ge=strategies.UNSAID, le=words.ANSWERS[-1][0])]


class Spoken(msgspec.Struct, frozen=True):
    """In which language it is said, where the site speaks it; else in that of the site."""

    lang: str = ""


@door.get(f"{STRATEGIES}/statements", gives=entities.Diagnosis, scopes="read:lists", takes=Spoken)
def statements(caller: Caller, given: Spoken) -> entities.Diagnosis:
    """The statements of the self-diagnosis, and what one may answer."""
    translation.activate(language(given.lang))
    return entities.Diagnosis(
        [str(each) for each in words.STATEMENTS],
        [entities.Scale(value, str(said)) for value, said in words.ANSWERS],
    )


class Answers(msgspec.Struct, frozen=True):
    """One answer a statement, in their order."""

    answers: list[Given]


@door.post(f"{STRATEGIES}/advice", gives=entities.Advice, scopes="read:lists", takes=Answers, errors=(422,))
def advise(caller: Caller, given: Answers) -> entities.Advice:
    """What these answers speak for. They are not kept, and nobody learns of them."""
    if len(given.answers) != len(words.STATEMENTS):
        raise Invalid("answers", "is the wrong length", "ERR_WRONG_LENGTH")
    found = strategies.advice(given.answers)
    return entities.Advice(list(found.names), words.why(found))


@door.get(STRATEGIES, gives=list[entities.Strategy], scopes="read:lists", takes=Spoken)
def index(caller: Caller, given: Spoken) -> list[entities.Strategy]:
    """The four, each with what it would set for this face. Audience sets something for a second face, too,
    which is told on the site alone; and so is what goes back of an earlier choice.
    """
    translation.activate(language(given.lang))
    return [_strategy(caller, told) for told in words.all_told()]


def _strategy(caller: Caller, told: words.Told) -> entities.Strategy:
    plan = reads.plan(told.key, caller.me)
    # A line for one's own page is written where one chooses.
    steps = [step for step in plan if step.face == caller.me and step.what != "line"]
    return entities.Strategy(
        told.key,  # type: ignore[arg-type]
        told.name,
        told.line,
        told.reason,
        told.risk,
        [_setting(step) for step in steps],
        absolute(f"/me/strategy/choose/{told.key}"),
    )


def _setting(step: reads.Step) -> entities.StrategySetting:
    row = words.row(step)
    return entities.StrategySetting(
        step.what,  # type: ignore[arg-type]
        row.about,
        row.now,
        row.then,
        row.changes,
    )
