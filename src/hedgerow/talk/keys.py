"""A key of the epoch for what talk remembers.

The engine numbers its own kinds from 1 to 5 (`boundary.epoch`), people use 6 and delivery 7; kind 0 is left,
where only face 0 would mean everything and no face has that number.
"""

import hashlib


def conversation_key(conversation: int) -> int:
    """Something was said, changed or read in this conversation. Negative, so that it is no face's mark."""
    return -(conversation << 3)


def carried_key(tag: str) -> int:
    """Something was said with this tag (its key), or no more. Negative too: people's apps use 1 there."""
    digest = hashlib.blake2b(tag.encode(), digest_size=8).digest()
    return -(int.from_bytes(digest) >> 5 << 3 | 2)


def mine_key(face: int) -> int:
    """This face's own marks on posts changed: its reactions, bookmarks or boosts."""
    return face << 3
