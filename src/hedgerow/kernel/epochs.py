"""The boundary epoch: how every cache learns at once that somebody's view has changed.

An act that narrows, blocks, removes or suspends calls `bump(keys)` inside its `write()`. A cache keeps with
each value the epoch it asked for *before* it computed the value:

    stamp = epochs.current()
    value = compute()               # reads the database
    ... later, maybe in another thread ...
    changed = epochs.since(stamp)   # [] nothing, [4, 7] these faces' views, None everything
    if changed is None or face in changed: compute again

**The promise.** Once the act that changed something has returned, no thread of any process takes a value
computed before that change for fresh.

**Why it holds on SQLite.** `PRAGMA data_version` on a connection moves when *another* connection, of this
process or another, has committed since this connection last looked; this connection's own commits do not move
it. `_counter` moves after every commit of a `bump` in this process, the own ones included. A thread remembers
both from its last look. If neither moved, nothing was committed since then. If one moved, it reads the new
rows. Both are read *before* the rows, so what is committed in between moves them again at the next look: a
change may be looked up twice, never missed.

`current()` answers with the newest change *this thread's connection* has seen, not the newest any thread has.
A connection whose snapshot is held back (a query still being read row by row) thereby stamps its values with
its own older view, and they count as stale for everybody. `since()` compares with the newest change any
thread has seen. The committing thread itself reads its rows into the shared log before the act returns, so
that even a thread held back that way hears of changes made in this process at once (of other processes' when
its query is done).

Inside a transaction a thread sees what may never be committed: `current()` is then `NEVER`, a stamp that is
never fresh, and once the transaction has bumped, `since()` says that everything changed.

**Ids** are microseconds but never below an earlier one, given under the writers' lock (an advisory lock on
PostgreSQL): their order is the order of commits, and an id is not used again after a rollback. So the newest
row one knows must still be there when one reads on. If it is not, rows were trimmed or the database was
replaced, and everything counts as changed.

**Large mode.** The signal is a random token in Redis, replaced after each commit and read with one GET; any
other value than the last one means "look". As a process may die between its commit and replacing the token, a
look without cause follows once a second. Without Redis the signal is the newest id itself.
"""

import contextlib
import mmap
import os
import secrets
import sqlite3
import sys
import threading
import time
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from hedgerow.kernel import shared, writing
from hedgerow.kernel.clock import now_us
from hedgerow.kernel.models import Change
from hedgerow.kernel.rows import insert

EVERYBODY = 0
NEVER = -1
LOG_LENGTH = 20_000
KEEP_US = 24 * 3600 * 1_000_000
LOOK_ANYWAY_SECONDS = 1.0
TOKEN = "epoch"  # noqa: S105 (the name of a Redis key)
PG_LOCK = 7_163_190


class _Look(threading.local):
    """What this thread saw when it last looked."""

    raw: Any = None
    signal: Any = None
    counter = -1
    at = 0.0
    known = 0


class Epochs:
    """The changes this process knows of. One instance per process: `epochs`."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._mine = _Look()
        self._counter = 0
        self._reserved = 0
        self.reset()

    def reset(self) -> None:
        """Forget every change; the next look reads afresh (tests)."""
        with self._guard:
            self._ids: list[int] = []
            self._keys: list[int] = []
            self._floor = self._newest = 0
            self._counter += 1

    def current(self) -> int:
        """The stamp for a value about to be computed: the newest change this connection sees.

        NEVER inside a transaction, and while there has been no change at all.
        """
        wrapper = connections["default"]
        if wrapper.in_atomic_block and writing.inside():
            return NEVER
        return self._look(wrapper) or NEVER

    def since(self, seen: int) -> list[int] | None:
        """The faces whose view changed after the stamp `seen`, oldest first; None means everything."""
        wrapper = connections["default"]
        if wrapper.in_atomic_block and writing.inside() and _bumped_here():
            return None
        self._look(wrapper)
        return self.known_since(seen)

    def known_since(self, seen: int) -> list[int] | None:
        """The same without a look: as far as any thread of this process has looked already."""
        if seen == self._newest:
            return []
        with self._guard:
            if not self._floor <= seen <= self._newest:
                return None
            keys = self._keys[bisect_right(self._ids, seen) :]
        return None if EVERYBODY in keys else keys

    def newest(self) -> int:
        """The id of the newest change any thread of this process knows of."""
        return self._newest

    def bump(self, keys: Iterable[int]) -> None:
        """Note, inside `write()`, that these faces' views change with it; 0 (EVERYBODY) is all of them."""
        writing.require_write("bump()")
        wanted = set(keys)
        if not wanted:
            return
        noted = writing.notes().setdefault("bumped", set())
        if not noted:
            writing.before_commit(lambda: self._write(sorted(noted)))
        noted |= wanted

    def _write(self, unique: list[int]) -> None:
        """All that one transaction changed, as its last rows."""
        wrapper = connections["default"]
        if wrapper.vendor == "postgresql":
            with wrapper.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PG_LOCK])
        first = self._next_id(len(unique))
        insert(Change, ("id", "key"), [(first + n, key) for n, key in enumerate(unique)])
        writing.after_commit(self._announce)

    def _next_id(self, count: int) -> int:
        newest = _newest_id(connections["default"])
        with self._guard:
            first = max(newest + 1, self._reserved, now_us())
            self._reserved = first + count
        return first

    def _announce(self) -> None:
        """The change is committed: let every thread and process look again, before the act returns."""
        with self._guard:
            self._counter += 1
        client = shared.redis()
        if client is not None:
            client.set(shared.name(TOKEN), secrets.token_hex(8))
        self._look(connections["default"])

    def _look(self, wrapper: BaseDatabaseWrapper) -> int:
        mine = self._mine
        counter = self._counter
        if wrapper.connection is None:
            wrapper.ensure_connection()
        raw = wrapper.connection
        signal = _signal(wrapper, raw)
        if mine.raw is raw and mine.signal == signal and mine.counter == counter and _recent(wrapper, mine):
            return mine.known
        if mine.raw is not raw:
            mine.raw, mine.known = raw, 0
        mine.known = self._read(wrapper, mine.known)
        mine.signal, mine.counter, mine.at = signal, counter, time.monotonic()
        return mine.known

    def _read(self, wrapper: BaseDatabaseWrapper, known: int) -> int:
        """Read what is new into the shared log; the newest change this connection sees (it saw `known`)."""
        while True:
            newest = self._newest
            rows = _rows_from(wrapper, newest) if newest else []
            if rows and rows[0][0] == newest and len(rows) <= LOG_LENGTH:
                self._append(rows)
                return rows[-1][0]
            seen = rows[-1][0] if rows else _newest_id(wrapper)
            held_back = known <= seen < newest
            if held_back or self._restart(newest, seen):
                return seen

    def _append(self, rows: list[tuple[int, int]]) -> None:
        with self._guard:
            fresh = [row for row in rows if row[0] > self._newest]
            if not fresh or self._newest < rows[0][0]:
                return
            self._ids += [row[0] for row in fresh]
            self._keys += [row[1] for row in fresh]
            self._newest = fresh[-1][0]
            if len(self._ids) > LOG_LENGTH:
                half = len(self._ids) // 2
                self._floor = self._ids[half - 1]
                del self._ids[:half], self._keys[:half]

    def _restart(self, expected: int, newest: int) -> bool:
        """Start the log afresh at `newest`; False if another thread moved it meanwhile: read again."""
        with self._guard:
            if self._newest != expected:
                return False
            if newest != expected:
                self._ids, self._keys = [], []
                self._floor = self._newest = newest
                self._counter += 1
            return True


