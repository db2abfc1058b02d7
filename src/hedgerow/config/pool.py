"""A bounded pool of persistent threads that Django runs in, fed from an event loop.

Persistent, so that each thread keeps its database connection. Bounded, so that a flood waits in a queue
whose end is refused, instead of taking the machine down.
"""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any, NamedTuple


class Full(Exception):
    """So much is waiting already that one more would only make it worse."""


class _Work(NamedTuple):
    context: Context
    loop: asyncio.AbstractEventLoop
    done: "asyncio.Future[Any]"
    call: Callable[..., Any]
    args: tuple[Any, ...]


class Pool:
    """`threads` threads and at most `waiting` calls in line for them."""

    def __init__(self, threads: int, waiting: int) -> None:
        self._line: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._waiting = waiting
        self._threads = [
            threading.Thread(target=self._live, name=f"django-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, call: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":
        """Runs `call` in a thread, in a copy of the caller's context. Raises Full."""
        if self._line.qsize() >= self._waiting:
            raise Full
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Any] = loop.create_future()
        self._line.put(_Work(copy_context(), loop, done, call, args))
        return done

    def close(self, seconds: float) -> None:
        """Lets what runs and waits finish, for at most `seconds` a thread."""
        for _thread in self._threads:
            self._line.put(None)
        for thread in self._threads:
            thread.join(seconds)

    def _live(self) -> None:
        while (work := self._line.get()) is not None:
            try:
                result = work.context.run(work.call, *work.args)
            except BaseException as error:
                _tell(work, work.done.set_exception, error)
            else:
                _tell(work, work.done.set_result, result)


def _tell(work: _Work, how: Callable[[Any], None], what: Any) -> None:
    def settle() -> None:
        if not work.done.done():
            how(what)

    # The loop may be gone when the server stops in the middle of a request.
    with contextlib.suppress(RuntimeError):
        work.loop.call_soon_threadsafe(settle)
