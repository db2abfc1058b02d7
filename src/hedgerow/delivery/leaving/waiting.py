"""What apps were given and is not noted yet: in memory, since reads do not write; for each process."""

import threading
from datetime import datetime

from hedgerow.kernel.clock import now
from hedgerow.talk.posts.reads import Shown

MOST_KNOWN = 200_000
MOST_WAITING = 10_000
SECONDS = 5.0


class _Waiting:
    """`known`: readers with posts that are noted, or wait to be."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: set[tuple[int, int]] = set()
        self.rows: list[tuple[int, Shown, datetime]] = []


_waiting = _Waiting()


def note(reader: int, post: Shown) -> None:
    """This reader's app is given this post. Costs a look-up where that is known."""
    key = (reader, post.id)
    if key in _waiting.known:
        return
    with _waiting.lock:
        if len(_waiting.known) >= MOST_KNOWN:
            # Noted again it is the same row.
            _waiting.known.clear()
        if len(_waiting.rows) < MOST_WAITING:
            _waiting.known.add(key)
            _waiting.rows.append((reader, post, now()))


def take() -> list[tuple[int, Shown, datetime]]:
    """What waits; it waits no longer."""
    with _waiting.lock:
        taken, _waiting.rows = _waiting.rows, []
    return taken


def forget() -> None:
    """Forget everything (a test's rollback)."""
    with _waiting.lock:
        _waiting.known.clear()
        _waiting.rows.clear()
