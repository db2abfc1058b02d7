"""How much is said in public: the only posts that are counted for everybody."""

import msgspec
from django.core.cache import cache
from django.db import connection

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.clock import now_us
from hedgerow.talk import bodies

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
    counted = [Week(week, *_between(week, week + WEEK_S)) for week in weeks]
    return Census(_between(0, now + 1)[0], _between(now - 28 * 86_400, now + 1)[1], counted)


def _between(begin: int, end: int) -> tuple[int, int]:
    """Posts and their authors, from one second to another."""
    stopped = ",".join(f"{face:d}" for face in boundary.stopped()) or "0"
    with connection.cursor() as cursor:
        cursor.execute(
            _PUBLIC.format(stopped=stopped), [bodies.public_audience(), begin * 1_000_000, end * 1_000_000]
        )
        posts, authors = cursor.fetchone()
    return posts, authors


_PUBLIC = """
SELECT COUNT(*), COUNT(DISTINCT author_id) FROM talk_post
WHERE audience_id = %s AND under_id IS NULL AND gone_at IS NULL AND boost_of_id IS NULL
AND entered_at >= %s AND entered_at < %s AND author_id NOT IN ({stopped})
"""