def _signal(wrapper: BaseDatabaseWrapper, raw: Any) -> Any:
    """Something cheap that differs from last time if anybody may have committed a change."""
    if wrapper.vendor == "sqlite":
        return raw.execute("PRAGMA data_version").fetchone()[0]
    client = shared.redis()
    return client.get(shared.name(TOKEN)) if client is not None else _newest_id(wrapper)


def _recent(wrapper: BaseDatabaseWrapper, mine: _Look) -> bool:
    return wrapper.vendor == "sqlite" or time.monotonic() - mine.at < LOOK_ANYWAY_SECONDS


def _rows_from(wrapper: BaseDatabaseWrapper, first: int) -> list[tuple[int, int]]:
    with wrapper.cursor() as cursor:
        cursor.execute(
            "SELECT id, key FROM kernel_change WHERE id >= %s ORDER BY id LIMIT %s", [first, LOG_LENGTH + 1]
        )
        return list(cursor.fetchall())


def _newest_id(wrapper: BaseDatabaseWrapper) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM kernel_change")
        return int(cursor.fetchone()[0] or 0)


def _bumped_here() -> bool:
    try:
        return bool(writing.notes().get("bumped"))
    except RuntimeError:
        return False


def trim() -> int:
    """Remove changes older than a day, never the newest; returns how many."""
    newest = Change.objects.order_by("-id").values_list("id", flat=True).first() or 0
    with writing.write():
        return Change.objects.filter(id__lt=min(newest, now_us() - KEEP_US)).delete()[0]


epochs = Epochs()


class Glance:
    """Has anything at all been committed since? For the front's own thread, which must not wait on Django's.

    On SQLite it is what SQLite itself compares to tell: the head of the write-ahead log's index, 48 bytes of
    memory shared by all processes, other after every commit of anybody (decision 96). In large mode the token
    in Redis, which moves with every change. On PostgreSQL alone nobody can tell without a query, and the
    answer is always None.
    """

    HEAD = 48
    _VERSION = (3_007_000).to_bytes(4, sys.byteorder)

    def __init__(self) -> None:
        self._raw: sqlite3.Connection | None = None
        self._file = -1
        self._index: mmap.mmap | None = None

    def signal(self) -> Any:
        """Something that differs from last time if anything may have changed; None: it cannot be told."""
        if self._index is not None:
            return self._index[: self.HEAD]
        client = shared.redis()
        if client is not None:
            return client.get(shared.name(TOKEN))
        if connections["default"].vendor != "sqlite":
            return None
        if self._raw is None:
            self._raw = self._open(str(connections["default"].settings_dict["NAME"]))
            return self.signal()
        return self._raw.execute("PRAGMA data_version").fetchone()[0]

    def _open(self, name: str) -> sqlite3.Connection:
        # This connection never writes. While it is open nobody can do away with the index. It is not opened
        # as read-only: the first to open a WAL database has to make its index.
        raw = sqlite3.connect(name, isolation_level=None, check_same_thread=False)
        raw.execute("PRAGMA query_only = ON")
        raw.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        # Never closed: that would end the locks which SQLite holds on the file for the whole process.
        with contextlib.suppress(OSError):
            self._file = os.open(f"{name}-shm", os.O_RDONLY | os.O_CLOEXEC)
            index = mmap.mmap(self._file, self.HEAD, access=mmap.ACCESS_READ)
            if index[:4] == self._VERSION:
                self._index = index
        return raw


def bump(keys: Iterable[int]) -> None:
    """See `Epochs.bump`."""
    epochs.bump(keys)


def current() -> int:
    """See `Epochs.current`."""
    return epochs.current()


def since(seen: int) -> list[int] | None:
    """See `Epochs.since`."""
    return epochs.since(seen)
