"""Telling a made-up world's story as if it had taken longer: moments moved, their order kept.

A `Telling` is one increasing function of time. Applied to every moment of a world, it changes no answer to
"which came first", and so none of the boundary's. It only ever stretches: two moments that could be told
apart stay apart.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import models

from hedgerow.kernel.clock import from_us, to_us
from hedgerow.kernel.ids import EPOCH_MS, RANDOM_BITS

Moment = int
"""Microseconds since the Unix epoch."""


class Telling:
    """Moves moments: each given point to where it is told, what lies between in proportion."""

    def __init__(self, points: Iterable[tuple[Moment, Moment]]) -> None:
        """Points of (as it was, as it is told). Raises ValueError where time would hurry or turn round."""
        pairs = list(points)
        self.was = [was for was, _ in pairs]
        self.told = [told for _, told in pairs]
        for (was, told), (next_was, next_told) in pairwise(pairs):
            if not 0 < next_was - was <= next_told - told:
                raise ValueError("a telling may only stretch time")

    def moment(self, was: Moment) -> Moment:
        """Where a moment is told. What was before the first point or after the last moves with it."""
        place = bisect_right(self.was, was) - 1
        if place < 0:
            return was - self.was[0] + self.told[0]
        since, begins = was - self.was[place], self.told[place]
        if place == len(self.was) - 1:
            return begins + since
        spell = self.was[place + 1] - self.was[place]
        return begins + since * (self.told[place + 1] - begins) // spell

    def at(self, was: datetime) -> datetime:
        """Where an aware datetime is told."""
        return from_us(self.moment(to_us(was)))


def timed_id(was: int, told: Moment) -> int:
    """The timed id of something that is told at another moment: its random bits stay."""
    return ((told // 1000 - EPOCH_MS) << RANDOM_BITS) | (was & ((1 << RANDOM_BITS) - 1))


def move(rows: models.QuerySet[Any], telling: Telling, *columns: str, but: Iterable[int] = ()) -> None:
    """Tell these columns of the rows anew: integer moments or datetimes. Empty ones and `but` stay."""
    kept = set(but)
    moved = []
    for row in rows.only("pk", *columns):
        for column in columns:
            value = getattr(row, column)
            if isinstance(value, datetime):
                setattr(row, column, telling.at(value))
            elif value is not None and value not in kept:
                setattr(row, column, telling.moment(value))
        moved.append(row)
    rows.model._base_manager.bulk_update(moved, columns, batch_size=300)
