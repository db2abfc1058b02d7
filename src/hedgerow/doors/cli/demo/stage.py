"""A real server with the demonstration in a folder that is thrown away afterwards."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMES_UP_WITHIN = 240
GOES_WITHIN = 30


class Failed(Exception):
    """The server did not come up; the message has its last words."""


@contextmanager
def served(port: int = 0) -> Iterator[str]:
    """The address of a demonstration of one's own, in all languages, without rate limits. Raises Failed."""
    number = port or _free_port()
    folder = Path(tempfile.mkdtemp(prefix="hedgerow-screens-"))
    with (folder / "server.log").open("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "hedgerow", "--port", str(number), "--data", str(folder / "data")],
            env=_environment(),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{number}"
            if not _comes_up(url, server):
                log.seek(0)
                raise Failed(log.read()[-2000:])
            yield url
        finally:
            _end(server)
            shutil.rmtree(folder, ignore_errors=True)


def _environment() -> dict[str, str]:
    """Nothing of what this process was told about its own folder and site."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("HEDGEROW_") and name not in {"DATABASE_URL", "REDIS_URL"}
    }
    return {**kept, "HEDGEROW_PSEUDO": "1", "HEDGEROW_RATE_LIMITS": "0", "HEDGEROW_LOG": "ERROR"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _comes_up(url: str, server: "subprocess.Popen[bytes]") -> bool:
    end, pause = time.monotonic() + COMES_UP_WITHIN, threading.Event()
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url + "/healthz", timeout=2) as answer:  # noqa: S310 (our own)
                if answer.status == 200:
                    return True
        except OSError:
            pause.wait(0.1)
    return False


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(GOES_WITHIN)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
