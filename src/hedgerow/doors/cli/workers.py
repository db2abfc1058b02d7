"""The web workers as their parent sees them: one thread alone waits for each.

granian's parent asks from two threads whether a worker has ended, and the system tells only one of them. The
other takes the worker for alive, "kills" what is gone and says so: about once in thirty times where much is
done. So whoever asks here is told by the one thread that waits.
"""

import threading

from granian.server import mp


class Worker(mp.WorkerProcess):
    """A worker whose end is what the thread that waits for it says."""

    def _watch(self) -> None:
        self._waiting = threading.Thread(target=self._watcher)
        self._waiting.start()

    def is_alive(self) -> bool:
        """Does it run still?"""
        return self._waiting.is_alive()

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end, for at most `timeout` seconds."""
        self._waiting.join(timeout)


def use() -> None:
    """Have the parent begin workers of this kind. To be said before it is made."""
    mp.WorkerProcess = Worker  # type: ignore[misc]
