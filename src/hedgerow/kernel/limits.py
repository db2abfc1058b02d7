"""Rate limits that say when to try again.

A key has a bucket of `limit` goes that fills up evenly within `per_seconds`: a burst is fine, a stream is
not. The fullness is kept as one time, the moment at which the bucket will be full again. In small mode that
is memory of this process; with Redis all processes share it. `settings.RATE_LIMITS = False` switches limits
off.
"""

import math
import threading
import time
from collections import OrderedDict
from typing import NamedTuple

import structlog
from django.conf import settings

from hedgerow.kernel import shared
from hedgerow.kernel.errors import TooMany
from hedgerow.kernel.tracing import where

log = structlog.get_logger(__name__)

MOST_KEYS = 100_000

_now = time.monotonic
_guard = threading.Lock()
_full_at: OrderedDict[str, float] = OrderedDict()


class Rate(NamedTuple):
    """So many goes in so many seconds."""

    limit: int
    per_seconds: float


class Left(NamedTuple):
    """What a key has left: goes of its limit, and the seconds until all of them are there again."""

    goes: int
    full_in: float
    limit: int


# KEYS[1]; ARGV: now, seconds a go costs, seconds the bucket holds. Answers how long to wait (0 is "go") and
# in how many seconds the bucket will be full.
_SCRIPT = """
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), tonumber(ARGV[1])) + tonumber(ARGV[2])
local wait = full - tonumber(ARGV[1]) - tonumber(ARGV[3])
if wait > 0.000001 then return {tostring(wait), '0'} end
redis.call('SET', KEYS[1], string.format('%.6f', full), 'EX', math.ceil(tonumber(ARGV[3])) + 1)
return {'0', tostring(full - tonumber(ARGV[1]))}
"""


def allow(key: str, *, limit: int, per_seconds: float) -> None:
    """Count one go for this key. Raises TooMany, with the seconds until the next go, when there is none
    left.
    """
    spend(key, Rate(limit, per_seconds))


def spend(key: str, rate: Rate) -> Left:
    """`allow`, and what is left afterwards. Raises TooMany."""
    if not getattr(settings, "RATE_LIMITS", True):
        return Left(rate.limit, 0.0, rate.limit)
    cost = rate.per_seconds / rate.limit
    wait, full_in = _wait(key, cost, rate.per_seconds)
    if wait > 0:
        raise TooMany(max(1, math.ceil(wait)), rate.limit)
    goes = max(0, math.floor((rate.per_seconds - full_in) / cost + 1e-6))
    return Left(goes, full_in, rate.limit)


def forget_all() -> None:
    """Forget what this process counted (tests)."""
    with _guard:
        _full_at.clear()


def _wait(key: str, cost: float, holds: float) -> tuple[float, float]:
    """Seconds to wait (0: go), and seconds until the bucket is full."""
    client = shared.redis()
    if client is None:
        return _wait_here(key, cost, holds, _now())
    try:
        wait, full_in = client.eval(_SCRIPT, 1, shared.name(f"limit:{key}"), time.time(), cost, holds)
        return float(wait), float(full_in)
    except Exception as error:
        # Better to count alone than to let everybody in, or nobody.
        log.error("limits unreachable", error=where(error))
        return _wait_here(key, cost, holds, _now())


def _wait_here(key: str, cost: float, holds: float, now: float) -> tuple[float, float]:
    with _guard:
        full = max(_full_at.get(key, 0.0), now) + cost
        wait = full - now - holds
        if wait > 1e-6:
            return wait, holds
        _full_at[key] = full
        _full_at.move_to_end(key)
        if len(_full_at) > MOST_KEYS:
            _full_at.popitem(last=False)
        return 0.0, full - now
