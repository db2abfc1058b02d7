"""What a worker process owes its parent: to end with it, and to say when it is ready."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Asks Linux to end this worker when its parent is killed: an orphan would hold port and database."""
    if sys.platform != "linux" or not os.environ.get("HEDGEROW_PARENT"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent may have gone before the wish was heard.
    if os.getppid() != int(os.environ["HEDGEROW_PARENT"]):
        os.kill(os.getpid(), signal.SIGTERM)


def announce() -> None:
    """Prints the line a person waits for after `./hedgerow`."""
    if text := os.environ.get("HEDGEROW_ANNOUNCE"):
        print(text, flush=True)
