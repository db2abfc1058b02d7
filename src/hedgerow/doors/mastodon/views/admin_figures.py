"""How much is said and reported, for moderators. Who joins, comes back or reacts is counted for nobody."""

from collections.abc import Callable

import msgspec

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.admin import Cohort, Dimension, Measure
from hedgerow.doors.mastodon.making import figures as making
from hedgerow.doors.mastodon.making import moderation
from hedgerow.talk.figures import reads as figures
from hedgerow.talk.figures.reads import Counted, Period

AT = "/api/v1/admin"
READ = "admin:read"
USUAL, MOST = 10, 100


class OfTag(msgspec.Struct, frozen=True):
    """Which tag, by its number."""

    id: int | None = None


class Days(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for of which days; of more than 92 days the last ones are counted. What is asked of other
    servers is 0 until this one speaks with others.
    """

    keys: list[str] = []
    start_at: str = ""
    end_at: str = ""


class Measures(Days, frozen=True, kw_only=True):
    """Which figures."""

    tag_accounts: OfTag | None = None
    tag_uses: OfTag | None = None
    tag_servers: OfTag | None = None


class Dimensions(Days, frozen=True, kw_only=True):
    """Which orders of what there is most of."""

    limit: int = USUAL
    tag_servers: OfTag | None = None
    tag_languages: OfTag | None = None


def _tag(named: OfTag | None) -> int:
    return (named.id if named is not None else None) or 0


def _nothing(caller: Caller, some: Period, given: Measures) -> Counted:
    return making.NOTHING


COUNTS: dict[str, Callable[[Caller, Period, Measures], Counted]] = {
    "active_users": lambda caller, some, given: figures.writers(some),
    "new_users": _nothing,
    "interactions": lambda caller, some, given: figures.answers(some),
    "opened_reports": lambda caller, some, given: figures.opened(moderation.moderator(caller), some),
    "resolved_reports": lambda caller, some, given: figures.done(moderation.moderator(caller), some),
    "tag_accounts": lambda caller, some, given: figures.users(some, _tag(given.tag_accounts)),
    "tag_uses": lambda caller, some, given: figures.uses(some, _tag(given.tag_uses)),
    "tag_servers": _nothing,
    "instance_accounts": _nothing,
    "instance_media_attachments": _nothing,
    "instance_reports": _nothing,
    "instance_statuses": _nothing,
    "instance_follows": _nothing,
    "instance_followers": _nothing,
}
UNITS = {"instance_media_attachments": "bytes"}


@door.post(f"{AT}/measures", gives=list[Measure], scopes=READ, takes=Measures, errors=(403,))
def measures(caller: Caller, given: Measures) -> list[Measure]:
    """Figures day by day. What is no figure is passed over."""
    moderation.moderator(caller)
    some = making.period(given.start_at, given.end_at)
    wanted = [key for key in dict.fromkeys(given.keys) if key in COUNTS]
    return [making.measure(key, some, COUNTS[key](caller, some, given), UNITS.get(key)) for key in wanted]


ORDERS: dict[str, Callable[[Period, Dimensions, int], Dimension]] = {
    "languages": lambda some, given, most: making.languages("languages", figures.languages(some, most)),
    "sources": lambda some, given, most: Dimension("sources", []),
    "servers": lambda some, given, most: Dimension("servers", []),
    "space_usage": lambda some, given, most: making.space(),
    "software_versions": lambda some, given, most: making.versions(),
    "tag_servers": lambda some, given, most: making.servers(
        "tag_servers", figures.uses(some, _tag(given.tag_servers)).total
    ),
    "tag_languages": lambda some, given, most: making.languages(
        "tag_languages", figures.languages(some, most, _tag(given.tag_languages))
    ),
    "instance_accounts": lambda some, given, most: Dimension("instance_accounts", []),
    "instance_languages": lambda some, given, most: Dimension("instance_languages", []),
}


@door.post(f"{AT}/dimensions", gives=list[Dimension], scopes=READ, takes=Dimensions, errors=(403,))
def dimensions(caller: Caller, given: Dimensions) -> list[Dimension]:
    """What there is most of. What is no order is passed over; which apps people use is told to nobody."""
    moderation.moderator(caller)
    some = making.period(given.start_at, given.end_at)
    most = max(1, min(given.limit, MOST))
    return [ORDERS[key](some, given, most) for key in dict.fromkeys(given.keys) if key in ORDERS]


class Buckets(msgspec.Struct, frozen=True, kw_only=True):
    """Of which days, and how they are put together."""

    start_at: str = ""
    end_at: str = ""
    frequency: str = "day"


@door.post(f"{AT}/retention", gives=list[Cohort], scopes=READ, takes=Buckets, errors=(403,))
def retention(caller: Caller, given: Buckets) -> list[Cohort]:
    """Nothing: who comes back is counted for nobody."""
    moderation.moderator(caller)
    return []
