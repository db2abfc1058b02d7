"""The server's clock, the only time the boundary believes in.

`now_us()` counts microseconds since the Unix epoch and never gives the same number twice in one process, so
two things that happen one after the other can always be told apart by it, even when the machine's clock steps
back.
"""

import threading
import time
from datetime import UTC, datetime

_guard = threading.Lock()
_last = 0


def now_us() -> int:
    """Microseconds since the Unix epoch, strictly increasing within this process, from any thread."""
    global _last
    with _guard:
        _last = max(_last + 1, time.time_ns() // 1000)
        return _last


def now() -> datetime:
    """The present moment as an aware datetime in UTC."""
    return datetime.now(UTC)


def to_us(moment: datetime) -> int:
    """Microseconds since the Unix epoch of an aware datetime."""
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_us(us: int) -> datetime:
    """The aware datetime (UTC) of microseconds since the Unix epoch."""
    return datetime.fromtimestamp(us // 1_000_000, UTC).replace(microsecond=us % 1_000_000)
