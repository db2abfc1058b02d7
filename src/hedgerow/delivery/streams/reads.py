"""The open streams of this process.

One task looks at the epoch: when the bus hints, and once a second for what no hint told. A stream whose
epoch keys changed looks for itself, in a thread, through the same reads as a page.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TypeVar

import msgspec
import structlog
from django.db import close_old_connections

from hedgerow.boundary.epoch import face_key, posts_key
from hedgerow.delivery.home import reads as home
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.telling import reads as telling
from hedgerow.kernel import bus, epochs
from hedgerow.kernel.tracing import where
from hedgerow.people.contacts import facts as contacts
from hedgerow.talk.posts import reads as posts

from .events import CHANNEL

log = structlog.get_logger(__name__)

TICK_SECONDS = 1.0
PAUSE_SECONDS = 0.2
"""Between two looks at the epoch, so that a flood of hints costs no more than five looks a second."""

RECHECK_SECONDS = 20.0
MOST_OF_A_FACE = 8
MOST = 4_000

Who = Callable[[], int | None]
Result = TypeVar("Result")


class Busy(Exception):
    """So many streams are open that one more must wait."""


class Page(msgspec.Struct, frozen=True):
    """What stands on an open page, by public ids."""

    after: int | None = None
    """The newest post of a page that says how many are new above it (0: it had none); None for any other."""
    shown: frozenset[int] = frozenset()
    """The posts on it."""


class News(msgspec.Struct, frozen=True):
    """How many posts are new above the one the page began with, how many notifications are unseen, which of
    the posts on the page (public ids) may not be seen now, for whatever reason, and the latest editions of
    those that may.
    """

    posts: int
    unseen: int
    gone: frozenset[int] = frozenset()
    edited: frozenset[tuple[int, int]] = frozenset()


class _Seen(msgspec.Struct, frozen=True):
    face: int
    news: News
    keys: frozenset[int]


class _Stream:
    """One open connection: who holds it and what would concern it. It waits on one flag, never on a queue."""

    def __init__(self, who: Who, page: Page) -> None:
        self.who = who
        self.page = page
        self.face = 0
        self.keys: frozenset[int] | None = None
        """What concerns it; everything, until it has looked once."""
        self.flag = asyncio.Event()
        self.ended = False

    def end(self) -> None:
        self.ended = True
        self.flag.set()

    def look(self) -> _Seen | None:
        """What is new for whoever holds this connection now; None when nobody does any more. In a thread."""
        face = self.who()
        if face is None or self.face not in (0, face):
            return None
        follows = contacts.reading(face).follows
        stays = posts.staying(face, self.page.shown)
        writing = {face, *follows, *stays.authors} if self.page.after is not None else {face, *stays.authors}
        keys = frozenset((face_key(face), news_key(face), *map(posts_key, writing)))
        fresh = home.new_since(face, self.page.after) if self.page.after is not None else 0
        lost = self.page.shown - stays.seen
        return _Seen(face, News(fresh, telling.unseen(face), lost, stays.edited), keys)


class Streams:
    """The streams of one event loop, and the task that wakes them."""

    def __init__(self) -> None:
        self._open: dict[_Stream, None] = {}
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="streams")
        # The epoch is told apart by thread: one thread looks at it, always the same.
        self._watcher = ThreadPoolExecutor(1, thread_name_prefix="streams-epoch")
        self._task: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._open)

    async def in_thread(self, call: Callable[[], Result]) -> Result:
        """Run something that reads the database."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _in_thread, call)

    async def watch(self, who: Who, page: Page) -> AsyncGenerator[News | None, None]:
        """News whenever they changed, None every `RECHECK_SECONDS` (a sign of life).

        Ends when `who`, asked in a thread at every look, says None or another face. What happens that does
        not concern the page sends nothing, so that nobody learns when something was said to others. Raises
        Busy.
        """
        if len(self._open) >= MOST:
            raise Busy
        stream = _Stream(who, page)
        self._open[stream] = None
        self._begin()
        try:
            async for news in self._looks(stream):
                yield news
        finally:
            self._open.pop(stream, None)
            self._rest()

    async def _looks(self, stream: _Stream) -> AsyncGenerator[News | None, None]:
        last: News | None = None
        clock = asyncio.get_running_loop().time
        alive = clock() + RECHECK_SECONDS
        while not stream.ended:
            stream.flag.clear()
            seen = await self.in_thread(stream.look)
            if seen is None:
                return
            self._settle(stream, seen)
            if seen.news != last:
                yield seen.news
            elif clock() >= alive:
                alive = clock() + RECHECK_SECONDS
                yield None
            last = seen.news
            with suppress(TimeoutError):
                await asyncio.wait_for(stream.flag.wait(), max(0, alive - clock()))

    def _settle(self, stream: _Stream, seen: _Seen) -> None:
        """Note whose stream it is; the oldest of too many of one face ends."""
        stream.keys = seen.keys
        if not stream.face:
            stream.face = seen.face
            same = [each for each in self._open if each.face == seen.face and not each.ended]
            for each in same[: max(0, len(same) - MOST_OF_A_FACE)]:
                each.end()

    def _begin(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._keep_looking())

    def _rest(self) -> None:
        if not self._open and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _keep_looking(self) -> None:
        loop = asyncio.get_running_loop()
        known, _ = await loop.run_in_executor(self._watcher, _in_thread, partial(_changes, 0))
        self._wake(None)
        while True:
            async with bus.subscribe([CHANNEL]) as listener:
                while not listener.closed:
                    known = await self._look(known)
                    await asyncio.sleep(PAUSE_SECONDS)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(listener.aget(), TICK_SECONDS)

    async def _look(self, known: int) -> int:
        """Wake whom the changes after `known` concern; the newest change there is."""
        loop = asyncio.get_running_loop()
        try:
            newest, keys = await loop.run_in_executor(self._watcher, _in_thread, partial(_changes, known))
        except Exception as error:
            log.error("streams cannot look", error=where(error))
            return known
        if keys != []:
            self._wake(keys)
        return newest

    def _wake(self, keys: list[int] | None) -> None:
        for stream in self._open:
            if keys is None or stream.keys is None or not stream.keys.isdisjoint(keys):
                stream.flag.set()


def _in_thread(call: Callable[[], Result]) -> Result:
    """Call it, and give the connection back to where the settings keep it between requests."""
    try:
        return call()
    finally:
        close_old_connections()


def _changes(known: int) -> tuple[int, list[int] | None]:
    # First the stamp, then what happened: what comes in between is looked at twice, never missed.
    newest = max(0, epochs.current())
    return newest, epochs.since(known)


streams = Streams()
