"""The front: the small ASGI app that every request meets first.

Files of the program, the health check and the hot doors answer here; all else goes over the bridge to
Django. A hot door registers a path prefix and an ASGI app of its own (streams, the few hot reads):

    front.register("/streams/", streams)

A quick one answers some reads from memory and leaves the rest to Django: `front.quicken("/api/", answer)`.
"""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from hedgerow.config import statics

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

Quick = Callable[[Scope, str], Awaitable[tuple[int, list[tuple[bytes, bytes]], bytes] | None]]

HOT: dict[str, App] = {}
QUICK: dict[str, Quick] = {}


def register(prefix: str, app: App) -> None:
    """Sends `prefix` (`/name/`), with and without its last stroke, and every path below to `app`; a prefix
    has one owner.
    """
    if not (prefix.startswith("/") and prefix.endswith("/")) or prefix in HOT:
        raise ValueError(f"{prefix!r} is not a free prefix of the form /name/")
    HOT[prefix] = app


def quicken(prefix: str, answer: Quick) -> None:
    """Lets `answer` try every GET below `prefix` first: status, headers, body; or None for Django's way.

    It gets the scope and the client's address.
    """
    QUICK[prefix] = answer


def quick(scope: Scope) -> Quick | None:
    """Who may try to answer this at once."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    path = scope["path"]
    return QUICK.get(path[: path.find("/", 1) + 1])


async def reply(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes, head: bool = False
) -> None:
    """A whole answer at once; `head` keeps the length and leaves out the body."""
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": b"" if head else body})


FOR_APPS = ("/api/", "/oauth/token", "/oauth/revoke")
"""Below these nobody reads pages."""


def is_for_apps(path: str) -> bool:
    """Is this an address at which programs ask, and expect JSON?"""
    return path == "/api" or path.startswith(FOR_APPS)


BUSY = "Many people are here at the moment. Please try again in a few seconds."


async def say(send: Send, scope: Scope, status: int, text: str, *extra: tuple[bytes, bytes]) -> None:
    """A few words for what never reaches Django: too large, too busy, too slow. A plain page, or JSON."""
    if is_for_apps(scope["path"]):
        headers = [
            (b"content-type", b"application/json; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"access-control-allow-origin", b"*"),
            *extra,
        ]
        return await reply(send, status, headers, json.dumps({"error": text}).encode())
    page = f"<!doctype html><meta charset=utf-8><title>{text}</title><p>{text}</p>".encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        *extra,
    ]
    return await reply(send, status, headers, page)


async def refuse(send: Send, scope: Scope, status: int, text: str, *extra: tuple[bytes, bytes]) -> None:
    """`say` at a hot door, where a socket may stand, too: to it, an answer that opens none."""
    if scope["type"] == "http":
        return await say(send, scope, status, text, *extra)
    headers = [(b"content-type", b"text/plain"), (b"x-error-message", text.encode()), *extra]
    await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
    return await send({"type": "websocket.http.response.body", "body": b""})


async def health(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Says that this process answers; deliberately no more than that."""
    await reply(send, 200, [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")], b"ok\n")


async def static(scope: Scope, _receive: Receive, send: Send) -> None:
    """One of the program's own files."""
    if scope["method"] not in {"GET", "HEAD"}:
        return await say(send, scope, 405, "Only reading is possible here.", (b"allow", b"GET, HEAD"))
    status, headers, body = statics.answer(scope["path"], dict(scope["headers"]))
    return await reply(send, status, headers, body, head=scope["method"] == "HEAD")


def find_own(path: str) -> App | None:
    """What answers everybody alike at this path: the health check, the program's own files."""
    if path == "/healthz":
        return health
    return static if path.startswith("/static/") else None


def find(path: str) -> App | None:
    """The hot door that answers this path, if one does."""
    for prefix, app in HOT.items():
        if path.startswith(prefix) or path == prefix[:-1]:
            return app
    return None
