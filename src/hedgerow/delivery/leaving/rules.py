"""What is noted of what left, as pure functions."""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings

KEPT = timedelta(days=180)
FEW = 5
"""Below so many readers by one door no number is said."""


def mark(post: int, reader: int) -> int:
    """A number for this reader of this post: another for each post, so that no two say who reads both."""
    key = settings.SECRET_KEY.encode()
    digest = hmac.new(key, f"left {post} {reader}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8]) >> 1
