"""The open streams of apps of this process, and the one task that serves them, a hint at a time.

A hint carries numbers. For each, one thread asks who may hear what, and hands every listener its frames; what
a listener could not take within a second is asked again before it goes out, and beyond 64 kB only the hints
are kept. So nothing waits anywhere that somebody may have lost the right to hear.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import msgspec
import structlog
from django.db import close_old_connections

from hedgerow.boundary.reads import one_look
from hedgerow.delivery.streams import events as hints
from hedgerow.delivery.streams.events import Hint
from hedgerow.delivery.streams.feeds import Feed
from hedgerow.doors.mastodon.errors import Wrong
from hedgerow.kernel import bus
from hedgerow.kernel.tracing import where
from hedgerow.people.apps.reads import Bearer, bearer

from .channels import Channel
from .events import Told, told

log = structlog.get_logger(__name__)

MOST = 4_000
MOST_OF_A_FACE = 40
MOST_OF_AN_ADDRESS = 200
MOST_BYTES = 64 * 1024
MOST_WAITING = 500
FRESH_SECONDS = 1.0
LOOK_SECONDS = 1.0
"""So often it is looked who heard nothing for long, and who takes nothing."""

THUMP_SECONDS = 15.0
SEND_SECONDS = 20.0
"""A reader this slow has gone."""

STILL = Hint(hints.LOOK)
"""What is asked before a thump."""

Result = TypeVar("Result")
Key = TypeVar("Key", int, str)
Framing = Callable[[tuple[str, ...], str, bytes | None], bytes]


class Waiting(msgspec.Struct):
    """What a hint brought to a listener. `frames` None: it must be asked again before it goes out."""

    hint: Hint
    frames: list[bytes] | None
    at: float


class Listener:
    """One connection of an app: who holds it, what it listens to, and what waits to be sent."""

    def __init__(self, token: str, known: Bearer, address: str, framing: Framing, thump: bytes = b"") -> None:
        self.token = token
        self.bearer = known
        self.address = address
        self.framing = framing
        self.thump = thump
        """What tells that nothing came; empty: its connection says so itself."""
        self.channels: dict[tuple[str, *tuple[Feed, ...]], Channel] = {}
        self.waiting: deque[Waiting] = deque()
        self.size = 0
        self.flag = asyncio.Event()
        self.ended = False
        self.heard_at = asyncio.get_running_loop().time()
        self.sending_since: float | None = None
        self.telling: asyncio.Future[None] | None = None
        """What sends."""

    def end(self) -> None:
        """Nothing more goes out."""
        self.ended = True
        self.waiting.clear()
        self.flag.set()

    def cut(self) -> None:
        """The same for who does not take what is being sent."""
        self.end()
        if self.telling is not None:
            self.telling.cancel()

    def is_stuck(self, now: float) -> bool:
        """Has it taken nothing of what is being sent for too long?"""
        return self.sending_since is not None and now - self.sending_since >= SEND_SECONDS

    def put(self, hint: Hint, frames: list[bytes], at: float) -> None:
        """Let this go out; who cannot take it for long is at its end."""
        self.heard_at = at
        if len(self.waiting) >= MOST_WAITING:
            return self.end()
        size = sum(map(len, frames))
        fits = self.size + size <= MOST_BYTES
        self.size += size if fits else 0
        self.waiting.append(Waiting(hint, frames if fits else None, at))
        return self.flag.set()

    def take(self) -> Waiting:
        """What goes out next."""
        first = self.waiting.popleft()
        self.size -= sum(map(len, first.frames or ()))
        return first

    def frames(self, found: Sequence[Told]) -> list[bytes]:
        """These events as its connection writes them: once for each of its streams they are in."""
        return [
            self.framing(channel.stream, each.event, each.payload)
            for channel in self.channels.values()
            for each in found
            if each.feed in channel.feeds
        ]


class Hub:
    """All listeners of one loop."""

    def __init__(self) -> None:
        self.open: dict[Listener, None] = {}
        self.faces: Counter[int] = Counter()
        self.addresses: Counter[str] = Counter()
        self._again: dict[Hint, list[Listener]] = {}
        """By hint, those for whom it will be asked again, all at once."""
        self._asked: dict[Hint, asyncio.Future[Found]] = {}
        self._asking = ThreadPoolExecutor(2, thread_name_prefix="apps")
        # One thread serves the hints, so that they go out in their order.
        self._serving = ThreadPoolExecutor(1, thread_name_prefix="apps-hints")
        self._task: asyncio.Task[None] | None = None

    async def in_thread(self, call: Callable[[], Result]) -> Result:
        """Run something that reads the database."""
        return await asyncio.get_running_loop().run_in_executor(self._asking, _closing, call)

    async def join(self, listener: Listener) -> None:
        """Let it hear from now on. Raises Wrong (429, 503) where too many listen."""
        face = listener.bearer.face or 0
        if len(self.open) >= MOST:
            raise Wrong(503, "Service Unavailable")
        if self.faces[face] >= MOST_OF_A_FACE or self.addresses[listener.address] >= MOST_OF_AN_ADDRESS:
            raise Wrong(429, "Too many requests")
        self.open[listener] = None
        self.faces[face] += 1
        self.addresses[listener.address] += 1
        if self._task is None or self._task.done():
            begun = asyncio.Event()
            self._task = asyncio.get_running_loop().create_task(self._serve(begun))
            await begun.wait()

    def leave(self, listener: Listener) -> None:
        """It hears no more."""
        if listener not in self.open:
            return
        del self.open[listener]
        _one_less(self.faces, listener.bearer.face or 0)
        _one_less(self.addresses, listener.address)
        if not self.open and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _serve(self, begun: asyncio.Event) -> None:
        """Hand on every hint. When some were missed all streams end: their apps come back and read anew."""
        keeping = asyncio.create_task(self._keep())
        try:
            async with bus.subscribe([hints.HAPPENED], length=4_096) as heard:
                begun.set()
                while (message := await heard.aget()) is not None and message is not bus.LOST:
                    await self._hand_on(hints.read(message.body), list(self.open))
        finally:
            keeping.cancel()
        for listener in list(self.open):
            listener.end()

    async def _keep(self) -> None:
        """One look at them all, instead of a clock for each: thumps for those who heard nothing for a while
        and may still hear, an end for those who take nothing.
        """
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = loop.time()
            quiet = [each for each in self.open if now - each.heard_at >= THUMP_SECONDS]
            for each in [each for each in self.open if each.is_stuck(now)]:
                each.cut()
            if not quiet:
                continue
            await self._hand_on(STILL, quiet)
            for each in quiet:
                if not each.ended:
                    each.put(STILL, [each.thump] if each.thump else [], loop.time())

    async def _hand_on(self, hint: Hint, listeners: Sequence[Listener]) -> None:
        loop = asyncio.get_running_loop()
        try:
            call = partial(_closing, partial(_frames, hint, listeners))
            found = await loop.run_in_executor(self._serving, call)
        except Exception as error:
            log.error("a hint cannot be told", what=hint.what, error=where(error))
            return
        now = loop.time()
        for listener, frames in found.items():
            if frames is None:
                listener.end()
            elif not listener.ended:
                listener.put(hint, frames, now)

    async def fresh(self, listener: Listener, waiting: Waiting) -> list[bytes]:
        """The frames that may go out now; asked again where they have waited."""
        loop = asyncio.get_running_loop()
        if waiting.frames is not None and loop.time() - waiting.at < FRESH_SECONDS:
            return waiting.frames
        found = await self._ask_again(waiting.hint, listener)
        frames = found.get(listener, [])
        if frames is None:
            listener.end()
        return frames or []

    async def _ask_again(self, hint: Hint, listener: Listener) -> "Found":
        """Together with all others who wait for the same: where one is late, thousands are."""
        if hint not in self._again:
            self._again[hint] = []
            self._asked[hint] = asyncio.ensure_future(self._answer_again(hint))
        self._again[hint].append(listener)
        # Whoever leaves takes the answer from nobody.
        return await asyncio.shield(self._asked[hint])

    async def _answer_again(self, hint: Hint) -> "Found":
        await asyncio.sleep(0)
        listeners = self._again.pop(hint)
        del self._asked[hint]
        return await self.in_thread(partial(_frames, hint, listeners))


Found = dict[Listener, list[bytes] | None]
"""What goes out to whom; None for who may hear no more."""


def _frames(hint: Hint, listeners: Sequence[Listener]) -> Found:
    """What a hint brings to whom, as it is now."""
    with one_look():
        return _frames_now(hint, listeners)


def _frames_now(hint: Hint, listeners: Sequence[Listener]) -> Found:
    if hint.what == hints.LOOK:
        return {listener: None for listener in listeners if not _stands(listener)}
    by_token: dict[int, list[Told]] = {}
    wanted = {
        (listener.bearer.token, feed): (listener.bearer, feed)
        for listener in listeners
        for channel in list(listener.channels.values())
        for feed in channel.feeds
    }
    for each in told(hint, list(wanted.values())):
        by_token.setdefault(each.bearer.token, []).append(each)
    concerned = [listener for listener in listeners if listener.bearer.token in by_token]
    return {
        listener: listener.frames(by_token[listener.bearer.token]) if _stands(listener) else None
        for listener in concerned
    }


def _one_less(counts: Counter[Key], key: Key) -> None:
    counts[key] -= 1
    if counts[key] <= 0:
        del counts[key]


def _stands(listener: Listener) -> bool:
    now = bearer(listener.token)
    return now is not None and now.face == listener.bearer.face and now.scopes == listener.bearer.scopes


def _closing(call: Callable[[], Result]) -> Result:
    try:
        return call()
    finally:
        close_old_connections()


hub = Hub()
