"""What a web worker owes its parent: to end with it, and when asked to, and to say when it is ready."""

import ctypes
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hedgerow.config.front import App

PR_SET_PDEATHSIG = 1
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""Of glibc's `mallopt(3)`."""
ARENAS, LARGE = 2, 256 * 1024


def load() -> "App":
    """What granian calls in each worker: the front, once the worker can be ended.

    Django is imported here and not above: that takes a second, in which the wish to end must be heard.
    """
    hear_the_end()
    _end_with_parent()
    give_memory_back()
    from hedgerow.config.asgi import app

    return app


def hear_the_end() -> None:
    """Drops the handlers a worker inherits: they only note the wish to end, for the parent's loop to see.

    Until the worker's own loop has handlers, ending at once is right: nothing has begun yet.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


def _end_with_parent() -> None:
    """Asks Linux to end this worker when its parent is killed: an orphan would hold port and database."""
    if sys.platform != "linux" or not os.environ.get("HEDGEROW_PARENT"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent may have gone before the wish was heard.
    if os.getppid() != int(os.environ["HEDGEROW_PARENT"]):
        os._exit(0)


def give_memory_back() -> None:
    """Has the C library return what is freed, instead of keeping a heap for each thread as large as it ever
    was: a password's hash alone takes 16 MiB for a moment. To be said before the threads begin.
    """
    if sys.platform != "linux" or not hasattr(library := ctypes.CDLL(None), "mallopt"):
        return
    library.mallopt(M_ARENA_MAX, ARENAS)
    library.mallopt(M_MMAP_THRESHOLD, LARGE)
    library.mallopt(M_TRIM_THRESHOLD, LARGE)


def announce() -> None:
    """Prints the line a person waits for after `./hedgerow`."""
    if text := os.environ.get("HEDGEROW_ANNOUNCE"):
        print(text, flush=True)
