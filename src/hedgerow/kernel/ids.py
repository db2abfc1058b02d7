"""Ids that leave the house.

Posts and notifications carry milliseconds and 22 random bits: they sort by time and cannot be counted. Faces,
circles and everything else whose time of birth is nobody's business are all random. Dense integers stay
inside.
"""

import secrets
import time

EPOCH_MS = 1_577_836_800_000  # 2020-01-01T00:00:00Z
RANDOM_BITS = 22


def timed_id() -> int:
    """A 63-bit id for something that happens now: milliseconds since 2020, then 22 random bits."""
    return timed_id_at(time.time_ns() // 1_000_000)


def timed_id_at(ms: int) -> int:
    """A 63-bit id for something that happened at `ms` milliseconds since the Unix epoch (2020 to 2089)."""
    since = ms - EPOCH_MS
    if not 0 <= since < 2**41:
        raise ValueError("timed ids reach from 2020 to 2089")
    return since << RANDOM_BITS | secrets.randbits(RANDOM_BITS)


def random_id() -> int:
    """A random id in [2**61, 2**62): always of one length, and says nothing."""
    return 2**61 | secrets.randbits(61)


def opaque() -> str:
    """A random name of 24 URL-safe characters (144 bits), for addresses and tokens nobody may guess."""
    return secrets.token_urlsafe(18)


def timed_floor(ms: int) -> int:
    """The least timed id there can be for something that happened at `ms`, within what they reach."""
    return min(max(0, ms - EPOCH_MS), 2**41 - 1) << RANDOM_BITS
