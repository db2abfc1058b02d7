"""Writing to the database: fairly, once, and with what follows from it after the commit.

SQLite has one writer at a time, and its own waiting starves some threads for seconds. So the outermost
`write()` of a thread first takes a ticket: whoever came first writes first. PostgreSQL needs no such lock.

Keep what is slow (reading the network, pictures, files) outside `write()`; everybody else waits for it.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import structlog
from django.db import connection, transaction

from hedgerow.kernel.tracing import where

log = structlog.get_logger(__name__)


class FairLock:
    """A lock handed over in the order of asking. Not re-entrant; one instance serves one process."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._held = False

    def acquire(self) -> None:
        """Wait for one's turn. An interrupt while waiting gives the place up cleanly."""
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._queue.append(turn)
        try:
            turn.acquire()
        except BaseException:
            self._give_up(turn)
            raise

    def release(self) -> None:
        """Hand the lock to the next in line; it is never free in between, so nobody can jump the queue."""
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._held = False

    def waiting(self) -> int:
        """How many stand in line now."""
        with self._guard:
            return len(self._queue)

    def _give_up(self, turn: threading.Lock) -> None:
        with self._guard:
            if turn in self._queue:
                self._queue.remove(turn)
                return
        self.release()


class _Thread(threading.local):
    depth = 0

    def __init__(self) -> None:
        self.endings: list[Callable[[], object]] = []
        self.callbacks: list[Callable[[], object]] = []
        self.notes: dict[str, Any] = {}


_ticket = FairLock()
_mine = _Thread()


@contextmanager
def write() -> Iterator[None]:
    """One transaction, holding the writers' ticket on SQLite. Re-entrant: an inner one is a savepoint."""
    if _mine.depth:
        with _deeper(), transaction.atomic():
            yield
        return
    _mine.endings, _mine.callbacks, _mine.notes = [], [], {}
    foreign = in_foreign_transaction()
    # Inside a transaction somebody else opened we already hold SQLite's own lock: waiting for a ticket would
    # deadlock.
    ticket = connection.vendor == "sqlite" and not foreign
    if ticket:
        _ticket.acquire()
    try:
        with _deeper(), transaction.atomic():
            yield
            for ending in _mine.endings:
                ending()
    finally:
        _mine.notes = {}
        if ticket:
            _ticket.release()
    _follow_up(foreign)


@contextmanager
def _deeper() -> Iterator[None]:
    """Count the nesting; what a failed level wanted after the commit is forgotten with it."""
    kept = len(_mine.callbacks)
    _mine.depth += 1
    try:
        yield
    except BaseException:
        del _mine.callbacks[kept:]
        raise
    finally:
        _mine.depth -= 1


def inside() -> bool:
    """Does this thread see uncommitted work of its own? True inside `write()` or any other open
    transaction.
    """
    return _mine.depth > 0 or in_foreign_transaction()


def in_foreign_transaction() -> bool:
    """Is a transaction open that neither `write()` nor a test case's wrapping opened?"""
    if not connection.in_atomic_block or _mine.depth:
        return False
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def hold(name: str) -> None:
    """Whoever else holds this name waits until this thread's write is done. For what is not there yet; what
    is there has a row to lock. On SQLite there is one writer anyway.
    """
    require_write("hold()")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def notes() -> dict[str, Any]:
    """A scratch pad that lives exactly as long as this thread's outermost `write()`."""
    if not _mine.depth:
        raise RuntimeError("notes() belongs inside write()")
    return _mine.notes


def require_write(what: str) -> None:
    """Raise unless this thread is inside `write()`; `what` names the caller."""
    if not _mine.depth:
        raise RuntimeError(f"{what} must be called inside write()")


def before_commit(ending: Callable[[], object]) -> None:
    """Call it as the last thing in this thread's outermost `write()`, inside its transaction."""
    require_write("before_commit()")
    _mine.endings.append(ending)


def after_commit(callback: Callable[[], object]) -> None:
    """Call it once this thread's outermost write is committed and the ticket given back; never after a
    rollback.

    The act has already happened then, so an error in a callback is logged and harms neither it nor the
    others. Outside of `write()` it means Django's `on_commit`: at once, or at the end of the open
    transaction.
    """
    if _mine.depth:
        _mine.callbacks.append(callback)
    else:
        transaction.on_commit(partial(_call, callback))


def _follow_up(foreign: bool) -> None:
    callbacks, _mine.callbacks = _mine.callbacks, []
    for callback in callbacks:
        if foreign:
            transaction.on_commit(partial(_call, callback))
        else:
            _call(callback)


def _call(callback: Callable[[], object]) -> None:
    try:
        callback()
    except Exception as error:
        log.error("after_commit failed", error=where(error))
