"""A served site for a figure: granian in a process of its own, asked one request after the other.

What a request costs is read from the kernel: the processor time of the server's processes before and after.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import stage

SERVE = """
import sys
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
Granian(
    sys.argv[1], address="127.0.0.1", port=int(sys.argv[2]), interface=Interfaces.ASGI, http=HTTPModes.http1,
    workers=1, log_level=LogLevels.error, websockets=False, backpressure=4096,
).serve()
"""
SECONDS = 60


class Served:
    """A server that runs, and its only client."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port
        self.client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def get(self, path: str, cookie: str = "") -> bytes:
        """The body of an answer 200; anything else ends the run."""
        self.client.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
        answer = self.client.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            raise SystemExit(f"{path} answered {answer.status}.")
        return body

    def cost(self, requests: Sequence[tuple[str, str]]) -> float:
        """Seconds of the server's processor for one of these requests (path, cookie)."""
        begun = self.spent()
        for path, cookie in requests:
            self.get(path, cookie)
        return (self.spent() - begun) / len(requests)

    def spent(self) -> float:
        """Seconds of processor that the server's processes took so far."""
        return spent_by(self.process.pid)


@contextmanager
def serving(app: str, environment: dict[str, str] | None = None) -> Iterator[Served]:
    """Serve this app (module:name) on a free port."""
    port = free_port()
    path = os.pathsep.join([str(stage.ROOT / "src"), str(stage.ROOT)])
    surroundings = {**os.environ, "PYTHONPATH": path, **(environment or {})}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, app, str(port)], env=surroundings, cwd=stage.ROOT
    )
    try:
        wait_for(port, process)
        yield Served(process, port)
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """A port nobody listens on, or HEDGEROW_BENCH_PORT."""
    if given := os.environ.get("HEDGEROW_BENCH_PORT"):
        return int(given)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until it listens. Raises SystemExit when it does not in a minute."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("The server did not come up.")


def spent_by(process: int) -> float:
    """Seconds of processor that this process and those it started took so far."""
    return sum(map(_spent_of, family(process)))


def family(process: int) -> list[int]:
    """The process and those it started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(each for child in children for each in family(int(child)))]


def _spent_of(process: int) -> float:
    """Seconds of processor, its own and the system's for it. The nanoseconds of the scheduler, by thread."""
    threads = Path(f"/proc/{process}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9
