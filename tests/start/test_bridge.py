"""The bridge alone: a small WSGI app behind it, and a client made of a list of messages."""

import asyncio
import io
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from hedgerow.config.bridge import Bridge
from hedgerow.config.pool import Full, Pool

LIMIT = 1 << 20


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(2, 4)
    yield pool
    pool.close(5)


class Response:
    """A response of a WSGI app that knows which threads had to do with it."""

    def __init__(self, pieces: Iterable[bytes], streaming: bool) -> None:
        self.pieces = pieces
        self.streaming = streaming
        self.threads: list[str] = []
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        self.threads.append(threading.current_thread().name)
        return iter(self.pieces)

    def close(self) -> None:
        self.threads.append(threading.current_thread().name)
        self.closed += 1


def answering(response: Any, seen: dict[str, Any] | None = None) -> Callable[..., Any]:
    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if seen is not None:
            seen.update(environ, body=environ["wsgi.input"].read(), thread=threading.current_thread().name)
        start("200 OK", [("Content-Type", "text/plain")])
        return response

    return app


def ask(
    pool: Pool,
    app: Callable[..., Any],
    *pieces: bytes,
    method: str = "GET",
    headers: Iterable[tuple[bytes, bytes]] = (),
    client: str = "192.0.2.7",
    raw_path: bytes = b"/",
    leaves_after: int | None = None,
) -> list[dict[str, Any]]:
    """One request through a bridge; returns the messages it sent. The client leaves after so many of them."""
    sent: list[dict[str, Any]] = []

    async def run() -> None:
        left = asyncio.Event()
        bodies = list(pieces) or [b""]
        coming = [
            {"type": "http.request", "body": body, "more_body": number < len(bodies)}
            for number, body in enumerate(bodies, 1)
        ]

        async def receive() -> dict[str, Any]:
            if coming:
                return coming.pop(0)
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(dict(message))
            if leaves_after is not None and len(sent) >= leaves_after:
                left.set()

        scope = {
            "type": "http",
            "method": method,
            "raw_path": raw_path,
            "path": raw_path.decode("latin-1"),
            "query_string": b"q=1",
            "http_version": "1.1",
            "scheme": "http",
            "headers": list(headers),
            "client": (client, 1),
            "server": ("127.0.0.1", 8000),
        }
        bridge = Bridge(app, pool, LIMIT, proxies=["127.0.0.1"])
        await asyncio.wait_for(bridge(scope, receive, send), 20)

    asyncio.run(run())
    return sent


def body_of(sent: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent[1:])


def test_a_plain_answer_is_closed_once_in_the_thread_that_made_it(pool: Pool) -> None:
    response, seen = Response([b"a", b"b"], streaming=False), {}
    sent = ask(pool, answering(response, seen))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert body_of(sent) == b"ab"
    assert response.closed == 1
    assert set(response.threads) == {seen["thread"]}


def test_a_stream_goes_out_piece_by_piece_and_is_closed_in_its_thread(pool: Pool) -> None:
    response, seen = Response([b"one", b"two", b"three"], streaming=True), {}
    sent = ask(pool, answering(response, seen))
    assert [message.get("body") for message in sent[1:]] == [b"one", b"two", b"three", b""]
    assert response.closed == 1
    assert set(response.threads) == {seen["thread"]}


def test_a_stream_ends_when_its_reader_leaves(pool: Pool) -> None:
    most = 100_000
    given = 0

    def pieces() -> Iterator[bytes]:
        nonlocal given
        while given < most:
            given += 1
            yield b"x"

    response = Response(pieces(), streaming=True)
    ask(pool, answering(response), leaves_after=3)
    assert given < most
    assert response.closed == 1


@pytest.mark.parametrize("streaming", [False, True])
def test_head_has_no_body(pool: Pool, streaming: bool) -> None:
    sent = ask(pool, answering(Response([b"something"], streaming)), method="HEAD")
    assert sent[0]["status"] == 200
    assert body_of(sent) == b""


def test_a_file_is_sent_after_its_response_was_closed(pool: Pool, tmp_path: Any) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789" * 100_000)

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        start("200 OK", [])
        return environ["wsgi.file_wrapper"](path.open("rb"), 4096)

    assert body_of(ask(pool, app)) == path.read_bytes()


def test_of_a_file_no_more_is_sent_than_was_said(pool: Pool, tmp_path: Any) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789" * 100_000)

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        start("206 Partial Content", [("Content-Length", "300007")])
        file = path.open("rb", buffering=0)
        file.seek(5)
        return environ["wsgi.file_wrapper"](file, 4096)

    assert body_of(ask(pool, app)) == path.read_bytes()[5:300_012]


def test_something_like_a_file_is_streamed(pool: Pool) -> None:
    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        start("200 OK", [])
        return environ["wsgi.file_wrapper"](io.BytesIO(b"only in memory"), 4096)

    assert body_of(ask(pool, app)) == b"only in memory"


