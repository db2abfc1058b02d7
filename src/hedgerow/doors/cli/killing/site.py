"""A site in a folder of its own, in a process group that can be killed whole."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from hedgerow.doors.cli.folder import ROOT

START_SECONDS = 90
END_SECONDS = 20


class Site:
    """`./hedgerow serve` on an empty folder, on the embedded database, without limits a minute."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.database = folder / "hedgerow.sqlite3"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers. Raises RuntimeError with its last words when it does not."""
        command = [sys.executable, "-m", "hedgerow", "serve", "--domain", "localhost"]
        with self._log().open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "--port", str(self.port), "--no-rate-limits", "--no-confirmation"],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _until(self._answers, START_SECONDS, self._last_words)

    def kill(self) -> None:
        """SIGKILL for the parent, the worker and whatever else they began, all at once."""
        if self._process is None:
            return
        group = self._process.pid
        _signal(group, signal.SIGKILL)
        self._process.wait(END_SECONDS)
        self._process = None
        # Orphans are gone, and the port with them, when the system has buried them.
        _until(lambda: not _signal(group, 0), END_SECONDS, lambda: "some of it outlives SIGKILL")

    def _environment(self) -> dict[str, str]:
        foreign = ("HEDGEROW", "DJANGO", "DATABASE_URL", "REDIS_URL")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        ours = {
            "HEDGEROW_DATA": str(self.folder),
            "HEDGEROW_EMAIL_URL": "memory:",
            "HEDGEROW_LOG": "WARNING",
            "PYTHONPATH": str(ROOT / "src"),
        }
        return kept | ours

    def _log(self) -> Path:
        return self.folder / "serve.log"

    def _last_words(self) -> str:
        return "the site did not start:\n" + self._log().read_text(errors="replace")[-2000:]

    def _answers(self) -> bool:
        if self._process is not None and self._process.poll() is not None:
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
