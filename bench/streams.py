"""`./hedgerow bench streams`: 2,000 open streams of apps in one process.

Each is of another person, all of whom follow one. A line a row: `stream` (KiB that one more open stream costs
the server, beside a bare one of granian's in the same run) and `reached` (milliseconds of wall time from
sending a post until it stands in all the streams).
"""

import asyncio
import json
import os
import resource
import statistics
import time
from collections.abc import Sequence
from typing import Any

from bench import server, worlds
from bench.mastodon import World, rss_of, serving, settle

STREAMS, OF_AN_ADDRESS, POSTS = 2_000, 150, 9
PATIENCE = 60
"""Seconds that anything may take before the run ends and says what did not come."""

AT_REST = 0.03
"""Seconds of processor in 0.4 s that so many open streams may take for their thumps alone."""

PEOPLE, FOLLOWS, SAID = STREAMS + 1, 20, 2_000
BEGUN = b":)\n"


def run() -> None:
    """Tell the rows."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(allowed, 65_536), allowed))
    bare = asyncio.run(_bare())
    kept = worlds.kept("streams", PEOPLE, FOLLOWS, SAID)
    with serving(kept) as world:
        each, times, cost = asyncio.run(_measured(world, worlds.tokens(kept)))
    _row("stream", each, "KiB", 64, streams=STREAMS, bare=round(bare, 1))
    _row("reached", statistics.median(times), "ms", 250, streams=STREAMS, slowest=round(max(times)),
         cpu_ms=round(cost * 1e3))  # fmt: skip


def _row(name: str, value: float, unit: str, most: float, **more: Any) -> None:
    line = {"name": name, "value": round(value, 1), "unit": unit, "at_most": most, "holds": value <= most}
    print(json.dumps({**line, **more, "load": round(os.getloadavg()[0], 1)}), flush=True)


async def _bare() -> float:
    """KiB for one open stream of an app that does nothing."""
    with server.serving("bench.bare:app") as served:
        opened = await _opened(served.port, "/stream", [""] * 100)
        before = rss_of(served.process.pid)
        opened += await _opened(served.port, "/stream", [""] * STREAMS)
        grown = rss_of(served.process.pid) - before
        await _close(opened)
    return grown * 1024 / STREAMS


async def _measured(world: World, tokens: Sequence[str]) -> tuple[float, list[float], float]:
    """KiB for one stream, how long each post took to reach them all, and seconds of processor for one."""
    path, author, listeners = "/api/v1/streaming/user", tokens[0], tokens[1:]
    warm = await _opened(world.port, path, listeners[:100])
    _say(world, author, "The first")
    await _all_hear([reader for reader, _writer in warm], b"The first")
    await _close(warm)
    settle(world)
    before = world.rss()
    opened = await _opened(world.port, path, listeners)
    settle(world, AT_REST)
    grown = world.rss() - before
    begun = world.spent()
    times = [await _reached(world, author, [reader for reader, _writer in opened]) for _ in range(POSTS)]
    cost = (world.spent() - begun) / POSTS
    await _close(opened)
    return grown * 1024 / STREAMS, times, cost


async def _reached(world: World, author: str, readers: Sequence[asyncio.StreamReader]) -> float:
    """Milliseconds until a post stands in all of these streams."""
    words = f"Said at {time.time_ns()}."
    await asyncio.sleep(0.5)
    begun = time.perf_counter()
    sent = asyncio.to_thread(_say, world, author, words)
    await asyncio.gather(sent, _all_hear(readers, words.encode()))
    return (time.perf_counter() - begun) * 1e3


def _say(world: World, author: str, words: str) -> None:
    world.call("POST", "/api/v1/statuses", author, status=words, visibility="public")


Opened = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _opened(port: int, path: str, tokens: Sequence[str]) -> list[Opened]:
    """One stream for each of these tokens, fifty at a time, from as many addresses as a site lets in."""
    found: list[Opened] = []
    for first in range(0, len(tokens), 50):
        some = enumerate(tokens[first : first + 50], first)
        found += await asyncio.gather(*(_open(port, path, token, number) for number, token in some))
    return found


async def _close(opened: Sequence[Opened]) -> None:
    for _reader, writer in opened:
        writer.transport.abort()
    # The server ends when it has seen them leave.
    await asyncio.sleep(1)


async def _open(port: int, path: str, token: str, number: int) -> Opened:
    address = f"127.0.1.{number // OF_AN_ADDRESS + 1}"
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
            writer.write(
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
            )
            await _until(reader, BEGUN)
    except TimeoutError:
        raise SystemExit(f"Stream {number} did not open in {PATIENCE} s.") from None
    return reader, writer


async def _all_hear(readers: Sequence[asyncio.StreamReader], words: bytes) -> None:
    hearing = [asyncio.ensure_future(_until(reader, words)) for reader in readers]
    _heard, deaf = await asyncio.wait(hearing, timeout=PATIENCE)
    if deaf:
        raise SystemExit(f"{len(deaf)} of {len(readers)} streams heard nothing of it in {PATIENCE} s.")
    await asyncio.gather(*hearing)


async def _until(reader: asyncio.StreamReader, words: bytes) -> None:
    came = b""
    while words not in came:
        piece = await reader.read(1 << 16)
        if not piece:
            raise SystemExit(f"A stream ended: {came[-300:].decode(errors='replace')}")
        came = came[-len(words) :] + piece


if __name__ == "__main__":
    run()
