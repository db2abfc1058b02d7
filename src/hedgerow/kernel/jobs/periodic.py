"""What happens again and again: each task at its interval, by one of however many workers."""

from collections.abc import Callable

import structlog
from django.db import connection
from msgspec import Struct

from hedgerow.kernel.clock import now_us
from hedgerow.kernel.models import Periodic
from hedgerow.kernel.tracing import where
from hedgerow.kernel.writing import write

log = structlog.get_logger(__name__)


class Recurring(Struct, frozen=True):
    """A task and its interval in microseconds."""

    name: str
    interval_us: int
    run: Callable[[], object]


LOOK_AGAIN_US = 60_000_000

_tasks: dict[str, Recurring] = {}


class _Quiet:
    """Until when this process knows that nothing is due. Others only move tasks to later."""

    since = until = 0

    def holds(self, at: int) -> bool:
        return self.since <= at < self.until

    def note(self, at: int, soonest: int) -> None:
        self.since, self.until = at, min(soonest, at + LOOK_AGAIN_US)


_quiet = _Quiet()


def every(seconds: float, name: str, fn: Callable[[], object]) -> None:
    """Call `fn` about every so many seconds, first after one interval. A run that a crash cuts short is not
    made up.
    """
    _tasks[name] = Recurring(name, int(seconds * 1_000_000), fn)
    look_again()


def forget_all() -> None:
    """Forget every recurring task (tests)."""
    _tasks.clear()
    look_again()


def look_again() -> None:
    """Forget what is known of when something is due (a restored database, a test's rollback)."""
    _quiet.note(0, 0)


def run_periodic(at: int, *, strict: bool = False) -> int:
    """Run what is due at this moment (microseconds); returns how many ran."""
    if _quiet.holds(at):
        return 0
    known = dict(Periodic.objects.values_list("name", "next_at_us"))
    if known.keys() >= _tasks.keys():
        _quiet.note(at, min((known[name] for name in _tasks), default=at))
    due = [task for task in _tasks.values() if _is_due(task, known.get(task.name), at)]
    return sum(_run(task, strict) for task in due if _claim(task, known[task.name], at))


def next_due_us() -> int | None:
    """When the next recurring task is due, or is looked for again, if there is one."""
    if _quiet.holds(now_us()):
        return _quiet.until
    rows = Periodic.objects.filter(name__in=list(_tasks)).order_by("next_at_us")
    return rows.values_list("next_at_us", flat=True).first()


def _is_due(task: Recurring, next_at: int | None, at: int) -> bool:
    if next_at is None:
        with write():
            Periodic.objects.get_or_create(name=task.name, defaults={"next_at_us": at + task.interval_us})
        return False
    return next_at <= at


def _claim(task: Recurring, next_at: int, at: int) -> bool:
    """Move the task on to its next time; only one worker's update finds the old time still there."""
    with write(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_periodic SET next_at_us = %s WHERE name = %s AND next_at_us = %s",
            [max(at, now_us()) + task.interval_us, task.name, next_at],
        )
        return bool(cursor.rowcount == 1)


def _run(task: Recurring, strict: bool) -> int:
    try:
        task.run()
    except Exception as error:
        log.error("recurring task failed", task=task.name, error=where(error))
        if strict:
            raise
    return 1
