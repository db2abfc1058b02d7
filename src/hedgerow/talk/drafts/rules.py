"""What drafts may be and when they leave, as pure functions."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

MOST = 200
"""How many drafts a face may have."""
LONGEST_KEY = 64
UNDO_US = 60_000_000
KEPT_US = 24 * 3600 * 1_000_000
"""How long it is remembered that a draft is gone, so that a late saving does not bring it back."""
SOONEST_US = 60_000_000
LATEST_US = 221_845_392_000_000_000
"""The year 9000: later ones no calendar here counts to."""
MORNING = time(8)

AUDIENCE, ANSWERED, REFUSED, STOPPED = "audience", "answered", "refused", "stopped"
"""Why a scheduled post became a draft again."""
SENT, LEFT = "sent", "left"
"""How a draft became a post: by hand, or by itself at its moment."""


class Moment(NamedTuple):
    """A moment as somebody named it by their clock. `skipped`: the clock leaves that time out, so it is the
    one that would follow; `twice`: the clock shows it twice, and the first is meant.
    """

    at: datetime
    skipped: bool
    twice: bool


def moment(day: date, clock: time, zone: ZoneInfo) -> Moment:
    """When the clock of this zone shows that time on that day."""
    local = datetime.combine(day, clock, tzinfo=zone)
    real = datetime.fromtimestamp(local.timestamp(), zone)
    skipped = real.replace(tzinfo=None) != local.replace(tzinfo=None)
    twice = not skipped and local.utcoffset() != local.replace(fold=1).utcoffset()
    return Moment(real, skipped, twice)


def tomorrow_morning(now: datetime, zone: ZoneInfo) -> Moment:
    """Eight o'clock on the next day."""
    return moment(now.astimezone(zone).date() + timedelta(days=1), MORNING, zone)


def monday_morning(now: datetime, zone: ZoneInfo) -> Moment:
    """Eight o'clock on the next Monday; on a Monday the one in a week."""
    today = now.astimezone(zone).date()
    return moment(today + timedelta(days=7 - today.weekday()), MORNING, zone)
