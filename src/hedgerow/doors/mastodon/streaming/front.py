"""`/api/v1/streaming`: what the front hands over. Server-sent events below it, a WebSocket at it."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from django.conf import settings

from hedgerow.delivery.streams.feeds import Feed
from hedgerow.doors.mastodon.answers import encode
from hedgerow.doors.mastodon.errors import STANDING, Wrong
from hedgerow.people.apps.reads import bearer

from .channels import Channel, channel, of_path
from .events import payload_text
from .hub import Listener, hub

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Write = Callable[[bytes], Awaitable[None]]

PREFIX = "/api/v1/streaming"
THUMP_SECONDS = 15.0
SEND_SECONDS = 20.0
"""A reader this slow has gone."""

MOST_CHANNELS = 50
LONGEST_MESSAGE = 4_096
ENDED, REFUSED = 1000, 1008
_CORS = [(b"access-control-allow-origin", b"*"), (b"cache-control", b"no-store")]
_EVENTS = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no"), *_CORS]


async def streaming(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI app."""
    if scope["type"] == "websocket":
        return await _socket(scope, receive, send)
    path = str(scope["path"]).removeprefix(PREFIX).strip("/")
    if scope["method"] == "OPTIONS":
        allowed = [(b"access-control-allow-headers", b"Authorization, Content-Type, Last-Event-ID")]
        return await _reply(send, 200, b"", b"text/plain", *allowed)
    if scope["method"] != "GET":
        return await _fail(send, Wrong(404, "Not Found"))
    if path == "health":
        return await _reply(send, 200, b"OK", b"text/plain")
    try:
        listener = await _listener(scope, _event)
        await _join(listener, of_path(path, _given(scope)), _given(scope))
    except Wrong as error:
        return await _fail(send, error)
    return await _tell_events(listener, receive, send)


# --- who asks ----------------------------------------------------------------------------------------------


def _given(scope: Scope) -> dict[str, str]:
    return dict(parse_qsl(scope["query_string"].decode("latin-1"), max_num_fields=20))


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _token(scope: Scope) -> str:
    """The token, from the header, the address or the protocols that a socket names."""
    authorization = _header(scope, b"authorization")
    if authorization:
        return authorization.partition(" ")[2].strip()
    return _given(scope).get("access_token") or _protocol(scope)


def _protocol(scope: Scope) -> str:
    return next(iter(scope.get("subprotocols") or ()), "")


def _address(scope: Scope) -> str:
    client = str((scope.get("client") or ("",))[0])
    nearest = _header(scope, b"x-forwarded-for").rpartition(",")[2].strip()
    return nearest if nearest and client in settings.TRUSTED_PROXIES else client


async def _listener(scope: Scope, framing: Callable[..., bytes]) -> Listener:
    """Who listens. Raises Wrong (401, 403)."""
    token = _token(scope)
    if not token:
        raise Wrong(401, "Missing access token")
    known = await hub.in_thread(partial(bearer, token))
    if known is not None and known.standing:
        raise Wrong(403, STANDING[known.standing])
    if known is None or known.face is None:
        raise Wrong(401, "Invalid access token")
    return Listener(token, known, _address(scope), framing)


async def _join(listener: Listener, name: str, given: dict[str, str]) -> None:
    """Listen to a stream of this name, too. Raises Wrong."""
    found = await hub.in_thread(partial(channel, listener.bearer, name, given))
    if len(listener.channels) >= MOST_CHANNELS:
        raise Wrong(400, "Too many streams")
    listener.channels.setdefault(_key(found), found)
    if listener not in hub.open:
        await hub.join(listener)


def _key(found: Channel) -> tuple[str, *tuple[Feed, ...]]:
    return (found.stream[0], *found.feeds)


# --- server-sent events ------------------------------------------------------------------------------------


def _event(_stream: tuple[str, ...], event: str, payload: bytes | None) -> bytes:
    return b"event: " + event.encode() + b"\ndata: " + (payload or b"undefined") + b"\n\n"


