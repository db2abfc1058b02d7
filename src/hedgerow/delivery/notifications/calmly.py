"""What is said now and then without anything having happened: a silence, and a year gone by."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hedgerow.delivery.models import Notification, Telling
from hedgerow.people.contacts import facts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.conversations import facts as conversations
from hedgerow.talk.posts import reads as posts

from . import rules
from .making import make
from .rules import Close, News

HOUR, WEEKDAY = 9, 6
"""When a face is told that did not choose: as `models.Telling` has it."""


def silences(at: datetime) -> None:
    """Whoever is told on this day of its week, from this hour of its day on, hears of the longest
    silence with somebody close that it has not heard of; at most once a week.
    """
    heard = _told(at)
    due = [each for each in contacts.close_ones() if each.face not in heard]
    chosen = _hours([each.face for each in due])
    make(
        news
        for each in due
        if _is_time(at.astimezone(ZoneInfo(each.time_zone)), *chosen.get(each.face, (HOUR, WEEKDAY)))
        if (news := _silence(each, at)) is not None
    )


def _told(at: datetime) -> set[int]:
    rows = Notification.objects.filter(kind=rules.UNSPOKEN, at__gt=at - rules.BETWEEN)
    return set(rows.values_list("face_id", flat=True))


def _hours(receivers: list[int]) -> dict[int, tuple[int, int]]:
    rows = Telling.objects.filter(face__in=receivers).values_list("face_id", "hour", "weekday")
    return {face: (hour, weekday) for face, hour, weekday in rows}


def _is_time(here: datetime, hour: int, weekday: int) -> bool:
    return here.weekday() == weekday and here.hour >= hour


def _silence(each: contacts.CloseOnes, at: datetime) -> News | None:
    """The news for one face. Only those are looked at whose time it is: a few in any hour."""
    spoke = posts.last_spoke(each.face, each.people)
    said = conversations.last_said(each.face, each.people)
    told = Notification.objects.filter(face=each.face, kind=rules.UNSPOKEN)
    known = set(told.values_list("cause", flat=True))
    people = [
        Close(face, max(marked, spoke.get(face, marked), said.get(face, marked)))
        for face, marked in each.people.items()
    ]
    fresh = [one for one in people if rules.cause_of(one) not in known]
    return rules.silent(each.face, fresh, at)


def years(at: datetime) -> None:
    """Whoever has had a face for another year may look who sees what."""
    make(
        News(face, rules.YEARLY, None, None, f"yearly:{count}")
        for face, count in faces.anniversaries(at).items()
    )
