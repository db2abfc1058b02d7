"""Counting by days of UTC, as numbers since the Unix epoch; a period has both its first and its last."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from hedgerow.people.site import acts as site
from hedgerow.talk.models import Post, PostTag, Report
from hedgerow.talk.posts.rules import PUBLICLY
from hedgerow.talk.reports.rules import Moderator
from hedgerow.talk.tags.rules import DAY_US, number_of

MOST_DAYS = 92
"""So many days are counted at once; of a longer period the last ones."""


class Period(msgspec.Struct, frozen=True):
    """Some days."""

    first: int
    last: int

    @property
    def days(self) -> range:
        """Each of them."""
        return range(self.first, self.last + 1)

    @property
    def before(self) -> "Period":
        """As many days before them."""
        return Period(self.first - len(self.days), self.first - 1)


class Counted(msgspec.Struct, frozen=True):
    """How many in all, how many in the period before, and day by day."""

    total: int
    before: int
    days: dict[int, int]


class Database(msgspec.Struct, frozen=True):
    """What keeps the rows, and how many bytes they take."""

    name: str
    version: str
    size: int


def period(first: int, last: int) -> Period:
    """The days from the first to the last, as many as are counted at once."""
    return Period(max(first, last - MOST_DAYS + 1), last)


def writers(some: Period) -> Counted:
    """Faces that said something in public."""
    return _of_posts(some, _said, Count("author", distinct=True))


def answers(some: Period) -> Counted:
    """Public answers and boosts. Reactions are not among them: nobody is told when somebody reacted."""
    return _of_posts(some, _answered, Count("id"))


def uses(some: Period, tag: int) -> Counted:
    """Public posts with a tag, by its number; none for a tag that no public post of these days has."""
    return _of_posts(some, lambda days: _tagged(days, tag), Count("id"))


def users(some: Period, tag: int) -> Counted:
    """Faces that used a tag in public."""
    return _of_posts(some, lambda days: _tagged(days, tag), Count("author", distinct=True))


def languages(some: Period, limit: int, tag: int | None = None) -> list[tuple[str, int]]:
    """The languages of public posts, of those with a tag, and how many there are; the most used first."""
    rows = _said(some) if tag is None else _tagged(some, tag)
    return Counter(rows.exclude(language="").values_list("language", flat=True)).most_common(limit)


def opened(moderator: Moderator, some: Period) -> Counted:
    """Reports that were made."""
    return _of_reports(moderator, some, "at")


def done(moderator: Moderator, some: Period) -> Counted:
    """Reports that somebody was done with."""
    return _of_reports(moderator, some, "done_at")


def database() -> Database:
    """What keeps the rows here."""
    if connection.vendor == "sqlite":
        (size,) = _one("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return Database("SQLite", sqlite3.sqlite_version, size)
    size, version = _one("SELECT pg_database_size(current_database()), current_setting('server_version')")
    return Database("PostgreSQL", version, size)


def _one(query: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def _public(some: Period) -> QuerySet[Post]:
    since, until = some.first * DAY_US, (some.last + 1) * DAY_US
    rows: QuerySet[Post] = Post.objects.visible(None).filter(entered_at__gte=since, entered_at__lt=until)
    return rows.filter(conversation=None)


def _said(some: Period) -> QuerySet[Post]:
    return _public(some).filter(scope=PUBLICLY, under=None, boost_of=None)


def _answered(some: Period) -> QuerySet[Post]:
    return _public(some).filter(Q(boost_of__isnull=False) | Q(under__isnull=False))


def _tagged(some: Period, tag: int) -> QuerySet[Post]:
    """By the number that apps know it by, which is made of its name and leads back to none."""
    here = PostTag.objects.filter(post__in=_said(some))
    keys = here.values_list("tag__key", flat=True).distinct()
    key = next((key for key in keys if number_of(key) == tag), None)
    return _said(some).filter(tags__tag__key=key) if key is not None else _said(some).none()


def _of_posts(some: Period, which: Callable[[Period], QuerySet[Post]], what: Count) -> Counted:
    by_day = which(some).annotate(day=F("entered_at") / DAY_US).values("day").annotate(many=what)
    days = {int(row["day"]): int(row["many"]) for row in by_day.order_by()}
    return Counted(_many(which(some), what), _many(which(some.before), what), days)


def _many(rows: QuerySet[Post], what: Count) -> int:
    return int(rows.aggregate(many=what)["many"])


def _of_reports(moderator: Moderator, some: Period, moment: str) -> Counted:
    site.insist_moderator(moderator)
    begin, end = (datetime.fromtimestamp(day * 86_400, UTC) for day in (some.before.first, some.last + 1))
    within = {f"{moment}__gte": begin, f"{moment}__lt": end}
    days = _by_day(Report.objects.filter(**within).values_list(moment, flat=True))
    total = sum(days[day] for day in some.days)
    return Counted(total, days.total() - total, {day: days[day] for day in some.days})


def _by_day(moments: Iterable[datetime]) -> Counter[int]:
    return Counter(int(moment.timestamp()) // 86_400 for moment in moments)
