"""Keeping note of when things really happened and when they are told to have happened."""

from collections.abc import Iterator
from contextlib import contextmanager

from hedgerow.kernel.clock import now_us
from hedgerow.kernel.retelling import Telling

SECOND = 1_000_000


class Chronicle:
    """Acts in the order in which they are told. In each, time runs as it did; between them it stretches."""

    def __init__(self) -> None:
        self.points: list[tuple[int, int]] = []

    @contextmanager
    def at(self, told: int) -> Iterator[None]:
        """What is done inside is told to have begun at this moment (microseconds), or right after what came
        before, whichever is later.
        """
        began = now_us()
        begins = max(told, self.points[-1][1] + SECOND + began - self.points[-1][0]) if self.points else told
        self.points.append((began, begins))
        yield
        ended = now_us()
        self.points.append((ended, begins + ended - began))

    def telling(self) -> Telling:
        """All of it as one increasing function that ends in the present."""
        now = now_us()
        return Telling([*self.points, (now, now)])
