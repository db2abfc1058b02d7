"""Tokens for tests."""

from hedgerow.doors.mastodon.bearers import KNOWN, Bearer


def token_for(face: int, scopes: str = "read write follow push") -> str:
    """A token with which an app speaks for this face."""
    token = f"{face} {scopes}"
    KNOWN[token] = Bearer(len(KNOWN) + 1, 1, None, face, frozenset(scopes.split()))
    return token
