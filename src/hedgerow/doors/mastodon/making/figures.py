"""Figures as the API says them."""

import platform
from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.template.defaultfilters import filesizeformat

from hedgerow.doors.mastodon.entities.admin import Dimension, DimensionPart, Measure, MeasuredDay
from hedgerow.kernel import clock
from hedgerow.talk.figures import reads as figures
from hedgerow.talk.figures.reads import Counted, Period

from . import instances

EPOCH = date(1970, 1, 1)
USUAL_DAYS = 30
NOTHING = Counted(0, 0, {})


def period(start: str, end: str) -> Period:
    """The days that an app asks for, as ISO 8601; the last thirty where it says none that can be read."""
    today = (clock.now().astimezone(UTC).date() - EPOCH).days
    last = max(0, min(_day(end, today), today))
    return figures.period(max(0, _day(start, last - USUAL_DAYS + 1)), last)


def _day(text: str, usual: int) -> int:
    try:
        return (datetime.fromisoformat(text).date() - EPOCH).days
    except ValueError:
        return usual


def measure(key: str, some: Period, counted: Counted, unit: str | None = None) -> Measure:
    """One figure, day by day. What can only come from other servers has no period before it."""
    far = key.startswith("instance_")
    made = Measure(
        key=key,
        unit=unit,
        total=str(counted.total),
        data=[MeasuredDay(_begin(day), str(counted.days.get(day, 0))) for day in some.days],
    )
    if not far:
        made.previous_total = str(counted.before)
    if unit == "bytes":
        made.human_value = filesizeformat(counted.total)
    return made


def _begin(day: int) -> str:
    return datetime.fromtimestamp(day * 86_400, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def languages(key: str, found: Iterable[tuple[str, int]]) -> Dimension:
    """Languages by their names."""
    return Dimension(
        key,
        [
            DimensionPart(code, str(LANG_INFO.get(code, {}).get("name", code)), str(many))
            for code, many in found
        ],
    )


def servers(key: str, many: int) -> Dimension:
    """Where it was said: here, until this server speaks with others."""
    return Dimension(key, [DimensionPart(settings.DOMAIN, settings.DOMAIN, str(many))] if many else [])


def space() -> Dimension:
    """How much room the rows take."""
    kept = figures.database()
    words = filesizeformat(kept.size)
    part = DimensionPart(kept.name.lower(), kept.name, str(kept.size), unit="bytes", human_value=words)
    return Dimension("space_usage", [part])


def versions() -> Dimension:
    """What this site runs on."""
    kept = figures.database()
    found = {
        "Hedgerow": instances.own_version(),
        "Python": platform.python_version(),
        kept.name: kept.version,
    }
    return Dimension(
        "software_versions",
        [DimensionPart(name.lower(), name, said, human_value=said) for name, said in found.items()],
    )
