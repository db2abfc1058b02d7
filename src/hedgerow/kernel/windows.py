"""A part of a long list, newest first: what stands below one place, above another, and how much of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import neg
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet

from hedgerow.kernel.clock import from_us, to_us

LAST_US = 253_402_300_799_000_000
"""The last second that a datetime can say."""

M = TypeVar("M", bound=Model)


class Window(NamedTuple):
    """At most `limit` of those older than `before` and newer than `above`: the newest of them, or with
    `upwards` those next to `above`.
    """

    limit: int = 20
    before: int | None = None
    above: int | None = None
    upwards: bool = False

    def cut(self, rows: QuerySet[M, Any], column: str, *columns: str) -> list[Any]:
        """The rows' columns, `column` first, newest first by it. Without further columns, the bare values."""
        if self.before is not None:
            rows = rows.filter(**{f"{column}__lt": self.before})
        if self.above is not None:
            rows = rows.filter(**{f"{column}__gt": self.above})
        order = column if self.upwards else f"-{column}"
        values = rows.order_by(order).values_list(column, *columns, flat=not columns)[: self.limit]
        return list(values)[::-1] if self.upwards else list(values)

    def part(self, numbers: Sequence[int]) -> tuple[int, int]:
        """Where in numbers, newest first, those between `before` and `above` begin and end."""
        begin = 0 if self.before is None else bisect_right(numbers, -self.before, key=neg)
        return begin, len(numbers) if self.above is None else bisect_left(numbers, -self.above, key=neg)

    def within(self, numbers: list[int]) -> list[int]:
        """The same of numbers that stand in memory, newest first."""
        begin, end = self.span(numbers)
        return numbers[begin:end]

    def span(self, numbers: Sequence[int]) -> tuple[int, int]:
        """Where they begin and end."""
        begin, end = self.part(numbers)
        if self.upwards:
            return max(begin, end - self.limit), end
        return begin, min(end, begin + self.limit)

    def cut_by_time(self, rows: QuerySet[M, Any], column: str, *columns: str) -> list[Any]:
        """`cut` by a column of moments, which come out, and are asked for, as microseconds."""
        timed = self._replace(before=_moment(self.before), above=_moment(self.above))
        return [(to_us(row[0]), *row[1:]) for row in timed.cut(rows, column, *columns)]


def _moment(us: int | None) -> Any:
    return None if us is None else from_us(max(0, min(us, LAST_US)))
