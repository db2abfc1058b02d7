"""The boundary epoch: what changed, so that nothing remembered outlives the access it was read with.

Every act that changes what somebody may see writes the keys it touches (`changed`) in its own transaction.
Every remembered value carries the epoch at which its reading began, and is good only while none of its keys
changed since. See `kernel.epochs` for how the number travels between threads and processes.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Generic, TypeVar

from django.core.exceptions import SynchronousOnlyOperation

from hedgerow.kernel.epochs import NEVER, Glance, bump, epochs

Value = TypeVar("Value")
Name = TypeVar("Name")

EVERYTHING = 0


def face_key(face: int) -> int:
    """What this face may see changed."""
    return face << 3 | 1


def circle_key(circle: int) -> int:
    """Who is in this circle changed."""
    return circle << 3 | 2


def thing_key(thing: int) -> int:
    """A guarded thing's words, audience or existence changed."""
    return thing << 3 | 3


ADDRESSED = circle_key(0)
"""An audience named a circle that none had included, or none had kept out, before. No circle is number 0."""


def gate_key(gate: int) -> int:
    """Who may pass a gate changed."""
    return gate << 3 | 4


def author_key(face: int) -> int:
    """How a face looks, or whether it is there, changed."""
    return face << 3 | 5


def posts_key(face: int) -> int:
    """A face brought, changed or took away something that timelines list.

    Negative, as other rooms have the kinds that follow; theirs below nothing are 1 and 2.
    """
    return -(face << 3 | _POSTS)


_POSTS = 3


def posted_since(stamp: int) -> frozenset[int] | None:
    """The faces whose posts changed after this stamp, as far as was looked; None: perhaps everybody's."""
    moved = epochs.known_since(stamp)
    if moved is None:
        return None
    return frozenset(-key >> 3 for key in moved if key < 0 and -key & 7 == _POSTS)


def changed(keys: Iterable[int]) -> None:
    """Say what changed, inside the act's transaction. An act that narrows says so before it answers."""
    bump(keys)


class _Mine(threading.local):
    """This thread's last stamp; what died is shared by all threads of the process.

    `held`: the stamp of an answer from memory that this thread is making; no look is taken meanwhile.
    """

    stamp = NEVER
    held = 0


_mine = _Mine()


class Deaths:
    """For each key the newest epoch at which it changed, as far as remembered values still need to know."""

    KEPT = 200_000

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.seen = 0
        self.floor = 0
        self.last: dict[int, int] = {}

    def now(self) -> int:
        """The stamp for a reading that begins now, with every change known so far taken in.

        `NEVER` inside a transaction: what is read there may never be committed, so nothing is remembered.
        """
        _mine.stamp = stamp = _mine.held or epochs.current()
        if _mine.held:
            return stamp
        if stamp not in (self.seen, NEVER):
            with self.lock:
                self._take_in()
        return stamp

    def _take_in(self) -> None:
        # Changes may arrive between these lines: they are taken in now under a later epoch, and again next
        # time. Dying twice is harmless.
        before = epochs.newest()
        moved = epochs.since(self.seen)
        after = epochs.newest()
        if moved is None or len(self.last) > self.KEPT:
            # Perhaps another database stands behind this process now: stamps of the old one mean nothing.
            self.floor, self.last = after, {}
            for store in _stores:
                store.clear()
        else:
            self.last.update(dict.fromkeys(moved, after))
        self.seen = before

    def good(self, began: int, keys: Iterable[int]) -> bool:
        """Is a value whose reading began at this epoch, and rests on these keys, still true?"""
        if not self.floor <= began <= self.seen:
            return False
        last = self.last
        # No generator: this is asked for each thing remembered of each listener, at every event.
        for key in keys:  # noqa: SIM110
            if last.get(key, 0) > began:
                return False
        return True


deaths = Deaths()


