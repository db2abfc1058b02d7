"""A key of the epoch for what delivery remembers.

The engine numbers its own kinds from 1 to 5 (`boundary.epoch`) and people use 6 (`people.keys`).
"""


def news_key(face: int) -> int:
    """This face has a new notification, has seen its notifications or moved its read position."""
    return face << 3 | 7
