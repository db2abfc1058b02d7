"""Telling open streams that something happened: to all listeners of this process, or of all with Redis.

A message is a hint, not the truth: nothing is kept, and a listener that is too slow is dropped. It then finds
`LOST` as its last message and must read anew what it missed. Whoever receives a message asks the boundary
again before showing anything for it.

    bus.publish("face:7", b"...")                   # from any thread

    with bus.subscribe(["face:7"]) as listener:     # in a thread
        for message in listener: ...

    async with bus.subscribe(["face:7"]) as listener:  # in the front's loop
        async for message in listener: ...
"""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from types import TracebackType
from typing import Any

import structlog
from msgspec import Struct

from hedgerow.kernel import shared
from hedgerow.kernel.tracing import where

log = structlog.get_logger(__name__)

QUEUE_LENGTH = 256
RECONNECT_SECONDS = 1.0


class Message(Struct, frozen=True):
    """What came, and through which channel."""

    channel: str
    body: bytes


LOST = Message("", b"")
"""The last message of a listener that was too slow, or whose Redis went away."""


class Listener:
    """A bounded queue of messages. Read it from one thread, or from one asyncio task."""

    def __init__(self, bus: "Bus", channels: Iterable[str], length: int) -> None:
        self.channels = tuple(dict.fromkeys(channels))
        self.closed = False
        self._bus = bus
        self._length = length
        self._messages: deque[Message] = deque()
        self._some = threading.Condition()
        self._wake: Callable[[], object] = lambda: None

    def get(self, seconds: float | None = None) -> Message | None:
        """The next message, or None when none came in time or the listener is closed and empty."""
        with self._some:
            self._some.wait_for(lambda: self._messages or self.closed, seconds)
            return self._messages.popleft() if self._messages else None

    async def aget(self) -> Message | None:
        """The next message, or None when the listener is closed and empty."""
        loop, some = asyncio.get_running_loop(), asyncio.Event()
        with self._some:
            self._wake = lambda: loop.call_soon_threadsafe(some.set)
        while True:
            with self._some:
                some.clear()
                if self._messages:
                    return self._messages.popleft()
                if self.closed:
                    return None
            await some.wait()

    def close(self) -> None:
        """Hear no more; what has come can still be read."""
        self._bus.remove(self)
        with self._some:
            self.closed = True
            self._tell()

    def put(self, message: Message) -> bool:
        """Queue a message; False, and the listener is at its end, if its queue is full."""
        with self._some:
            if self.closed:
                return False
            if len(self._messages) >= self._length:
                self._end_lost()
                return False
            self._messages.append(message)
            self._tell()
            return True

    def lose(self) -> None:
        """End it: it has missed something."""
        with self._some:
            self._end_lost()

    def _end_lost(self) -> None:
        self._messages.clear()
        self._messages.append(LOST)
        self.closed = True
        self._tell()

    def _tell(self) -> None:
        self._some.notify_all()
        try:
            self._wake()
        except RuntimeError:
            # The listener's loop has ended, and so has its reader.
            self.closed = True

    def __iter__(self) -> Iterator[Message]:
        while (message := self.get()) is not None:
            yield message

    async def __aiter__(self) -> AsyncIterator[Message]:
        while (message := await self.aget()) is not None:
            yield message

    def __enter__(self) -> "Listener":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> "Listener":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Bus:
    """The listeners of this process, by channel."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._by_channel: dict[str, set[Listener]] = {}
        self._relay: Relay | None = None

    def publish(self, channel: str, body: bytes) -> None:
        """Send to whoever listens now, here and (with Redis) in all processes. Never waits for a listener."""
        client = shared.redis()
        if client is None:
            self.deliver(channel, body)
            return
        try:
            client.publish(shared.name(channel), body)
        except Exception as error:
            log.error("bus unreachable", error=where(error))
            self.lose_all()

    def subscribe(self, channels: Iterable[str], length: int = QUEUE_LENGTH) -> Listener:
        """A new listener; what is published after this call reaches it. Close it, or use it in a `with`."""
        listener = Listener(self, channels, length)
        relay = self._get_relay()
        with self._guard:
            new = [name for name in listener.channels if name not in self._by_channel]
            for channel in listener.channels:
                self._by_channel.setdefault(channel, set()).add(listener)
        if relay is not None and new:
            relay.follow(new)
        return listener

    def deliver(self, channel: str, body: bytes) -> int:
        """Hand a message to this process's listeners; returns how many took it."""
        with self._guard:
            listeners = list(self._by_channel.get(channel, ()))
        taken = 0
        for listener in listeners:
            if listener.put(Message(channel, body)):
                taken += 1
            else:
                self.remove(listener)
        return taken

    def remove(self, listener: Listener) -> None:
        """Forget a listener."""
        gone = []
        with self._guard:
            for channel in listener.channels:
                left = self._by_channel.get(channel)
                if left is None:
                    continue
                left.discard(listener)
                if not left:
                    del self._by_channel[channel]
                    gone.append(channel)
        if self._relay is not None and gone:
            self._relay.leave(gone)

    def lose_all(self) -> None:
        """End every listener: messages were missed."""
        with self._guard:
            listeners = {one for some in self._by_channel.values() for one in some}
            self._by_channel.clear()
        for listener in listeners:
            listener.lose()

    def channels(self) -> list[str]:
        """Channels somebody of this process listens to."""
        with self._guard:
            return list(self._by_channel)

    def _get_relay(self) -> "Relay | None":
        client = shared.redis()
        if client is None:
            return None
        with self._guard:
            if self._relay is None:
                self._relay = Relay(self, client)
                self._relay.start()
            return self._relay


