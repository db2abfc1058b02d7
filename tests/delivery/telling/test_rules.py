"""When notes come and when it is quiet: once a day or week whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hedgerow.delivery.telling import rules

ZONES = st.sampled_from(
    ["UTC", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo",
     "Africa/Casablanca", "Asia/Kolkata", "Pacific/Apia", "Pacific/Kiritimati", "America/St_Johns"]
).map(ZoneInfo)  # fmt: skip
MOMENTS = st.datetimes(datetime(2012, 1, 2), datetime(2035, 1, 1), timezones=st.just(UTC))
HOURS = st.integers(0, 23)
TIMES = st.times().map(lambda at: at.replace(microsecond=0))


def _due(begin: datetime, zone: ZoneInfo, rhythm: str, hour: int, weekday: int, count: int) -> list[datetime]:
    moments, at = [], begin
    for _ in range(count):
        following = rules.next_note(at, zone, rhythm, hour, weekday)
        assert following is not None
        assert following > at
        moments.append(following)
        at = following
    return moments


UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
"""Zones are read from files: on a busy machine the first examples take their time."""


@UNHURRIED
@given(MOMENTS, ZONES, HOURS)
def test_exactly_one_note_a_day(begin: datetime, zone: ZoneInfo, hour: int) -> None:
    days = [moment.astimezone(zone).date() for moment in _due(begin, zone, "daily", hour, 0, 200)]
    # Only a zone that leaves a whole day out has none on it.
    missing = {days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)} - set(days)
    assert len(set(days)) == len(days)
    assert all(
        datetime.combine(day, time(12), zone).astimezone(UTC).astimezone(zone).date() != day
        for day in missing
    )


@UNHURRIED
@given(MOMENTS, ZONES, HOURS, st.integers(0, 6))
def test_exactly_one_note_a_week(begin: datetime, zone: ZoneInfo, hour: int, weekday: int) -> None:
    moments = _due(begin, zone, "weekly", hour, weekday, 60)
    for earlier, later in pairwise(moments):
        assert (
            timedelta(days=6, hours=22) <= later - earlier <= timedelta(days=7, hours=2)
            or str(zone) == "Pacific/Apia"
        )


@UNHURRIED
@given(MOMENTS, ZONES, HOURS)
def test_a_note_comes_at_its_hour_where_the_day_has_it(begin: datetime, zone: ZoneInfo, hour: int) -> None:
    (moment,) = _due(begin, zone, "daily", hour, 0, 1)
    local = moment.astimezone(zone)
    there = datetime.combine(local.date(), time(hour), zone)
    exists = there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == there.replace(tzinfo=None)
    assert not exists or (local.hour, local.minute) == (hour, 0)


def test_no_note_for_who_wants_none() -> None:
    assert rules.next_note(datetime(2030, 1, 1, tzinfo=UTC), ZoneInfo("UTC"), "off", 8, 0) is None


@UNHURRIED
@given(MOMENTS, ZONES, TIMES, TIMES)
def test_quiet_ends_later_and_is_then_over(now: datetime, zone: ZoneInfo, begins: time, ends: time) -> None:
    until = rules.quiet_until(now, zone, begins, ends)
    if until is not None:
        assert now < until <= now + timedelta(hours=26) or str(zone) == "Pacific/Apia"
        assert rules.quiet_until(until, zone, begins, ends) is None


@UNHURRIED
@given(MOMENTS, ZONES, TIMES, TIMES, st.timedeltas(timedelta(minutes=1), timedelta(days=1)))
def test_a_snooze_that_ends_at_night_lasts_until_morning(
    now: datetime, zone: ZoneInfo, begins: time, ends: time, pause: timedelta
) -> None:
    until = rules.quiet_until(now, zone, begins, ends, now + pause)
    assert until is not None
    assert until >= now + pause
    assert rules.quiet_until(until, zone, begins, ends, now + pause) is None


def test_it_is_quiet_across_midnight_in_ones_own_time_zone() -> None:
    vienna = ZoneInfo("Europe/Vienna")
    late = datetime(2030, 1, 1, 23, 30, tzinfo=vienna)
    morning = datetime(2030, 1, 2, 7, tzinfo=vienna)
    assert rules.quiet_until(late, vienna, time(22), time(7)) == morning
    assert rules.quiet_until(late, ZoneInfo("Asia/Tokyo"), time(22), time(7)) is None
