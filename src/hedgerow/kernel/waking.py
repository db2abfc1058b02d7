"""A bell: whoever waits for work is woken at once when there is some, instead of asking every second."""

import threading


class Bell:
    """Counts its rings, so that a ring between looking for work and going to sleep is never missed."""

    def __init__(self) -> None:
        self._rung = threading.Condition()
        self._count = 0

    def heard(self) -> int:
        """The number of rings so far; ask before looking for work, and pass it to `wait`."""
        with self._rung:
            return self._count

    def ring(self) -> None:
        """Wake everybody who waits."""
        with self._rung:
            self._count += 1
            self._rung.notify_all()

    def wait(self, heard: int, seconds: float) -> bool:
        """Sleep until it rings after `heard`, or for `seconds`. True if it rang."""
        with self._rung:
            return self._rung.wait_for(lambda: self._count != heard, seconds)


work = Bell()
"""Rung when jobs or events became ready in this process."""