class Relay(threading.Thread):
    """Carries messages from Redis to the listeners of this process. One thread, one connection."""

    def __init__(self, bus: Bus, client: Any) -> None:
        super().__init__(name="bus", daemon=True)
        self._bus = bus
        self._pubsub = client.pubsub(ignore_subscribe_messages=False)
        self._guard = threading.Lock()
        self._confirmed: set[str] = set()
        self._answer = threading.Condition()
        self._ended = threading.Event()
        self._pubsub.subscribe(shared.name("bus"))

    def follow(self, channels: list[str]) -> None:
        """Subscribe, and wait until Redis confirms, so that nothing published from now on is missed."""
        with self._guard:
            self._pubsub.subscribe(*map(shared.name, channels))
        with self._answer:
            self._answer.wait_for(lambda: self._confirmed.issuperset(channels), 5)

    def leave(self, channels: list[str]) -> None:
        """Unsubscribe from what nobody here listens to any more."""
        with self._guard:
            listened = set(self._bus.channels())
            unused = [name for name in channels if name not in listened]
            if unused:
                self._confirmed.difference_update(unused)
                self._pubsub.unsubscribe(*map(shared.name, unused))

    def run(self) -> None:
        """Hand on what comes; after a failure tell everybody that something was missed, and begin anew."""
        while not self._ended.is_set():
            try:
                self._hand_on(self._pubsub.get_message(timeout=1.0))
            except Exception as error:
                log.error("bus interrupted", error=where(error))
                self._bus.lose_all()
                self._ended.wait(RECONNECT_SECONDS)

    def stop(self) -> None:
        """End the thread."""
        self._ended.set()
        self.join(5)
        self._pubsub.close()

    def _hand_on(self, message: dict[str, Any] | None) -> None:
        if message is None:
            return
        channel = message["channel"].decode().removeprefix(shared.name(""))
        if message["type"] == "message":
            self._bus.deliver(channel, message["data"])
        elif message["type"] == "subscribe":
            with self._answer:
                self._confirmed.add(channel)
                self._answer.notify_all()


_bus = Bus()


def publish(channel: str, message: bytes) -> None:
    """See `Bus.publish`. Call it after the commit: `after_commit(lambda: publish(...))`."""
    _bus.publish(channel, message)


def subscribe(channels: Iterable[str], length: int = QUEUE_LENGTH) -> Listener:
    """See `Bus.subscribe`."""
    return _bus.subscribe(channels, length)
