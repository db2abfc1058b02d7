"""Keys of the epoch for what people remember besides faces, circles and things.

The engine numbers its own kinds from 1 to 5 (`boundary.epoch`); these follow.
"""


def member_key(member: int) -> int:
    """Which faces this member has, or the member's state, changed."""
    return member << 3 | 6


def app_key(app: int) -> int:
    """A token that this app has for itself ended. Negative, so that it is nobody's of the kinds above."""
    return -(app << 3 | 1)


SITE_FACTS = 7
"""What the operator decided for the site, or keeps out of it or of its public lists, changed."""

ANNOUNCEMENTS = 1 << 3 | 7
"""What is announced to everybody changed."""
