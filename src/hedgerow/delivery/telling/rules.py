"""By which ways a kind is told, when a note is due and when it is quiet. Pure."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from hedgerow.delivery.notifications.rules import (
    ACCEPTED,
    ANSWER,
    FOR_MODERATORS,
    MENTION,
    MESSAGE,
    NAMED,
    OF_THE_SITE,
    QUOTE,
    REPLY,
    REQUEST,
    SETTABLE,
)

OFF, DAILY, WEEKLY = "off", "daily", "weekly"
CHOSEN, JOINED, ALL = "chosen", "joined", "all"


class Ways(NamedTuple):
    """Where besides the page one is told of a kind: on devices, by e-mail at once, in the note."""

    push: bool
    mail: bool
    note: bool


PERSONAL = frozenset({MESSAGE, REPLY, ANSWER, MENTION, NAMED, QUOTE, REQUEST, ACCEPTED})
"""Kinds by which somebody turned to this very face."""

URGENT = PERSONAL - {QUOTE, ACCEPTED}


def usual(kind: str) -> Ways:
    """The ways of a face that chose none. Devices are told only where somebody allowed it there."""
    return Ways(push=kind in PERSONAL or kind in OF_THE_SITE or kind in FOR_MODERATORS, mail=False, note=True)


class Preset(NamedTuple):
    """A few words that stand for a whole table."""

    rhythm: str
    counts: bool
    ways: Mapping[str, Ways]


PRESETS = {
    "calm": Preset(WEEKLY, False, {kind: Ways(False, False, True) for kind in SETTABLE}),
    "daily": Preset(DAILY, True, {kind: Ways(False, False, True) for kind in SETTABLE}),
    "at-once": Preset(OFF, True, {kind: Ways(kind in PERSONAL, kind in URGENT, True) for kind in SETTABLE}),
}


def _at(day: date, hour: time, zone: tzinfo) -> datetime:
    """That hour of that day as an instant. An hour that the clocks leave out comes right after; of one that
    they repeat, the first.
    """
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def next_note(after: datetime, zone: tzinfo, rhythm: str, hour: int, weekday: int) -> datetime | None:
    """The first moment later than `after` at which a note is due; None without notes."""
    if rhythm == OFF:
        return None
    day = after.astimezone(zone).date() - timedelta(days=1)
    while True:
        moment = _at(day, time(hour), zone)
        if moment > after and (rhythm == DAILY or day.weekday() == weekday):
            return moment
        day += timedelta(days=1)


def quiet_until(
    now: datetime, zone: tzinfo, begins: time | None, ends: time, snoozed: datetime | None = None
) -> datetime | None:
    """Until when nothing is to sound; None when it may."""
    until = snoozed if snoozed is not None and snoozed > now else None
    if begins is None or begins == ends:
        return until
    # A snooze may end within the quiet hours.
    return _night(until or now, zone, begins, ends) or until


def _night(now: datetime, zone: tzinfo, begins: time, ends: time) -> datetime | None:
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        until = _at(day if ends > begins else day + timedelta(days=1), ends, zone)
        if _at(day, begins, zone) <= now < until:
            return until
    return None


def tomorrow(now: datetime, zone: tzinfo, hour: int = 8) -> datetime:
    """The next morning."""
    return _at(now.astimezone(zone).date() + timedelta(days=1), time(hour), zone)
