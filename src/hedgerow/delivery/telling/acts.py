"""What a face wishes of how it is told, and what stops at its word."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.models import PushSubscription, Telling, Way
from hedgerow.delivery.notifications.bells import mute, ring
from hedgerow.delivery.notifications.rules import SETTABLE
from hedgerow.kernel.clock import now
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import reads as members

from . import rules, tokens
from .devices import forget, forget_here, listen
from .due import call_again, ensure
from .reads import table, wishes
from .rules import Ways

__all__ = [
    "choose", "choose_ways", "forget", "forget_here", "listen", "mute", "preset", "ring", "snooze",
    "start_again", "stop", "try_mail", "try_push",
]  # fmt: skip

SNOOZES = ("hour", "tomorrow", "")


def choose(actor: int, **wished: Any) -> None:
    """Change some of how the face is told: any of `reads.Wishes` but the snooze. Raises Refused."""
    if wished.get("rhythm", rules.OFF) not in Telling.Rhythm.values:
        raise Refused("rhythm", _("Choose every day, every week or never."))
    if wished.get("answers", rules.ALL) not in Telling.Answers.values:
        raise Refused("answers", _("Choose of which threads you want to hear."))
    if not (0 <= wished.get("hour", 0) <= 23 and 0 <= wished.get("weekday", 0) <= 6):
        raise Refused("hour", _("Choose an hour and a day."))
    with write():
        ensure([actor])
        Telling.objects.filter(face=actor).update(**wished)
        _set_note(actor)
        call_again(actor)
        epoch.changed([news_key(actor)])


def _set_note(face: int) -> None:
    """The next note comes at the hour that was chosen. Inside `write()`."""
    said, zone = wishes(face), zone_of(face)
    due = rules.next_note(now(), zone, said.rhythm, said.hour, said.weekday)
    Telling.objects.filter(face=face).update(note_at=due)


def zone_of(face: int) -> ZoneInfo:
    """The time zone of a face."""
    return ZoneInfo(faces.manners(face).time_zone)


def choose_ways(actor: int, chosen: Mapping[str, Ways]) -> None:
    """By which ways the face hears of these kinds. Raises NotFound for a kind that is none."""
    if not set(chosen) <= set(SETTABLE):
        raise NotFound
    with write():
        for kind, (push, mail, note) in chosen.items():
            values = {"push": push, "mail": mail, "note": note}
            Way.objects.update_or_create(face_id=actor, kind=kind, defaults=values)


def preset(actor: int, name: str) -> None:
    """Everything at once, as one of the presets has it. Raises NotFound."""
    if name not in rules.PRESETS:
        raise NotFound
    chosen = rules.PRESETS[name]
    with write():
        choose(actor, rhythm=chosen.rhythm, counts=chosen.counts)
        choose_ways(actor, chosen.ways)


def snooze(actor: int, until: str) -> datetime | None:
    """Nothing sounds for an hour, or until tomorrow morning; empty: it may again. The moment, if any."""
    if until not in SNOOZES:
        raise NotFound
    ends = {"hour": now() + timedelta(hours=1), "tomorrow": rules.tomorrow(now(), zone_of(actor))}.get(until)
    with write():
        ensure([actor])
        Telling.objects.filter(face=actor).update(snoozed_until=ends)
        call_again(actor)
    return ends


def try_mail(actor: int) -> bool:
    """Send the face a mail that only shows that mails arrive; False where its address is not confirmed."""
    from . import jobs

    if members.mailbox(actor) is None:
        return False
    jobs.try_mail.enqueue(actor)
    return True


def try_push(actor: int, session: str) -> bool:
    """Show a message on the device with this session; False where the face is not told there."""
    from . import jobs

    here = PushSubscription.objects.filter(face=actor, session=session).values_list("id", flat=True)
    for device in here:
        jobs.try_push.enqueue(device)
    return bool(here)


def stop(token: str) -> str:
    """No more mails of the kind that the token names; what it was (`tokens`). Raises NotFound."""
    return _switch(token, False)


def start_again(token: str) -> str:
    """Take `stop` back. Raises NotFound."""
    return _switch(token, True)


def _switch(token: str, on: bool) -> str:
    said = tokens.read(token)
    if said is None or said.face not in faces.cards([said.face]):
        raise NotFound
    if said.what == tokens.NOTE:
        choose(said.face, rhythm=Telling.Rhythm.WEEKLY if on else Telling.Rhythm.OFF)
        return said.what
    about = [row for row in table(said.face) if said.what in (tokens.MAIL, row.kind)]
    usual = rules.PRESETS["at-once"].ways
    wanted = {row.kind: on and (usual[row.kind].mail or said.what == row.kind) for row in about}
    choose_ways(said.face, {row.kind: row.ways._replace(mail=wanted[row.kind]) for row in about})
    return said.what
