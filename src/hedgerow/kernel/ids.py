"""Ids that leave the house.

Posts and notifications carry milliseconds and 22 random bits: they sort by time and cannot be counted. Faces,
circles and everything else whose time of birth is nobody's business are all random. Dense integers stay
inside.
"""

import secrets
import threading
import time
from collections.abc import Iterable

EPOCH_MS = 1_577_836_800_000  # 2020-01-01T00:00:00Z
RANDOM_BITS = 22
STEP_BITS = 14
MOMENT_MS = 1_000


_guard = threading.Lock()
_last = 0


def timed_id() -> int:
    """A 63-bit id for something that happens now: milliseconds since 2020, then 22 random bits.

    Those that one process gives within a millisecond sort in the order in which it gave them.
    """
    global _last
    with _guard:
        fresh = timed_id_at(time.time_ns() // 1_000_000)
        # A clock that was set back by more than a moment is followed.
        if 0 <= _last - fresh < MOMENT_MS << RANDOM_BITS:
            fresh = _last + 1 + secrets.randbits(STEP_BITS)
        _last = fresh
        return fresh


def timed_id_at(ms: int) -> int:
    """A 63-bit id for something that happened at `ms` milliseconds since the Unix epoch (2020 to 2089)."""
    since = ms - EPOCH_MS
    if not 0 <= since < 2**41:
        raise ValueError("timed ids reach from 2020 to 2089")
    return since << RANDOM_BITS | secrets.randbits(RANDOM_BITS)


def timed_ids_at(moments: Iterable[int]) -> list[int]:
    """A timed id for each of these milliseconds, in their order, no two alike: 5,000 things of one
    millisecond would otherwise hardly ever all differ.
    """
    given: dict[int, None] = {}
    for ms in moments:
        fresh = timed_id_at(ms)
        while fresh in given:
            fresh = timed_id_at(ms)
        given[fresh] = None
    return list(given)


def random_id() -> int:
    """A random id in [2**61, 2**62): always of one length, and says nothing."""
    return 2**61 | secrets.randbits(61)


def opaque() -> str:
    """A random name of 24 URL-safe characters (144 bits), for addresses and tokens nobody may guess."""
    return secrets.token_urlsafe(18)


def timed_floor(ms: int) -> int:
    """The least timed id there can be for something that happened at `ms`, within what they reach."""
    return min(max(0, ms - EPOCH_MS), 2**41 - 1) << RANDOM_BITS


def timed_ms(number: int) -> int:
    """When the thing with this timed id happened, in milliseconds since the Unix epoch."""
    return (number >> RANDOM_BITS) + EPOCH_MS
