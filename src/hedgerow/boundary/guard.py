"""The guard: a query for guarded rows refuses to run before the boundary narrowed it to a viewer.

`visible(viewer)` narrows. `unguarded(reason=…)` is the one escape, for work that shows nothing to anybody
(an author's own act on a row it already loaded, a job, a count for the operator); uses are counted by a test
and none stands in a door.
"""

from collections.abc import Iterator
from typing import Any, Self, TypeVar, cast

from django.db import models

from . import predicate
from .models import Audience, Gate

Row = TypeVar("Row", bound=models.Model)


class Unguarded(RuntimeError):
    """A query for guarded rows was about to run without a viewer."""


class GuardedQuerySet(models.QuerySet[Row, Row]):
    """Refuses to run until `visible` or `unguarded` was said."""

    _narrowed = False

    def visible(self, viewer: int | None) -> Self:
        """Only what this viewer (None: signed out) may see, by one indexed SQL predicate."""
        narrowed = cast(Self, predicate.narrow(self, viewer))
        narrowed._narrowed = True
        return narrowed

    def unguarded(self, *, reason: str) -> Self:
        """Every row, for work that shows nothing to anybody. `reason` says which work."""
        assert reason
        chained = cast(Self, self._chain())  # type: ignore[attr-defined]
        chained._narrowed = True
        return chained

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._narrowed = self._narrowed
        return clone

    def _insist(self) -> None:
        if not self._narrowed:
            raise Unguarded(f"{self.model.__name__}: say visible(viewer), or unguarded(reason=…)")

    def _fetch_all(self) -> None:
        self._insist()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[Row]:
        self._insist()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._insist()
        return super().count()

    def exists(self) -> bool:
        self._insist()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._insist()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._insist()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._insist()
        return super().delete()


GuardedManager = models.Manager.from_queryset(GuardedQuerySet)


class Guarded(models.Model):
    """What the boundary must know of a row. Subclasses bring `author`, a key to a face."""

    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    entered_at = models.BigIntegerField()
    """The server's clock when it became visible here, in microseconds; never a supplied date."""
    under = models.ForeignKey(Gate, null=True, on_delete=models.PROTECT, related_name="+")
    """The gate it stands behind: its parent's."""
    gate = models.ForeignKey(Gate, null=True, on_delete=models.PROTECT, related_name="+")
    """Its own gate, made with the first thing below it."""
    gone_at = models.BigIntegerField(null=True)
    expires_at = models.BigIntegerField(null=True)

    class Meta:
        abstract = True
