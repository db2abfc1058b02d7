"""Taking jobs, keeping them, and putting them back: every statement that decides who runs what."""

import secrets

import msgspec
import structlog
from django.db import connection
from django.db.models import QuerySet

from hedgerow.kernel.clock import now_us
from hedgerow.kernel.jobs.registry import find
from hedgerow.kernel.models import Job
from hedgerow.kernel.tracing import where
from hedgerow.kernel.writing import write

log = structlog.get_logger(__name__)

LEASE_US = 60_000_000
KEEP_US = 7 * 24 * 3600 * 1_000_000
LONGEST_WAIT_SECONDS = 3600
NOTHING_GIVEN = "[[],{}]"
ANY = -1_000
"""Below every priority."""


class Taken(msgspec.Struct, frozen=True):
    """A job this process holds the lease of."""

    id: int
    name: str
    args: str
    attempts: int
    max_attempts: int
    token: int
    priority: int


_held: dict[int, int] = {}
"""Token by id of every job running in this process; `renew` keeps their leases alive."""

_TAKE = """
UPDATE kernel_job
   SET lease_until_us = %s, lease_token = %s, attempts = attempts + 1, unique_key = NULL
 WHERE id = (SELECT id FROM kernel_job
              WHERE finished_at_us IS NULL AND run_at_us <= %s AND lease_until_us <= %s AND priority >= %s
              ORDER BY priority DESC, run_at_us, id LIMIT 1 {locking})
RETURNING id, name, args, attempts, max_attempts, priority
"""
_DUE = """
SELECT 1 FROM kernel_job
 WHERE finished_at_us IS NULL AND run_at_us <= %s AND lease_until_us <= %s AND priority >= %s LIMIT 1
"""
_NEXT = """
SELECT min(CASE WHEN lease_until_us > run_at_us THEN lease_until_us ELSE run_at_us END)
  FROM kernel_job WHERE finished_at_us IS NULL AND priority >= %s
"""


def is_due(at: int, least: int = ANY) -> bool:
    """Is there a job of at least this priority to take at this moment (microseconds)? Takes no lock."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [at, at, least])
        return cursor.fetchone() is not None


def next_due_us(least: int = ANY) -> int | None:
    """When the next job of at least this priority may be taken, if there is one."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [least])
        found = cursor.fetchone()[0]
    return None if found is None else int(found)


def take(at: int | None = None, least: int = ANY) -> Taken | None:
    """Lease the most urgent due job of at least this priority, or None. `at` is the moment that counts as now
    (tests).
    """
    moment, token = at or now_us(), secrets.randbits(62)
    if not is_due(moment, least):
        return None
    locking = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    with write(), connection.cursor() as cursor:
        cursor.execute(_TAKE.format(locking=locking), [moment + LEASE_US, token, moment, moment, least])
        row = cursor.fetchone()
    if row is None:
        return None
    number, name, args, attempts, max_attempts, priority = row
    _held[number] = token
    return Taken(number, name, args, attempts, max_attempts, token, priority)


def run(job: Taken, at: int | None = None) -> Exception | None:
    """Do it and note how it went; the error it failed with, if it did."""
    try:
        if job.attempts > job.max_attempts:
            raise RuntimeError("given up: its worker died too often")
        args, kwargs = msgspec.json.decode(job.args)
        find(job.name).call(*args, **kwargs)
    except Exception as error:
        _note_failure(job, error, at or now_us())
        return error
    finally:
        _held.pop(job.id, None)
    _finish(job, "")
    return None


def _note_failure(job: Taken, error: Exception, at: int) -> None:
    given_up = job.attempts >= job.max_attempts
    log.error(
        "job failed", job=job.name, id=job.id, attempts=job.attempts, given_up=given_up, error=where(error)
    )
    if given_up:
        _tell_given_up(job)
        _finish(job, where(error))
        return
    with write():
        _mine(job).update(run_at_us=at + _wait_us(job.attempts), lease_until_us=0, error=where(error))


def _tell_given_up(job: Taken) -> None:
    """Let whoever waits know; what goes wrong here is noted and costs nothing else."""
    try:
        tell = getattr(find(job.name), "given_up", None)
        if tell is not None:
            args, kwargs = msgspec.json.decode(job.args)
            tell(*args, **kwargs)
    except Exception as error:
        log.error("giving up was not told", job=job.name, id=job.id, error=where(error))


def _wait_us(attempts: int) -> int:
    """2 s, 4 s, 8 s ... up to an hour, give or take half, so that what failed together does not return so."""
    longest = min(LONGEST_WAIT_SECONDS, int(2**attempts)) * 1_000_000
    return longest // 2 + secrets.randbelow(longest)


def _finish(job: Taken, error: str) -> None:
    """That it was there is known for a week; what it was given, letters and addresses, no moment longer."""
    with write():
        done = {"finished_at_us": now_us(), "lease_until_us": 0, "error": error, "args": NOTHING_GIVEN}
        if not _mine(job).update(**done):
            log.warning("job outlived its lease", job=job.name, id=job.id)


def _mine(job: Taken) -> QuerySet[Job]:
    return Job.objects.filter(id=job.id, lease_token=job.token, finished_at_us=None)


def renew() -> None:
    """Prolong the leases of what runs in this process."""
    held = dict(_held)
    if not held:
        return
    with write():
        mine = Job.objects.filter(id__in=held, lease_token__in=held.values(), finished_at_us=None)
        mine.update(lease_until_us=now_us() + LEASE_US)


def release_leases() -> None:
    """Make the jobs of processes known to be dead takeable at once (see `worker`)."""
    with write():
        left = Job.objects.filter(finished_at_us=None, lease_until_us__gt=0).exclude(id__in=list(_held))
        left.update(lease_until_us=0)


def purge() -> int:
    """Remove jobs finished more than a week ago; returns how many."""
    with write():
        gone, _ = Job.objects.filter(finished_at_us__lt=now_us() - KEEP_US).delete()
    return gone
