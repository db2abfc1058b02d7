"""Loads a server with 16 connections at once: wrk where it is installed, else a small loader of our own.

Both rotate over a list of requests, so that no answer is asked for twice in a row by the same person.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16


@dataclass(frozen=True)
class Ask:
    """One request: its path, the bearer token, and a JSON body for a POST."""

    path: str
    token: str = ""
    body: str = ""


@dataclass(frozen=True)
class Load:
    """What a load came to. Times in milliseconds."""

    requests: int
    failed: int
    seconds: float
    p50: float
    p99: float


def load(port: int, asks: Sequence[Ask], seconds: float) -> Load:
    """Ask for these in turn, over 16 connections, for so many seconds."""
    wrk = shutil.which("wrk")
    return _by_wrk(wrk, port, asks, seconds) if wrk else _by_our_own(port, asks, seconds)


_SCRIPT = """
local asks = {%s}
local at = %d
request = function()
  at = at %% #asks + 1
  return asks[at]
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('{"requests": %%d, "failed": %%d, "seconds": %%f, "p50": %%f, "p99": %%f}\\n',
    summary.requests, e.connect + e.read + e.write + e.status + e.timeout, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


def _by_wrk(wrk: str, port: int, asks: Sequence[Ask], seconds: float) -> Load:
    raw = ",".join(json.dumps(_raw(ask)) for ask in asks)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "asks.lua")
        script.write_text(_SCRIPT % (raw, len(asks)))
        words = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "-s", str(script)]
        told = subprocess.run(
            [*words, f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True
        ).stdout
    return Load(**json.loads(told.strip().splitlines()[-1]))


def _raw(ask: Ask) -> str:
    lines = [f"{'POST' if ask.body else 'GET'} {ask.path} HTTP/1.1", "Host: localhost"]
    if ask.token:
        lines.append(f"Authorization: Bearer {ask.token}")
    if ask.body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(ask.body.encode())}"]
    return "\r\n".join([*lines, "", ask.body])


def _by_our_own(port: int, asks: Sequence[Ask], seconds: float) -> Load:
    """In a process of its own, so that its work is not counted as the server's."""
    given = json.dumps([port, [_raw(ask) for ask in asks], seconds])
    surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    told = subprocess.run(
        [sys.executable, "-m", "bench.loading"],
        input=given, capture_output=True, text=True, check=True, env=surroundings,
    ).stdout  # fmt: skip
    return Load(**json.loads(told))


async def _loader(port: int, raw: list[bytes], seconds: float) -> Load:
    times: list[float] = []
    failed = 0
    begun = time.perf_counter()

    async def connection(first: int) -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        at = first
        while time.perf_counter() - begun < seconds:
            asked = time.perf_counter()
            writer.write(raw[at % len(raw)])
            failed += not await _answered(reader)
            times.append(time.perf_counter() - asked)
            at += CONNECTIONS
        writer.close()

    await asyncio.gather(*map(connection, range(CONNECTIONS)))
    times.sort()
    at = [times[int(len(times) * part)] * 1e3 for part in (0.5, 0.99)]
    return Load(len(times), failed, time.perf_counter() - begun, *at)


async def _answered(reader: asyncio.StreamReader) -> bool:
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    await reader.readexactly(int(length[1]) if length else 0)
    return head.startswith(b"HTTP/1.1 200")


def _main() -> None:
    port, asks, seconds = json.load(sys.stdin)
    found = asyncio.run(_loader(port, [ask.encode() for ask in asks], seconds))
    print(json.dumps(found.__dict__))


if __name__ == "__main__":
    _main()
