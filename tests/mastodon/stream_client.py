"""Clients of the streams against a served site: server-sent events in a thread, and a WebSocket."""

import asyncio
import json
import queue
import threading
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any

import aiohttp
import httpx

WAIT = 20
"""Seconds after which a test that waits in vain fails; nothing here takes as long."""


class Events:
    """An app that listens to one stream by server-sent events."""

    def __init__(self, site: str, path: str, token: str, **asked: str) -> None:
        self.url = f"{site}/api/v1/streaming/{path}"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.asked = asked
        self.came: queue.Queue[tuple[str, str]] = queue.Queue()
        self.begun, self.ended = threading.Event(), threading.Event()
        self.client = httpx.Client(timeout=WAIT)
        self.thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "Events":
        self.thread.start()
        assert self.begun.wait(WAIT)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    def _listen(self) -> None:
        try:
            with self.client.stream("GET", self.url, headers=self.headers, params=self.asked) as answer:
                name = ""
                for line in answer.iter_lines():
                    if line == ":)":
                        self.begun.set()
                    elif line.startswith("event: "):
                        name = line.removeprefix("event: ")
                    elif line.startswith("data: "):
                        self.came.put((name, line.removeprefix("data: ")))
        except (httpx.HTTPError, RuntimeError):
            pass
        finally:
            self.ended.set()

    def next(self, name: str = "") -> Any:
        """What the next event says; of this name, where one is given."""
        event, data = self.raw()
        assert name in ("", event), (event, data)
        return json.loads(data)

    def raw(self) -> tuple[str, str]:
        """The next event and its data as they came."""
        return self.came.get(timeout=WAIT)

    def nothing(self) -> bool:
        """Has everything that came been read?"""
        return self.came.empty()


class Socket:
    """An app's WebSocket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def ask(self, **said: str) -> None:
        """Send a message."""
        await self.socket.send_json(said)

    async def next(self) -> Any:
        """The next message of the server."""
        return json.loads(await asyncio.wait_for(self.socket.receive_str(), WAIT))

    async def end(self) -> None:
        """Wait until the server has closed it."""
        message = await asyncio.wait_for(self.socket.receive(), WAIT)
        assert message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED), message


def with_socket(site: str, scene: Callable[[Socket], Awaitable[None]], query: str = "", **more: Any) -> None:
    """Play a scene with a socket of its own."""

    async def play() -> None:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{site}/api/v1/streaming{query}", **more) as socket,
        ):
            await asyncio.wait_for(scene(Socket(socket)), 60)

    asyncio.run(play())
