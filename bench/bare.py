"""The least a server does: an answer of HEDGEROW_BENCH_BYTES bytes from memory. The baseline of reads."""

import os
from typing import Any

BODY = b"x" * int(os.environ.get("HEDGEROW_BENCH_BYTES", "0"))
HEADERS = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(BODY)).encode())]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Every request alike, but for one that stays open."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        return await send({"type": "lifespan.shutdown.complete"})
    await receive()
    if scope["path"] == "/stream":
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS[:1]})
        await send({"type": "http.response.body", "body": b":)\n", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass
        return None
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    return await send({"type": "http.response.body", "body": BODY})
