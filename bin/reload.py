"""Runs ./hedgerow and starts it again when a file of the program changes. For development only."""

import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WATCHED = {".py", ".html", ".css", ".js", ".svg", ".po", ".mo"}


def newest() -> float:
    """The latest change among the watched files, as a time stamp."""
    return max(path.stat().st_mtime for path in (ROOT / "src").rglob("*") if path.suffix in WATCHED)


def start() -> "subprocess.Popen[bytes]":
    """A new server with the arguments of this one."""
    return subprocess.Popen([sys.executable, "-m", "hedgerow", *sys.argv[1:]], cwd=ROOT)


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Asks the server to end, and waits for it."""
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def main() -> None:
    """Watches until Ctrl+C."""
    server, seen = start(), newest()
    try:
        while True:
            time.sleep(0.5)
            if (now := newest()) != seen:
                seen = now
                print("Changed; starting again", flush=True)
                stop(server)
                server = start()
    except KeyboardInterrupt:
        stop(server)


main()