def test_a_body_in_pieces_arrives_whole(pool: Pool) -> None:
    pieces = [b"x" * 200_000, b"y" * 300_000, b"z"]
    seen: dict[str, Any] = {}
    ask(pool, answering(Response([], False), seen), *pieces, method="POST")
    assert seen["body"] == b"".join(pieces)
    assert seen["CONTENT_LENGTH"] == "500001"


@pytest.mark.parametrize("told", [True, False])
def test_too_large_a_body_is_refused_before_django(pool: Pool, told: bool) -> None:
    seen: dict[str, Any] = {}
    headers = [(b"content-length", b"%d" % (LIMIT * 2))] if told else []
    pieces = [b"x" * (LIMIT // 2)] * 4
    sent = ask(pool, answering(Response([], False), seen), *pieces, method="POST", headers=headers)
    assert sent[0]["status"] == 413
    assert b"At most 1 MB" in body_of(sent)
    assert not seen


def test_who_says_it_will_send_too_much_is_told_without_sending_it(pool: Pool) -> None:
    """Some send the head of a request first, and wait for what is said to it."""

    async def run() -> list[Any]:
        sent: list[Any] = []
        told, rests = asyncio.Event(), asyncio.Event()

        async def receive() -> Any:
            await rests.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)
            if message.get("body"):
                told.set()

        headers = [(b"content-length", b"%d" % (LIMIT * 2))]
        scope = {"type": "http", "method": "POST", "path": "/api/v2/media", "headers": headers}
        asked = asyncio.create_task(Bridge(answering(Response([], False)), pool, LIMIT)(scope, receive, send))
        await asyncio.wait_for(told.wait(), 10)
        rests.set()
        await asked
        return sent

    sent = asyncio.run(run())
    assert sent[0]["status"] == 413
    assert b"At most 1 MB" in body_of(sent)
    assert not sent[-1].get("more_body")


def test_a_client_that_leaves_in_the_middle_of_its_body_is_not_served(pool: Pool) -> None:
    seen: dict[str, Any] = {}

    async def run() -> list[Any]:
        coming = [{"type": "http.request", "body": b"x", "more_body": True}, {"type": "http.disconnect"}]
        sent: list[Any] = []

        async def receive() -> Any:
            return coming.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
        await Bridge(answering(Response([], False), seen), pool, LIMIT)(scope, receive, send)
        return sent

    # It may be there still, where only its body broke off: an error of the server's own would be a lie.
    assert asyncio.run(run())[0]["status"] == 400
    assert not seen


def test_paths_keep_their_bytes(pool: Pool) -> None:
    seen: dict[str, Any] = {}
    ask(pool, answering(Response([], False), seen), raw_path=b"/a%20%C3%A4/%ff")
    assert seen["PATH_INFO"].encode("latin-1") == b"/a \xc3\xa4/\xff"


def test_headers_cannot_pretend(pool: Pool) -> None:
    seen: dict[str, Any] = {}
    headers = [
        (b"x_forwarded_proto", b"https"),
        (b"x_someone", b"else"),
        (b"x-forwarded-for", b"198.51.100.1"),
        (b"x-forwarded-proto", b"https"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
    ]
    ask(pool, answering(Response([], False), seen), headers=headers)
    assert seen["REMOTE_ADDR"] == "192.0.2.7"
    assert seen["wsgi.url_scheme"] == "http"
    assert not [name for name in seen if "FORWARDED" in name or "SOMEONE" in name]
    assert seen["HTTP_COOKIE"] == "a=1; b=2"


def test_a_trusted_proxy_is_believed_about_the_nearest_address(pool: Pool) -> None:
    seen: dict[str, Any] = {}
    headers = [(b"x-forwarded-for", b"10.0.0.1, 198.51.100.1"), (b"x-forwarded-proto", b"https")]
    ask(pool, answering(Response([], False), seen), headers=headers, client="127.0.0.1")
    assert seen["REMOTE_ADDR"] == "198.51.100.1"
    assert seen["wsgi.url_scheme"] == "https"


def test_a_full_line_is_refused_and_the_rest_is_served() -> None:
    small = Pool(1, 1)
    go, started = threading.Event(), threading.Event()

    async def run() -> list[Any]:
        first = small.submit(lambda: (started.set(), go.wait(20)))
        await asyncio.to_thread(started.wait, 20)
        second = small.submit(lambda: "second")
        with pytest.raises(Full):
            small.submit(lambda: "third")
        go.set()
        return [await first, await second]

    assert asyncio.run(run())[1] == "second"
    small.close(5)


def test_an_error_in_a_thread_reaches_the_caller(pool: Pool) -> None:
    async def run() -> None:
        await pool.submit(lambda: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(run())