class Memory:
    """Answers made of what this process remembers, in the front's own thread, without a database.

    The answer stands between two glances that both say that nobody has committed anything since all changes
    were taken in: so it is what the slow way would have answered at either of them.
    """

    def __init__(self) -> None:
        self._glance = Glance()
        self._known: tuple[Any, int] = (None, NEVER)

    def signal(self) -> Any:
        """What to catch up with; None where answers cannot be made from memory at all."""
        return self._glance.signal()

    def fits(self, signal: Any) -> bool:
        """Was everything taken in that had changed when the glance showed this?"""
        known, stamp = self._known
        return signal is not None and signal == known and stamp != NEVER

    def catch_up(self, signal: Any) -> None:
        """In a thread that may read the database: take in all that had changed when `signal` was seen."""
        self._known = (signal, deaths.now())

    def answer(self, signal: Any, make: Callable[[], Value]) -> Value | None:
        """What `make` gives; None if it needed the database, or something was committed meanwhile."""
        _mine.held = _mine.stamp = self._known[1]
        try:
            made = make()
        except SynchronousOnlyOperation:
            return None
        finally:
            _mine.held = 0
        return made if self._glance.signal() == signal else None


memory = Memory()


@contextmanager
def one_look() -> Iterator[None]:
    """Within it this thread looks once for what changed, at the beginning: for telling many of one thing at
    one moment. What is told so must go out at once, or be asked again.
    """
    _mine.held = deaths.now()  # and this thread's stamp with it
    try:
        yield
    finally:
        _mine.held = 0


def now() -> int:
    """The stamp for a reading that begins now. Costs microseconds when nothing changed."""
    return deaths.now()


def forget() -> None:
    """Forget everything remembered in this process (a restored database, a test's rollback)."""
    epochs.reset()
    with deaths.lock:
        deaths.seen, deaths.floor, deaths.last = 0, 0, {}
    for store in _stores:
        store.clear()


class Remembered(Generic[Value]):
    """A bounded store of values that die with the epoch of their keys. When full, the oldest tenth goes."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.values: dict[object, tuple[int, tuple[int, ...], Value]] = {}
        self.lock = threading.Lock()
        _stores.append(self)

    def get(self, name: object, keys: tuple[int, ...], read: Callable[[], Value]) -> Value:
        """The remembered value, or what `read` gives now."""
        entry = self.values.get(name)
        if entry is not None and entry[0] == deaths.seen and _mine.held > 0:
            # This thread has looked already, and nothing moved since.
            return entry[2]
        stamp = deaths.now()
        found = self.peek(name)
        if found is None:
            found = read()
            self.put(name, keys, stamp, found)
        return found

    def peek(self, name: object) -> Value | None:
        """The remembered value, if it was still good when this thread last asked for the epoch."""
        entry = self.values.get(name)
        if entry is None or _mine.stamp == NEVER:
            return None
        began, keys, value = entry
        seen = deaths.seen
        if began == seen:
            return value
        if not deaths.good(began, keys):
            return None
        # None of its keys changed up to here: nobody need ask so again before something else changes.
        self.values[name] = (seen, keys, value)
        return value

    def several(self, names: Iterable[Name]) -> dict[Name, Value]:
        """Those of these that are remembered, as `peek` gives each."""
        found: dict[Name, Value] = {}
        if _mine.stamp == NEVER:
            return found
        values, seen = self.values, deaths.seen
        for name in names:
            entry = values.get(name)
            if entry is None:
                continue
            if entry[0] == seen:
                found[name] = entry[2]
            elif (value := self.peek(name)) is not None:
                found[name] = value
        return found

    def put(self, name: object, keys: tuple[int, ...], stamp: int, value: Value) -> None:
        """Remember a value whose reading began at `stamp`; nothing is remembered of an open transaction."""
        if stamp == NEVER:
            return
        if len(self.values) >= self.size:
            with self.lock:
                for old in list(islice(self.values, max(1, self.size // 10))):
                    self.values.pop(old, None)
        self.values[name] = (stamp, keys, value)

    def clear(self) -> None:
        """Forget everything."""
        self.values.clear()


_stores: list[Remembered[Any]] = []
