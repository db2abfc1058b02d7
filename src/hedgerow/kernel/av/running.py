"""Running ffmpeg and ffprobe with bounds."""

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO

from hedgerow.kernel.errors import HedgerowError

MEMORY_KIB = 3 << 20
"""Address space of one run: 3 GiB. A frame of the largest size takes 25 MB; a decoder keeps some twenty."""
OUTPUT_BLOCKS = 2 * (400 << 10)
"""The largest file one run may write, in blocks of 512 bytes: 400 MiB."""
PIECE = 1 << 16

# In the shell and not in `preexec_fn`, which may lock up in a process with threads.
_BOUNDS = """
ulimit -c 0; ulimit -t "$1"; ulimit -v "$2" 2>/dev/null; ulimit -f "$3"; shift 3; exec "$@"
"""


class Unfit(HedgerowError):
    """The file cannot be taken. `why` is one word: damaged, unknown, large, long, pixels, frames, slow."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@cache
def _tool(name: str) -> str | None:
    return shutil.which(name)


def available() -> bool:
    """Are ffmpeg and ffprobe installed? Asked once in each process."""
    return _tool("ffmpeg") is not None and _tool("ffprobe") is not None


def output(tool: str, arguments: list[str], *, seconds: float, most: int) -> bytes:
    """What it writes, at most so many bytes. Raises Unfit("damaged" or "slow")."""
    with started(tool, arguments, seconds=seconds) as pipe:
        found = pipe.read(most + 1)
    if len(found) > most:
        raise Unfit("damaged")
    return found


def complaints(tool: str, arguments: list[str], *, seconds: float, most: int) -> bytes:
    """What it writes and what it complains of, at most so many bytes, however it ends."""
    found = b""
    with suppress(Unfit), started(tool, arguments, seconds=seconds, complaining=True) as pipe:
        found = pipe.read(most)
    return found


def lines(tool: str, arguments: list[str], *, seconds: float, heard: Callable[[str], None]) -> None:
    """Run it and hear each line it writes. Raises Unfit("damaged" or "slow")."""
    with started(tool, arguments, seconds=seconds) as pipe:
        for line in pipe:
            heard(line.decode("ascii", "replace").strip())


def pieces(tool: str, arguments: list[str], *, seconds: float) -> Iterator[bytes]:
    """What it writes, piece by piece. Raises Unfit("damaged" or "slow")."""
    with started(tool, arguments, seconds=seconds) as pipe:
        while piece := pipe.read(PIECE):
            yield piece


@contextmanager
def started(
    tool: str, arguments: list[str], *, seconds: float, complaining: bool = False
) -> Iterator[IO[bytes]]:
    """Its standard output while it runs, with its complaints if one wants them. When the block ends, it has
    ended too.
    """
    process = subprocess.Popen(
        _command(tool, arguments, seconds),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if complaining else subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        start_new_session=True,
    )
    late = threading.Event()
    clock = threading.Timer(seconds, _end, [process, late])
    clock.daemon = True
    clock.start()
    assert process.stdout is not None
    try:
        yield process.stdout
        # Whoever stopped reading early wants no more of it.
        process.stdout.close()
        code = process.wait()
    finally:
        clock.cancel()
        _end(process)
        process.stdout.close()
        process.wait()
    if late.is_set() or code in (-signal.SIGXCPU, 128 + signal.SIGXCPU):
        raise Unfit("slow")
    if code != 0:
        raise Unfit("damaged")


def _command(tool: str, arguments: list[str], seconds: float) -> list[str]:
    path = _tool(tool)
    if path is None:
        raise Unfit("unknown")
    bounds = [str(int(seconds * 2)), str(MEMORY_KIB), str(OUTPUT_BLOCKS)]
    return ["/bin/sh", "-c", _BOUNDS, "sh", *bounds, *_leash(), path, *arguments]


@cache
def _leash() -> tuple[str, ...]:
    """Low priority; and on Linux it dies with the thread that began it: a killed worker leaves none."""
    nice, setpriv = shutil.which("nice"), shutil.which("setpriv")
    leash = (setpriv, "--pdeathsig", "KILL", "--") if setpriv and Path("/proc").exists() else ()
    return (*leash, nice, "-n", "10") if nice else leash


def _end(process: "subprocess.Popen[bytes]", late: threading.Event | None = None) -> None:
    if process.poll() is None:
        if late is not None:
            late.set()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
