"""Moments as people say them: a few forms, the same on every page.

`near` is for what happened: by app.js "3 minutes ago" up to a week, without it day and time; then day and
month; the year where it is another one. `exact` says the minute, `day` the day, `time` the time alone. All of
it always stands beside it, on hover and for programs.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

A_WEEK = timedelta(days=7)


def day(moment: date) -> str:
    """Day and month, and the year where it is not this one."""
    local = _local(moment)
    this_year = local.year == timezone.localdate().year
    return date_format(local, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")


def time(moment: datetime) -> str:
    """The time of the day."""
    return date_format(_local(moment), "TIME_FORMAT")


def exact(moment: datetime) -> str:
    """Day and time."""
    return _("%(day)s, %(time)s") % {"day": day(moment), "time": time(moment)}


def near(moment: datetime) -> str:
    """What happened: with its time while that is fresh."""
    return exact(moment) if abs(timezone.now() - moment) < A_WEEK else day(moment)


def whole(moment: date) -> str:
    """Everything there is to say of it."""
    return date_format(_local(moment), "DATETIME_FORMAT" if isinstance(moment, datetime) else "DATE_FORMAT")


def _local(moment: date) -> date:
    return timezone.localtime(moment) if isinstance(moment, datetime) else moment


FORMS: dict[str, Callable[[datetime], str]] = {"": near, "long": exact, "day": day, "time": time}
"""By the word that templates use."""
