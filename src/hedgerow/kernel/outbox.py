"""News between rooms: written with the act, delivered after it, at least once.

An act emits events inside its own `write()`: they are committed with it or not at all. After the commit a
worker hands them on, many at a time, in the order they were emitted, each handler at its own pace. Handlers
run outside of any transaction, must be idempotent (a crash between handling and noting it means hearing the
same again) and get ids, not words: no event carries what people wrote.

A batch that fails is tried again event by event, so that one bad event delays only itself: it waits 1 s, 2 s,
4 s ... up to an hour, is given up after `MAX_ATTEMPTS` (the row stays, marked failed) and never blocks its
neighbours for long.
"""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import msgspec
import structlog
from django.db import connection

from hedgerow.kernel import waking
from hedgerow.kernel.clock import now_us
from hedgerow.kernel.models import Outgoing, Subscriber
from hedgerow.kernel.rows import insert
from hedgerow.kernel.tracing import where
from hedgerow.kernel.writing import after_commit, require_write, write

log = structlog.get_logger(__name__)

BATCH = 500
LEASE_US = 60_000_000
LONG_SECONDS = 0.5
MAX_ATTEMPTS = 20
KEEP_US = 24 * 3600 * 1_000_000
KEEP_ORPHANS_US = 7 * KEEP_US


class Event(msgspec.Struct, frozen=True, tag=True):
    """What every event is built on. Its name is its tag: `class Posted(Event, frozen=True,
    tag="talk.posted")`.
    """


E = TypeVar("E", bound=Event)
Handler = Callable[[list[Any]], object]


class Subscription(msgspec.Struct, frozen=True):
    """A handler, the events it wants and the name its progress is kept under."""

    name: str
    handler: Handler
    event: type[Event]
    decoder: msgspec.json.Decoder[Any]


_by_event: dict[str, list[Subscription]] = {}
_by_name: dict[str, Subscription] = {}
_encoder = msgspec.json.Encoder()
_serving: set[str] = set()
_guard = threading.Lock()


def event_name(kind: type[Event]) -> str:
    """The name under which events of this type travel."""
    return str(kind.__struct_config__.tag)


def subscribe(kind: type[E], handler: Callable[[list[E]], object], name: str = "") -> None:
    """Let `handler` hear of every event of this type, in lists. Only `config/wiring.py` calls this.

    `name` is where its progress is kept, by default event and dotted path; give one before moving the
    function. Subscribing the same twice is once.
    """
    event = event_name(kind)
    path = name or f"{event}>{handler.__module__}.{getattr(handler, '__qualname__', type(handler).__name__)}"
    known = _by_name.get(path)
    if known is not None and known.event is kind:
        return
    if known is not None:
        raise ValueError(f"two handlers named {path}")
    entry = Subscription(path, cast(Handler, handler), kind, msgspec.json.Decoder(kind))
    _by_name[path] = entry
    _by_event.setdefault(event, []).append(entry)


def unsubscribe_all() -> None:
    """Forget every subscription (tests)."""
    _by_event.clear()
    _by_name.clear()


def emit(*events: Event) -> None:
    """Put events into the outbox of the running `write()`; with nobody listening nothing is stored."""
    require_write("emit()")
    at = now_us()
    told = [
        (to.name, name, payload, at)
        for event in events
        for name, payload in [(event_name(type(event)), _encoder.encode(event).decode())]
        for to in _by_event.get(name, ())
    ]
    if told:
        insert(Outgoing, ("handler", "name", "payload", "at_us"), told)
        after_commit(waking.work.ring)


def drain(limit: int = BATCH, *, at_us: int | None = None, strict: bool = False) -> int:
    """Deliver up to `limit` due events to each handler; returns how many were handled.

    `at_us` is the moment that counts as now (tests). With `strict` the first failure is raised once it is
    noted.
    """
    handled = 0
    waiting = _waiting(at_us or now_us())
    while waiting:
        served, count = _serve(waiting, limit, at_us, strict)
        handled += count
        waiting = [name for name in waiting if name not in served]
    return handled


def _waiting(at: int) -> list[str]:
    """Known handlers with something due, found without taking a lock."""
    idle = [name for name in list(_by_name) if name not in _serving]
    if not idle:
        return []
    # One statement with a seek in the index for each handler: this is asked after every act.
    sql = (
        f"SELECT h.column1 FROM (VALUES {', '.join(['(%s)'] * len(idle))}) AS h"  # noqa: S608 (only places)
        " WHERE EXISTS (SELECT 1 FROM kernel_outgoing o"
        " WHERE o.handler = h.column1 AND NOT o.done AND o.not_before_us <= %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*idle, at])
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in idle if name in found]


def next_due_us() -> int | None:
    """When the next open event of a known handler is due, if there is one."""
    names = list(_by_name)
    places = ", ".join(["%s"] * len(names))
    statement = f"SELECT min(not_before_us) FROM kernel_outgoing WHERE NOT done AND handler IN ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, names)
        found: int | None = cursor.fetchone()[0]
    return found


def _serve(names: list[str], limit: int, at_us: int | None, strict: bool) -> tuple[set[str], int]:
    """Deliver to these handlers, unless other threads or processes are at them: which were looked at, and
    how many events were handled.

    They are leased and noted together, since most acts are heard by several. Who takes long lets the rest
    go, so that nobody waits for another's handler much longer than for its own.
    """
    with _served_here(names) as free:
        token = secrets.randbits(62)
        mine = _lease(free, token) if free else []
        done: list[int] = []
        looked_at = set(names).difference(mine)
        began = time.monotonic()
        try:
            due = _due(mine, limit, at_us or now_us())
            for name in mine:
                _deliver(_by_name[name], due.get(name, []), at_us or now_us(), strict, done)
                looked_at.add(name)
                if time.monotonic() - began > LONG_SECONDS:
                    break
        finally:
            _note_done(mine, token, done)
        return looked_at, len(done)


