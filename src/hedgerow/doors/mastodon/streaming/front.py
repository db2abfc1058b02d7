"""`/api/v1/streaming`: what the front hands over. Server-sent events below it, a WebSocket at it."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from hedgerow.delivery.streams.feeds import Feed
from hedgerow.doors.mastodon.answers import encode
from hedgerow.doors.mastodon.errors import STANDING, Wrong
from hedgerow.people.apps.reads import Bearer, bearer

from .channels import Channel, channel, of_path
from .events import payload_text, remember
from .hub import Listener, hub

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Write = Callable[[bytes], Awaitable[None]]

PREFIX = "/api/v1/streaming"
LAST_SECONDS = 5.0
"""For the last word to a reader who may take nothing any more."""

MOST_CHANNELS = 50
MOST_FIELDS = 20
LONGEST_MESSAGE = 4_096
ENDED, TOO_LONG = 1000, 1009
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
    if not path:
        # Apps ask here for another host that streams: there is none.
        return await _fail(send, Wrong(404, "Not Found"))
    if path == "health":
        return await _reply(send, 200, b"OK", b"text/plain")
    try:
        name = of_path(path, _given(scope))
        listener = await _listener(scope, _event, b":thump\n")
        await _join(listener, name, _given(scope))
    except Wrong as error:
        return await _fail(send, error)
    return await _tell_events(listener, receive, send)


# --- who asks ----------------------------------------------------------------------------------------------


def _given(scope: Scope) -> dict[str, str]:
    """What stands in the address. Raises Wrong (400)."""
    try:
        return dict(parse_qsl(scope["query_string"].decode("latin-1"), max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise Wrong(400, "Bad Request") from error


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


async def _listener(scope: Scope, framing: Callable[..., bytes], thump: bytes = b"") -> Listener:
    """Who listens. Raises Wrong (401, 403)."""
    token = _token(scope)
    if not token:
        raise Wrong(401, "Missing access token")
    known = await hub.in_thread(partial(bearer, token))
    if known is not None and known.standing:
        raise Wrong(403, STANDING[known.standing])
    if known is None or known.face is None:
        raise Wrong(401, "Invalid access token")
    return Listener(token, known, scope["client"][0], framing, thump)


async def _join(listener: Listener, name: str, given: dict[str, str]) -> None:
    """Listen to a stream of this name, too. Raises Wrong."""
    found = await hub.in_thread(partial(_channel, listener.bearer, name, given))
    if len(listener.channels) >= MOST_CHANNELS:
        raise Wrong(400, "Too many streams")
    listener.channels.setdefault(_key(found), found)
    if listener not in hub.open:
        await hub.join(listener)


def _channel(bearer: Bearer, name: str, given: dict[str, str]) -> Channel:
    """The stream of this name, with what is asked of its face at each event remembered before the first."""
    found = channel(bearer, name, given)
    remember(bearer)
    return found


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
        await _until_either(listener, write, _left(receive))
    finally:
        hub.leave(listener)
    with suppress(OSError, RuntimeError, TimeoutError):
        async with asyncio.timeout(LAST_SECONDS):
            await write(b"", more=False)


async def _left(receive: Receive) -> int:
    while (await receive())["type"] != "http.disconnect":
        pass
    return ENDED


async def _write(listener: Listener, write: Write) -> None:
    """What comes goes out, until the listener may hear no more. No clock of its own: thousands wake together,
    and the hub looks at all of them.
    """
    time = asyncio.get_running_loop().time
    while not listener.ended:
        listener.flag.clear()
        while listener.waiting:
            for frame in await hub.fresh(listener, listener.take()):
                listener.sending_since = time()
                await write(frame)
            listener.sending_since = None
        if not listener.ended:
            await listener.flag.wait()


async def _until_either(listener: Listener, write: Write, leaving: Awaitable[int]) -> int:
    """Tell what comes until the listener is at its end or leaves; why it ended, as a socket says it."""
    told, left = asyncio.ensure_future(_write(listener, write)), asyncio.ensure_future(leaving)
    listener.telling = told
    try:
        await asyncio.wait((told, left), return_when=asyncio.FIRST_COMPLETED)
        return left.result() if left.done() else ENDED
    finally:
        told.cancel()
        left.cancel()
        for task in (told, left):
            with suppress(asyncio.CancelledError, OSError, RuntimeError):
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
    except Wrong as error:
        return await _refuse(send, error)
    try:
        await send({"type": "websocket.accept", "subprotocol": _protocol(scope) or None})
        await _talk(listener, receive, send, _given(scope))
    finally:
        hub.leave(listener)


async def _refuse(send: Send, error: Wrong) -> None:
    """No socket: an answer of HTTP without a body, as the original says it."""
    headers = [(b"content-type", b"text/plain"), (b"x-error-message", error.error.encode()), *_CORS]
    await send({"type": "websocket.http.response.start", "status": error.status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": b""})


async def _talk(listener: Listener, receive: Receive, send: Send, given: dict[str, str]) -> None:
    async def write(frame: bytes) -> None:
        await send({"type": "websocket.send", "text": frame.decode()})

    if given.get("stream"):
        await _subscribe(listener, given["stream"], given, write)
    code = await _until_either(listener, write, _hear(listener, receive, write))
    with suppress(OSError, RuntimeError):
        await send({"type": "websocket.close", "code": code})


async def _hear(listener: Listener, receive: Receive, write: Write) -> int:
    """What the client asks for. What cannot be read is passed over, as the original does."""
    while (message := await receive())["type"] != "websocket.disconnect":
        text = message.get("text") or (message.get("bytes") or b"").decode(errors="replace")
        if len(text) > LONGEST_MESSAGE:
            return TOO_LONG
        with suppress(msgspec.DecodeError, msgspec.ValidationError):
            asked = msgspec.json.decode(text, type=_Asked, strict=False)
            given = {"tag": asked.tag, "list": asked.list}
            if asked.type == "subscribe":
                await _subscribe(listener, asked.stream, given, write)
            elif asked.type == "unsubscribe":
                await _unsubscribe(listener, asked.stream, given, write)
    return int(message.get("code") or ENDED)


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
