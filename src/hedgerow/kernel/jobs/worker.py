"""The worker: a few threads that deliver events, run jobs and recurring tasks, and sleep until there is some
work.

In small mode it lives in the web process and the bell wakes it right after a commit; elsewhere it asks every
`POLL_SECONDS`. Work of a process that was killed is taken up by others when its lease runs out. On SQLite a
worker that can lock `worker.lock` in the data folder knows (the system drops a dead process's lock) that no
other worker lives, and takes all of it up at once.
"""

import fcntl
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

import structlog
from django.conf import settings
from django.db import close_old_connections, connection, connections

from hedgerow.kernel import outbox, waking
from hedgerow.kernel.clock import now_us, to_us
from hedgerow.kernel.jobs import periodic, queue
from hedgerow.kernel.tracing import where

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0
RENEW_SECONDS = 15.0
STOP_SECONDS = 10.0
GATHER_SECONDS = 0.03
"""After a ring among others: what several acts left is handed on together."""

AT_ONCE_SECONDS = 0.003
"""After a ring in silence: whoever acted gets the answer first."""

SILENCE_SECONDS = 0.05

HELP_SECONDS = 0.08
"""After a ring the other threads look so much later whether the first needs help."""

STRETCHED_SECONDS = 0.02
"""It does when it has been at one thing for so long."""

MOST_ROUNDS = 100_000
SWITCH_SECONDS = 0.001
"""So long a computing thread keeps Python to itself while another wants it, where background work goes on.
An act is some twenty short steps in the database and may wait after each: with Python's own 5 ms, 100 ms.
"""

BREATH_SECONDS = 0.02
"""So long a thread rests after a job behind everything else: whoever acts meanwhile is done in that time."""


def run_worker(stop: threading.Event, threads: int = 2) -> None:
    """Work until `stop` is set; blocks. Running jobs get some seconds to end, then are left to their
    leases.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    with _sole_worker():
        first = _First()
        crew = [
            threading.Thread(target=_work, args=[stop, first], name="worker-0", daemon=True),
            *(
                threading.Thread(target=_help, args=[stop, first], name=f"worker-{number}", daemon=True)
                for number in range(1, threads)
            ),
        ]
        for thread in crew:
            thread.start()
        while not stop.wait(RENEW_SECONDS):
            _keep_leases()
        waking.work.ring()
        for thread in crew:
            thread.join(STOP_SECONDS)
    connections["default"].close()


def run_due(now: datetime | None = None, *, strict: bool = True, gently: bool = False) -> int:
    """Do everything due at `now` in this thread: events, jobs, recurring tasks, and what follows from them.

    For tests and commands. Returns how many things were done. With `strict` (the default) the first failure
    is raised once it is noted, otherwise it is only logged and tried again when it is next due. `gently`:
    with a rest between background jobs, as a worker does it.
    """
    at = to_us(now) if now is not None else None
    total = 0
    for _ in range(MOST_ROUNDS):
        done = _round(at, strict, gently)
        if not done:
            return total
        total += done
    raise RuntimeError("work breeds work without end")


def _round(at: int | None, strict: bool = False, gently: bool = False, least: int = queue.ANY) -> int:
    """Some of everything that is due, of jobs those of at least this priority; 0 means there is nothing."""
    moment = at or now_us()
    done = outbox.drain(at_us=moment, strict=strict)
    done += periodic.run_periodic(moment, strict=strict)
    job = queue.take(at, least)
    if job is None:
        return done
    error = queue.run(job, at)
    if error is not None and strict:
        raise error
    if gently and job.priority < 0:
        # Python runs one thread at a time: a job that computes would make every step of an act wait.
        time.sleep(BREATH_SECONDS)
    return done + 1


class _First:
    """What the first thread is at. The others stay asleep while it is quick: two that look for the same work
    cost twice as much, and wait for each other.
    """

    def __init__(self) -> None:
        self.since: float | None = None

    def is_stretched(self) -> bool:
        """Has it been at one thing for long?"""
        since = self.since
        return since is not None and time.monotonic() - since > STRETCHED_SECONDS


def _work(stop: threading.Event, first: _First) -> None:
    """The first thread: everything, the events of a moment together."""
    woken = 0.0
    while not stop.is_set():
        heard = waking.work.heard()
        first.since = time.monotonic()
        pause = _some(queue.ANY)
        first.since = None
        if pause and waking.work.wait(heard, pause):
            before, woken = woken, time.monotonic()
            time.sleep(AT_ONCE_SECONDS if woken - before > SILENCE_SECONDS else GATHER_SECONDS)
    connections["default"].close()


def _help(stop: threading.Event, first: _First) -> None:
    """The others: while the first is at something long. What runs behind everything else is the first's
    alone, so that they stay free for what somebody waits for.
    """
    while not stop.is_set():
        heard = waking.work.heard()
        pause = _some(0) if first.is_stretched() else POLL_SECONDS
        if pause and waking.work.wait(heard, pause):
            time.sleep(HELP_SECONDS)
    connections["default"].close()


def _some(least: int) -> float:
    """Do some of what is due; seconds to sleep if nobody rings: 0 while there may be more."""
    try:
        return 0.0 if _round(None, gently=True, least=least) else _pause(least)
    except Exception as error:
        log.error("worker stumbled", error=where(error))
        close_old_connections()
        return POLL_SECONDS


def _pause(least: int) -> float:
    """Seconds to sleep if nobody rings: until the next thing is due, but other processes cannot ring."""
    moments = (queue.next_due_us(least), outbox.next_due_us(), periodic.next_due_us())
    due = [moment for moment in moments if moment]
    if not due:
        return POLL_SECONDS
    # Never quite zero: what is due but leased to somebody else must not keep us spinning.
    return min(POLL_SECONDS, max(0.05, (min(due) - now_us()) / 1_000_000))


def _keep_leases() -> None:
    try:
        queue.renew()
    except Exception as error:
        log.error("leases not renewed", error=where(error))
        close_old_connections()


@contextmanager
def _sole_worker() -> Iterator[None]:
    """Hold `worker.lock` if nobody else does, and then free what dead workers left leased."""
    lock = _lock_file() if connection.vendor == "sqlite" else None
    try:
        if lock is not None:
            queue.release_leases()
            outbox.release_leases()
        yield
    finally:
        if lock is not None:
            lock.close()


def _lock_file() -> IO[str] | None:
    file = Path(settings.DATA_DIR, "worker.lock").open("w")  # noqa: SIM115 (the lock lives as long as the file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file