@contextmanager
def _served_here(names: list[str]) -> Iterator[list[str]]:
    """Those of the handlers that no other thread of this process serves; costs no query."""
    with _guard:
        free = [name for name in names if name not in _serving]
        _serving.update(free)
    try:
        yield free
    finally:
        with _guard:
            _serving.difference_update(free)


def _lease(names: list[str], token: int) -> list[str]:
    """Become the one who serves these handlers; those that nobody else serves."""
    at = now_us()
    # In one order everywhere, so that two processes never wait for each other.
    values = [each for name in sorted(names) for each in (name, at + LEASE_US, token)]
    places = ", ".join(["(%s, %s, %s)"] * len(names))
    sql = (
        f"INSERT INTO kernel_subscriber (handler, lease_until_us, lease_token) VALUES {places}"  # noqa: S608
        " ON CONFLICT (handler) DO UPDATE SET lease_until_us = excluded.lease_until_us,"
        " lease_token = excluded.lease_token WHERE kernel_subscriber.lease_until_us < %s RETURNING handler"
    )
    with write(), connection.cursor() as cursor:
        cursor.execute(sql, [*values, at])
        leased = {row[0] for row in cursor.fetchall()}
    return [name for name in names if name in leased]


Row = tuple[int, str, int]
_DUE = """
SELECT * FROM (SELECT handler, id, payload, attempts FROM kernel_outgoing
WHERE handler = %s AND NOT done AND not_before_us <= %s ORDER BY id LIMIT %s) AS due
"""


def _due(names: list[str], limit: int, at: int) -> dict[str, list[Row]]:
    """What is due for each of these handlers, oldest first: id, payload, attempts."""
    found: dict[str, list[Row]] = {}
    if not names:
        return found
    with connection.cursor() as cursor:
        sql = " UNION ALL ".join([_DUE] * len(names))
        cursor.execute(sql, [each for name in names for each in (name, at, limit)])
        for name, *row in cursor.fetchall():
            found.setdefault(name, []).append((row[0], row[1], row[2]))
    for rows in found.values():
        rows.sort()
    return found


def _deliver(to: Subscription, rows: list[Row], at: int, strict: bool, done: list[int]) -> None:
    """Hand on what is due. The ids of what was handled go into `done`, even when this raises."""
    if _try(to, rows):
        done += [row[0] for row in rows]
        return
    for row in rows:
        if _alone(to, row, at, strict):
            done.append(row[0])


def _try(to: Subscription, rows: list[Row]) -> bool:
    """Hand a whole batch over and note it; a batch of one is left to `_alone`, which knows what to do on
    failure.
    """
    if len(rows) < 2:
        return not rows
    try:
        to.handler([to.decoder.decode(payload) for _, payload, _ in rows])
    except Exception as error:
        log.warning("batch failed, trying one by one", handler=to.name, size=len(rows), error=where(error))
        return False
    return True


def _alone(to: Subscription, row: Row, at: int, strict: bool) -> bool:
    """Hand one event over; did that go well?"""
    number, payload, attempts = row
    try:
        to.handler([to.decoder.decode(payload)])
    except Exception as error:
        _note_failure(to, number, attempts + 1, at, error)
        if strict:
            raise
        return False
    return True


def _note_done(handlers: list[str], token: int, done: list[int]) -> None:
    """Note what was handled, and give the handlers back, in one transaction."""
    if not handlers:
        return
    places = ", ".join(["%s"] * len(handlers))
    free = f"UPDATE kernel_subscriber SET lease_until_us = 0 WHERE lease_token = %s AND handler IN ({places})"  # noqa: S608
    with write(), connection.cursor() as cursor:
        cursor.executemany("UPDATE kernel_outgoing SET done = TRUE WHERE id = %s", [(each,) for each in done])
        cursor.execute(free, [token, *handlers])


def _note_failure(to: Subscription, number: int, attempts: int, at: int, error: Exception) -> None:
    given_up = attempts >= MAX_ATTEMPTS
    wait = min(3600, 2 ** (attempts - 1)) * 1_000_000
    wait += secrets.randbelow(wait // 4 + 1)
    log.error(
        "event failed", handler=to.name, id=number, attempts=attempts, given_up=given_up, error=where(error)
    )
    with write():
        Outgoing.objects.filter(id=number).update(
            attempts=attempts, not_before_us=at + wait, done=given_up, failed=given_up
        )


def release_leases() -> None:
    """Forget the leases of processes known to be dead (see `jobs.worker`)."""
    with write():
        Subscriber.objects.filter(lease_until_us__gt=0).update(lease_until_us=0)


def purge() -> int:
    """Remove what was delivered more than a day ago, and after a week what no handler claims; returns how
    many.
    """
    at = now_us()
    with write():
        done, _ = Outgoing.objects.filter(done=True, failed=False, at_us__lt=at - KEEP_US).delete()
        lost, _ = (
            Outgoing.objects.filter(done=False, at_us__lt=at - KEEP_ORPHANS_US)
            .exclude(handler__in=list(_by_name))
            .delete()
        )
    return done + lost