async def _tell_events(listener: Listener, receive: Receive, send: Send) -> None:
    async def write(body: bytes, more: bool = True) -> None:
        await send({"type": "http.response.body", "body": body, "more_body": more})

    await send({"type": "http.response.start", "status": 200, "headers": _EVENTS})
    try:
        await write(b":)\n")
        await _until_either(_write(listener, write, b":thump\n"), _left(receive))
        with suppress(OSError, RuntimeError):
            await write(b"", more=False)
    finally:
        hub.leave(listener)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(listener: Listener, write: Write, thump: bytes) -> None:
    """What comes goes out, until the listener may hear no more. A thump tells that nothing came."""
    while not listener.ended:
        listener.flag.clear()
        while listener.waiting:
            for frame in await hub.fresh(listener, listener.take()):
                await asyncio.wait_for(write(frame), SEND_SECONDS)
        if listener.ended:
            return
        try:
            await asyncio.wait_for(listener.flag.wait(), THUMP_SECONDS)
        except TimeoutError:
            if await hub.stands(listener) and thump:
                await asyncio.wait_for(write(thump), SEND_SECONDS)


async def _until_either(telling: Awaitable[None], leaving: Awaitable[None]) -> None:
    tasks = {asyncio.ensure_future(telling), asyncio.ensure_future(leaving)}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError, OSError, TimeoutError, RuntimeError):
                await task


# --- a socket ----------------------------------------------------------------------------------------------


class _Asked(msgspec.Struct):
    """A message of a client: subscribe to, or unsubscribe from, a stream."""

    type: str = ""
    stream: str = ""
    tag: str = ""
    list: str = ""


def _message(stream: tuple[str, ...], event: str, payload: bytes | None) -> bytes:
    said = b'{"stream":' + encode(stream) + b',"event":' + encode(event)
    return said + (b',"payload":' + payload_text(payload) if payload is not None else b"") + b"}"


async def _socket(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    try:
        if str(scope["path"]).rstrip("/") != PREFIX:
            raise Wrong(404, "Not Found")
        listener = await _listener(scope, _message)
        await hub.join(listener)
    except Wrong:
        # The original answers 401 before the socket stands; here that is the server's 403.
        return await send({"type": "websocket.close", "code": REFUSED})
    try:
        await send({"type": "websocket.accept", "subprotocol": _protocol(scope) or None})
        await _talk(listener, receive, send, _given(scope))
    finally:
        hub.leave(listener)


async def _talk(listener: Listener, receive: Receive, send: Send, given: dict[str, str]) -> None:
    async def write(frame: bytes) -> None:
        await send({"type": "websocket.send", "text": frame.decode()})

    if given.get("stream"):
        await _subscribe(listener, given["stream"], given, write)
    await _until_either(_write(listener, write, b""), _hear(listener, receive, write))
    with suppress(OSError, RuntimeError):
        await send({"type": "websocket.close", "code": ENDED})


async def _hear(listener: Listener, receive: Receive, write: Write) -> None:
    """What the client asks for. What cannot be read is passed over, as the original does."""
    while (message := await receive())["type"] != "websocket.disconnect":
        text = message.get("text") or (message.get("bytes") or b"").decode(errors="replace")
        if len(text) > LONGEST_MESSAGE:
            return
        with suppress(msgspec.DecodeError, msgspec.ValidationError):
            asked = msgspec.json.decode(text, type=_Asked, strict=False)
            given = {"tag": asked.tag, "list": asked.list}
            if asked.type == "subscribe":
                await _subscribe(listener, asked.stream, given, write)
            elif asked.type == "unsubscribe":
                await _unsubscribe(listener, asked.stream, given, write)


async def _subscribe(listener: Listener, name: str, given: dict[str, str], write: Write) -> None:
    try:
        await _join(listener, name, given)
    except Wrong as error:
        await write(encode({"error": error.error, "status": error.status}))


async def _unsubscribe(listener: Listener, name: str, given: dict[str, str], write: Write) -> None:
    try:
        found = await hub.in_thread(partial(channel, listener.bearer, name, given))
        listener.channels.pop(_key(found), None)
    except Wrong:
        await write(encode({"error": "Error unsubscribing from channel"}))


# --- answers -----------------------------------------------------------------------------------------------


async def _fail(send: Send, error: Wrong) -> None:
    extra = [(b"retry-after", b"30")] if error.status in (429, 503) else []
    await _reply(send, error.status, encode({"error": error.error}), b"application/json", *extra)


async def _reply(send: Send, status: int, body: bytes, kind: bytes, *extra: tuple[bytes, bytes]) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *_CORS, *extra]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
