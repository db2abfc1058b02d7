"""A site in a folder of its own, in process groups that can be killed whole."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from hedgerow.doors.cli.folder import ROOT
from hedgerow.doors.cli.killing.books import Database
from hedgerow.doors.cli.killing.servers import Servers

START_SECONDS = 90
END_SECONDS = 20


class Site:
    """`./hedgerow serve` on an empty folder, without limits a minute: on the embedded database, or with
    servers as two web processes and a worker.
    """

    def __init__(self, folder: Path, port: int, servers: Servers | None = None) -> None:
        self.folder, self.port, self._servers = folder, port, servers
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Returns when it answers. Raises RuntimeError with its last words when it does not."""
        web = ["serve", "--domain", "localhost", "--port", str(self.port)]
        web += ["--no-rate-limits", "--no-confirmation"]
        with self._log().open("ab") as log:
            self._begin(log, *web, *(("--workers", "2") if self._servers else ()))
            _until(self._answers, START_SECONDS, self._last_words)
            if self._servers:
                self._begin(log, "worker")

    def kill(self) -> None:
        """SIGKILL for the parents, the workers and whatever else they began, all at once."""
        for process in self._processes:
            _signal(process.pid, signal.SIGKILL)
        for process in self._processes:
            process.wait(END_SECONDS)
        # Orphans are gone, and the port with them, when the system has buried them.
        _until(self._buried, END_SECONDS, lambda: "some of it outlives SIGKILL")
        self._processes = []

    def account(self, handle: str, password: str) -> None:
        """A login at example.org and its face, made beside the running site. Raises RuntimeError."""
        words = ["account", "create", f"{handle}@example.org", "--handle", handle, "--password-stdin"]
        done = subprocess.run(
            [sys.executable, "-m", "hedgerow", *words],
            env=self._environment(),
            input=password,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"no account for {handle}: {done.stderr.strip()}")

    def look(self) -> Database:
        """Its database, read only."""
        return Database(self._servers.database if self._servers else self.folder / "hedgerow.sqlite3")

    def _buried(self) -> bool:
        return not any(_signal(process.pid, 0) for process in self._processes)

    def _begin(self, log: IO[bytes], *words: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "hedgerow", *words],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._processes.append(process)

    def _environment(self) -> dict[str, str]:
        foreign = ("HEDGEROW", "DJANGO", "DATABASE_URL", "REDIS_URL")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        ours = {
            "HEDGEROW_DATA": str(self.folder),
            "HEDGEROW_EMAIL_URL": "memory:",
            "HEDGEROW_LOG": "WARNING",
            "PYTHONPATH": str(ROOT / "src"),
        }
        if self._servers:
            ours |= {"DATABASE_URL": self._servers.database, "REDIS_URL": self._servers.redis}
        return kept | ours

    def _log(self) -> Path:
        return self.folder / "serve.log"

    def _last_words(self) -> str:
        return "the site did not start:\n" + self._log().read_text(errors="replace")[-2000:]

    def _answers(self) -> bool:
        if any(process.poll() is not None for process in self._processes):
            raise RuntimeError(self._last_words())
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()


def _signal(group: int, number: int) -> bool:
    """Send a signal to a process group; False when nobody is left in it."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True


def _until(holds: Callable[[], bool], seconds: float, otherwise: Callable[[], str]) -> None:
    """Wait until something holds. Raises RuntimeError when it takes longer than this."""
    pause, end = threading.Event(), time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise RuntimeError(otherwise())
        pause.wait(0.02)
