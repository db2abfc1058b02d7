"""How much is said in public: the only posts that are counted for everybody."""

import msgspec
from django.core.cache import cache
from django.db import connection

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.clock import now_us

from .rules import PUBLICLY

WEEK_S = 7 * 24 * 3600
WEEKS = 12
GOOD_FOR_SECONDS = 600
"""Counting reads many rows: nobody needs it newer than this."""
_NAME = "talk.census"


class Week(msgspec.Struct, frozen=True):
    """A week, by the second of the Unix epoch at which it begins: public posts, and faces that wrote some."""

    begins: int
    posts: int
    authors: int


class Census(msgspec.Struct, frozen=True):
    """Public posts of all times, faces that wrote some in the last four weeks, and week by week."""

    posts: int
    active_month: int
    weeks: list[Week]


def census() -> Census:
    """Counted anew every ten minutes."""
    kept: bytes | None = cache.get(_NAME)
    if kept is None:
        kept = msgspec.json.encode(_count())
        cache.set(_NAME, kept, GOOD_FOR_SECONDS)
    return msgspec.json.decode(kept, type=Census)


def _count() -> Census:
    now = now_us() // 1_000_000
    # The epoch began on a Thursday: four days later weeks begin on a Monday.
    begin = now - (now - 4 * 86_400) % WEEK_S
    weeks = [begin - WEEK_S * number for number in range(WEEKS)]
    by_week = {int(week): (posts, authors) for week, posts, authors in _counted(_BY_WEEK, weeks[-1])}
    ((posts, _),) = _counted(_IN_ALL, 0)
    ((_, active),) = _counted(_IN_ALL, now - 28 * 86_400)
    return Census(
        posts,
        active,
        [Week(week, *by_week.get(WEEKS - 1 - place, (0, 0))) for place, week in enumerate(weeks)],
    )


def _counted(query: str, begin: int) -> list[tuple[int, ...]]:
    """Rows of counts, of what was said since this second."""
    stopped = ",".join(f"{face:d}" for face in boundary.stopped()) or "0"
    since = begin * 1_000_000
    query = query.format(stopped=stopped, since=since, week=WEEK_S * 1_000_000)
    with connection.cursor() as cursor:
        cursor.execute(query, [PUBLICLY, since])
        return list(cursor.fetchall())


# What vanishes by itself is not counted: so the index of what faces say in public (`post_said`) has it all.
_WHICH = """ FROM talk_post
WHERE scope = %s AND under_id IS NULL AND gone_at IS NULL AND expires_at IS NULL AND boost_of_id IS NULL
AND entered_at >= %s AND author_id NOT IN ({stopped})"""
_IN_ALL = "SELECT COUNT(*), COUNT(DISTINCT author_id)" + _WHICH
_BY_WEEK = (
    f"SELECT (entered_at - {{since}}) / {{week}}, COUNT(*), COUNT(DISTINCT author_id){_WHICH} GROUP BY 1"
)
"""The numbers of the weeks since then, 0 the first."""
