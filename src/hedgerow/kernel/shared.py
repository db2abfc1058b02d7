"""The one connection to Redis or Valkey, where the operator gave one; nothing in small mode."""

from functools import lru_cache
from typing import Any

from django.conf import settings


def redis() -> Any | None:
    """The process's Redis client (thread safe, pooled, bytes in and out), or None without `REDIS_URL`."""
    url = getattr(settings, "REDIS_URL", "")
    return _client(url) if url else None


def name(of: str) -> str:
    """What this site calls something there: other sites may use the same Redis."""
    return f"hedgerow:{settings.SITE_MARK}:{of}"


@lru_cache(maxsize=2)
def _client(url: str) -> Any:
    from redis import Redis

    return Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
