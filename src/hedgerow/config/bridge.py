"""The bridge from the front to Django: an ASGI app that runs a WSGI app in a pool of threads.

Django's own ASGI handler costs five times as much a request; this keeps its sync path and its
threads' connections. The rules: a body is read whole, up to a limit, before a thread is taken; the
response is closed in the thread that made it; nothing here waits for a disconnect before the body was read.
"""

import asyncio
import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import unquote_to_bytes

from hedgerow.config.front import BUSY, Message, Receive, Scope, Send, say
from hedgerow.config.pool import Full, Pool

Environ = dict[str, Any]
Headers = list[tuple[bytes, bytes]]

IN_MEMORY = 256 * 1024
PIECE = 256 * 1024
# How long a client may take between two pieces of a body before its place goes to another.
PATIENCE = 30.0


class TooLarge(Exception):
    """The body is over the limit."""


class TooSlow(Exception):
    """The body stopped coming."""


class Gone(Exception):
    """The client closed the connection before its body was complete."""


class Whole(NamedTuple):
    """An answer that is complete: its file, when it has one, is an open descriptor of its own."""

    status: int
    headers: Headers
    body: bytes
    file: int | None = None


class FileAnswer:
    """What Django wraps a file response in: the bridge sends it without holding a thread."""

    def __init__(self, file: BinaryIO, _block_size: int = 0) -> None:
        self.file = file

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(PIECE), b"")

    def close(self) -> None:
        """Ends the response, as Django rewired the file's own close to do."""
        self.file.close()


class Body:
    """A request's body on its way to a file: in memory while small, on disk beyond."""

    def __init__(self, limit: int, folder: str | None) -> None:
        self.file = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=folder)  # noqa: SIM115 (closed after the request)
        self.size = 0
        self._limit = limit

    async def add(self, piece: bytes) -> None:
        """Keeps a piece; large bodies are written outside the loop. Raises TooLarge."""
        self.size += len(piece)
        if self.size > self._limit:
            raise TooLarge
        if self.size > IN_MEMORY:
            await asyncio.to_thread(self.file.write, piece)
        else:
            self.file.write(piece)


async def read_body(scope: Scope, receive: Receive, limit: int, folder: str | None) -> Body | None:
    """The body, rewound; None when there is none. Raises TooLarge, TooSlow, Gone."""
    declared = _declared(scope)
    if declared > limit:
        raise TooLarge
    # Most requests bring nothing, and waiting by the clock would cost them something.
    piece, more = await _next(receive) if declared else _part(await receive())
    if not more and not piece:
        return None
    body = Body(limit, folder)
    try:
        await body.add(piece)
        while more:
            piece, more = await _next(receive)
            await body.add(piece)
    except BaseException:
        body.file.close()
        raise
    body.file.seek(0)
    return body


async def _next(receive: Receive) -> tuple[bytes, bool]:
    try:
        message = await asyncio.wait_for(receive(), PATIENCE)
    except TimeoutError:
        raise TooSlow from None
    return _part(message)


def _part(message: Message) -> tuple[bytes, bool]:
    if message["type"] != "http.request":
        raise Gone
    return message.get("body", b""), message.get("more_body", False)


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def drain(receive: Receive, limit: int) -> None:
    """Throws away what still comes, up to `limit` bytes, so that a browser reads the answer to it."""
    with contextlib.suppress(TooSlow, Gone):
        more = True
        while more and limit > 0:
            piece, more = await _next(receive)
            limit -= len(piece)


def environ_of(scope: Scope, body: Body | None, proxies: frozenset[str]) -> Environ:
    """What WSGI wants to know. Forwarded addresses count only when a trusted proxy tells them."""
    client = (scope.get("client") or ("", 0))[0]
    server = scope.get("server") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": "HTTP/" + scope["http_version"],
        "SERVER_NAME": server[0] or "localhost",
        "SERVER_PORT": str(server[1] or 80),
        "REMOTE_ADDR": client,
        "CONTENT_LENGTH": str(body.size if body else 0),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body.file if body else io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileAnswer,
    }
    _add_headers(environ, scope["headers"])
    _believe_proxy(environ, client in proxies)
    return environ


def _add_headers(environ: Environ, headers: Iterable[tuple[bytes, bytes]]) -> None:
    for raw_name, raw_value in headers:
        # An underscore would pass for a dash in WSGI's names, and so for another header.
        if b"_" in raw_name or raw_name in {b"content-length", b"transfer-encoding"}:
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        key = name if name == "CONTENT_TYPE" else "HTTP_" + name
        value = raw_value.decode("latin-1")
        if key in environ:
            value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
        environ[key] = value


def _believe_proxy(environ: Environ, trusted: bool) -> None:
    addresses = environ.pop("HTTP_X_FORWARDED_FOR", "")
    scheme = environ.pop("HTTP_X_FORWARDED_PROTO", "")
    environ.pop("HTTP_X_FORWARDED_HOST", None)
    if not trusted:
        return
    # The last one is the one our proxy saw itself; those before it are hearsay.
    if nearest := addresses.rpartition(",")[2].strip():
        environ["REMOTE_ADDR"] = nearest
    if scheme in {"http", "https"}:
        environ["HTTP_X_FORWARDED_PROTO"] = environ["wsgi.url_scheme"] = scheme


