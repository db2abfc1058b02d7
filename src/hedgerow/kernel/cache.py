"""A small memory for what is dear to compute: bounded, thread safe, of this process alone.

It knows nothing of freshness. Whatever depends on the boundary is kept with an epoch stamp and compared (see
`epochs`).
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from itertools import islice
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """At most `size` values; the oldest tenth goes when there is no room. A look takes no lock and costs as
    little as a dictionary's.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._guard = threading.Lock()
        self._values: dict[K, V] = {}
        self.get = self._values.get

    def put(self, key: K, value: V) -> None:
        """Keep a value, at the price of the oldest ones."""
        if len(self._values) >= self._size:
            with self._guard:
                for old in list(islice(self._values, max(1, self._size // 10))):
                    self._values.pop(old, None)
        self._values[key] = value


class Lru(Generic[K, V]):
    """At most `size` values; the one unused for the longest time goes first."""

    def __init__(self, size: int) -> None:
        if size < 1:
            raise ValueError("a cache holds at least one value")
        self._size = size
        self._guard = threading.Lock()
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value, now the most recently used, or None."""
        with self._guard:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: K, value: V) -> None:
        """Keep a value, at the price of the one unused for the longest time."""
        with self._guard:
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self._size:
                self._values.popitem(last=False)

    def drop(self, keys: Iterable[K]) -> None:
        """Forget these, if they are there."""
        with self._guard:
            for key in keys:
                self._values.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        with self._guard:
            self._values.clear()

    def __len__(self) -> int:
        return len(self._values)
