"""What a post may be besides words: a story's title, a poll, an end, a later moment. Between the composer's
fields and a draft; the fields say it even when it cannot be meant, so that a refused draft comes back whole.
"""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hedgerow.doors.web import moments
from hedgerow.kernel import clock
from hedgerow.kernel.errors import Refused
from hedgerow.talk.drafts import reads as drafts
from hedgerow.talk.drafts.reads import Moment
from hedgerow.talk.posts.acts import Asked

MORNING, MONDAY, CHOSEN = "morning", "monday", "chosen"
PLACES = 8
LASTS = (
    ("300", gettext_lazy("5 minutes")), ("3600", gettext_lazy("1 hour")), ("21600", gettext_lazy("6 hours")),
    ("86400", gettext_lazy("1 day")), ("259200", gettext_lazy("3 days")), ("604800", gettext_lazy("1 week")),
    ("2592000", gettext_lazy("30 days")),
)  # fmt: skip
ENDS = (
    ("", gettext_lazy("It stays")), ("3600", gettext_lazy("After an hour")),
    ("86400", gettext_lazy("After a day")), ("604800", gettext_lazy("After a week")),
    (CHOSEN, gettext_lazy("At a time of your choice")),
)  # fmt: skip
LATER = (
    (MORNING, gettext_lazy("Tomorrow morning")), (MONDAY, gettext_lazy("Monday morning")),
    (CHOSEN, gettext_lazy("At a time of your choice")),
)  # fmt: skip


class Further(msgspec.Struct, frozen=True):
    """The fields as sent."""

    story: bool = False
    title: str = ""
    cover: bool = False
    options: list[str] = []
    multiple: bool = False
    hidden: bool = False
    lasts: str = "86400"
    vanish: str | None = None
    """None: nothing was said, so the face's habit holds."""
    vanish_day: str = ""
    vanish_time: str = ""
    always: bool = False
    later: str = MORNING
    later_day: str = ""
    later_time: str = ""

    def fields(self, pictures: list[int]) -> dict[str, Any]:
        """What they mean in a draft. Raises Refused("title", "poll" or "vanish", …)."""
        if self.story and not self.title.strip():
            raise Refused("title", _("A story has a title."))
        return {
            "title": self.title if self.story else "",
            "cover": pictures[0] if self.story and self.cover and pictures else None,
            "poll": self.poll(),
            "vanish_after": _whole(self.vanish or ""),
            "vanish_at": self._end(),
        }

    def poll(self) -> Asked | None:
        """The poll, where any answer is written."""
        if not any(option.strip() for option in self.options):
            return None
        return Asked(self.options, self.multiple, self.hidden, _whole(self.lasts) or 0)

    def _end(self) -> int | None:
        if self.vanish != CHOSEN:
            return None
        return clock.to_us(_moment("vanish", self.vanish_day, self.vanish_time).at)

    def habit(self) -> int | None:
        """Of every new post: after how many seconds it vanishes; None: it stays."""
        return _whole(self.vanish or "")

    def moment(self) -> Moment:
        """When it is to leave. Raises Refused("later", …)."""
        zone, now = _zone(), clock.now()
        if self.later == MORNING:
            return drafts.tomorrow_morning(now, zone)
        if self.later == MONDAY:
            return drafts.monday_morning(now, zone)
        return _moment("later", self.later_day, self.later_time)


def sent(data: Any) -> Further:
    """The composer's fields."""
    return Further(
        story=bool(data.get("story")),
        title=data.get("title", ""),
        cover=bool(data.get("cover")),
        options=data.getlist("option")[:PLACES],
        multiple=bool(data.get("poll_multiple")),
        hidden=bool(data.get("poll_hidden")),
        lasts=data.get("poll_lasts", "86400"),
        vanish=data.get("vanish"),
        vanish_day=data.get("vanish_day", ""),
        vanish_time=data.get("vanish_time", ""),
        always=bool(data.get("vanish_always")),
        later=data.get("later", MORNING),
        later_day=data.get("later_day", ""),
        later_time=data.get("later_time", ""),
    )


def of(draft: Any, send_at: datetime | None = None) -> Further:
    """The fields that say what a draft, or an own post as it was written, is besides words."""
    poll = draft.poll or Asked([])
    ends = _local(clock.from_us(draft.vanish_at)) if draft.vanish_at is not None else ("", "")
    leaves = _local(send_at) if send_at is not None else ("", "")
    after = getattr(draft, "vanish_after", None)
    return Further(
        story=bool(draft.title),
        title=draft.title,
        cover=draft.cover is not None,
        options=list(poll.options),
        multiple=poll.multiple,
        hidden=poll.hidden,
        lasts=str(poll.lasts),
        vanish=CHOSEN if draft.vanish_at is not None else str(after or ""),
        vanish_day=ends[0],
        vanish_time=ends[1],
        later=CHOSEN if send_at is not None else MORNING,
        later_day=leaves[0],
        later_time=leaves[1],
    )


def drawn(given: Further, *, habit: int | None = None, edited: bool = False) -> dict[str, Any]:
    """What `web/compose/further.html` draws. `habit`: what the face wants of every new post, in seconds."""
    vanish = str(habit or "") if given.vanish is None else given.vanish
    lasts = LASTS if given.lasts in dict(LASTS) else ((given.lasts, _("As it is")), *LASTS)
    return {
        "poll": bool(given.poll()),
        "asks": not edited or bool(given.poll()),
        "options": [*given.options, *[""] * PLACES][:PLACES],
        "multiple": given.multiple,
        "hidden": given.hidden,
        "lasts": [(value, name, value == given.lasts) for value, name in lasts],
        "vanishes": vanish,
        "ends": [(value, name, value == vanish) for value, name in ENDS],
        "vanish_day": given.vanish_day,
        "vanish_time": given.vanish_time,
        "always": given.always,
        "later": [(value, name, value == given.later) for value, name in LATER],
        "later_day": given.later_day,
        "later_time": given.later_time,
        "zone": timezone.get_current_timezone_name().replace("_", " "),
        "edited": edited,
    }


def said(moment: Moment) -> str:
    """A moment in words, and what the clock does there."""
    when = moments.exact(moment.at)
    # Where a time of the day ends in a full stop of its own (a.m.), that one ends the sentence, too.
    begun = {"when": when.removesuffix(".")}
    if moment.skipped:
        return _("%(when)s. The clock leaves the time you chose out, so it is the next there is.") % begun
    if moment.twice:
        return _("%(when)s. The clock shows that time twice; the first is meant.") % begun
    return when


def _moment(field: str, day: str, at: str) -> Moment:
    try:
        return drafts.moment(date.fromisoformat(day), time.fromisoformat(at).replace(tzinfo=None), _zone())
    except (ValueError, OverflowError) as error:
        raise Refused(field, _("Choose a day and a time.")) from error


def _local(moment: datetime) -> tuple[str, str]:
    local = timezone.localtime(moment)
    return f"{local:%Y-%m-%d}", f"{local:%H:%M}"


def _zone() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None