class Exchange:
    """One request and its answer, lived in one thread; a stream's pieces go to the loop one by one."""

    def __init__(self, app: Callable[..., Any], environ: Environ, receive: Receive, send: Send) -> None:
        self._app = app
        self._environ = environ
        self._receive = receive
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._watch: asyncio.Task[None] | None = None
        self._status = 500
        self._headers: Headers = []
        self._left = False

    def run(self) -> Whole | None:
        """The whole answer, for the loop to send; None when it was a stream and is sent already."""
        response = self._app(self._environ, self._start)
        try:
            if isinstance(response, FileAnswer):
                return self._file(response)
            if not getattr(response, "streaming", True):
                return Whole(self._status, self._headers, b"".join(response))
            self._stream(response)
            return None
        finally:
            if hasattr(response, "close"):
                response.close()

    def _start(
        self, status: str, headers: list[tuple[str, str]], _error: Any = None
    ) -> Callable[[bytes], None]:
        self._status = int(status[:3])
        self._headers = [(_bytes(name).lower(), _bytes(value)) for name, value in headers]
        return lambda _data: None

    def _file(self, response: FileAnswer) -> Whole | None:
        try:
            own = os.dup(response.file.fileno())
        except (AttributeError, OSError):
            self._stream(response)
            return None
        return Whole(self._status, self._headers, b"", own)

    def _stream(self, pieces: Iterable[bytes]) -> None:
        self._loop.call_soon_threadsafe(self._watch_reader)
        self._tell({"type": "http.response.start", "status": self._status, "headers": self._headers})
        if self._environ["REQUEST_METHOD"] != "HEAD":
            for piece in pieces:
                if self._left:
                    break
                self._tell({"type": "http.response.body", "body": piece, "more_body": True})
        self._tell({"type": "http.response.body", "body": b"", "more_body": False})

    def _tell(self, message: dict[str, Any]) -> None:
        """Waits until the loop took it: a slow reader slows the stream, not the memory."""
        if self._left:
            return
        try:
            asyncio.run_coroutine_threadsafe(_coroutine(self._send, message), self._loop).result()
        except (CancelledError, RuntimeError, OSError):
            self._left = True

    def _watch_reader(self) -> None:
        self._watch = self._loop.create_task(self._leaving())

    async def _leaving(self) -> None:
        """Tells the stream that its reader left. Safe only now: the body was read to its end."""
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._left = True

    def end(self) -> None:
        """Stops watching the reader."""
        if self._watch is not None:
            self._watch.cancel()


def _bytes(text: str) -> bytes:
    return text.strip().encode("latin-1")


async def _coroutine(send: Send, message: dict[str, Any]) -> None:
    await send(message)


class Bridge:
    """The ASGI app. `limit` is the most bytes a body may have, `larger` that of the addresses that take
    more; `folder` is where large ones wait.
    """

    def __init__(
        self,
        app: Callable[..., Any],
        pool: Pool,
        limit: int,
        folder: str | None = None,
        proxies: Iterable[str] = (),
        larger: Mapping[str, int] | None = None,
    ) -> None:
        self._app = app
        self._pool = pool
        self._limit = limit
        self._folder = folder
        self._proxies = frozenset(proxies)
        self._larger = dict(larger or {})

    def client(self, scope: Scope) -> str:
        """The address of who asks, as a trusted proxy tells it."""
        client = (scope.get("client") or ("", 0))[0]
        if client not in self._proxies:
            return str(client)
        said = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        return (said[-1].decode("latin-1").rpartition(",")[2].strip() if said else "") or str(client)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = self._larger.get(scope.get("path", ""), self._limit)
        try:
            body = await read_body(scope, receive, limit, self._folder)
        except TooLarge:
            return await self._too_large(scope, receive, send, limit)
        except TooSlow:
            return await say(
                send, scope, 408, "The connection was too slow. Please try again.", (b"connection", b"close")
            )
        except Gone:
            # Where only its body broke off or made no sense, somebody is there still and reads this.
            return await say(
                send, scope, 400, "What was sent did not arrive whole.", (b"connection", b"close")
            )
        return await self._answer(scope, body, receive, send)

    async def _too_large(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        """Says so at once, and ends only after what still comes: browsers read no answer before they have
        sent, and others wait for one with what they have.
        """

        async def say_on(message: Message) -> None:
            going_on = message["type"] == "http.response.body"
            await send({**message, "more_body": True} if going_on else message)

        size = limit >> 20
        await say(say_on, scope, 413, f"This is too large. At most {size} MB can be sent at once.")
        await drain(receive, 4 * limit)
        await send({"type": "http.response.body", "body": b""})

    async def _answer(self, scope: Scope, body: Body | None, receive: Receive, send: Send) -> None:
        exchange = Exchange(self._app, environ_of(scope, body, self._proxies), receive, send)
        try:
            running = self._pool.submit(exchange.run)
        except Full:
            _close(body)
            return await say(send, scope, 503, BUSY, (b"retry-after", b"5"))
        # Even if this task is cancelled, the thread goes on reading: the body ends with it, not before.
        running.add_done_callback(lambda _done: _close(body))
        try:
            whole = await asyncio.shield(running)
        finally:
            exchange.end()
        if whole is not None:
            await _send_whole(send, whole, scope["method"] == "HEAD")
        return None


def _close(body: Body | None) -> None:
    if body is not None:
        body.file.close()


def _length(headers: Headers) -> int:
    """How much of a file is meant: of a part no more than the part."""
    return next((int(value) for name, value in headers if name == b"content-length"), sys.maxsize)


async def _send_whole(send: Send, whole: Whole, head: bool) -> None:
    if whole.file is None:
        await send({"type": "http.response.start", "status": whole.status, "headers": whole.headers})
        await send({"type": "http.response.body", "body": b"" if head else whole.body})
        return
    with open(whole.file, "rb", buffering=0) as file:
        await send({"type": "http.response.start", "status": whole.status, "headers": whole.headers})
        left = 0 if head else _length(whole.headers)
        while left and (piece := await asyncio.to_thread(file.read, min(PIECE, left))):
            left -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
