"""When an announcement is shown, as pure functions."""

from datetime import UTC, datetime, time, timedelta

from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused

LONGEST = 5_000
MOST_SIGNS = 8
"""So many different reactions an announcement can have."""

LASTING = timedelta(days=3650)


def span(
    starts_at: datetime | None, ends_at: datetime | None, all_day: bool
) -> tuple[datetime | None, datetime | None]:
    """From when to when; of whole days, as who announces them has them, their midnights in UTC. Raises
    Refused("starts_at" or "ends_at", …).
    """
    first, last = (_midnight(at) if all_day else at for at in (starts_at, ends_at))
    if last is not None and first is None:
        raise Refused("starts_at", _("Say when it begins, too."))
    if first is not None and last is not None and (last < first or last - first > LASTING):
        raise Refused("ends_at", _("It ends before it begins."))
    return first, last


def _midnight(at: datetime | None) -> datetime | None:
    return None if at is None else datetime.combine(at.date(), time(), UTC)


def over_at(ends_at: datetime | None, all_day: bool) -> datetime | None:
    """The moment from which it is over; None for one that does not end by itself."""
    if ends_at is None:
        return None
    return ends_at + timedelta(days=1) if all_day else ends_at
