"""A part of a long list, newest first: what stands below one place, above another, and how much of it."""

from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet

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

    def within(self, numbers: list[int]) -> list[int]:
        """The same of numbers that stand in memory, newest first."""
        found = [
            number
            for number in numbers
            if (self.before is None or number < self.before) and (self.above is None or number > self.above)
        ]
        return found[-self.limit :] if self.upwards else found[: self.limit]
