"""What a tag is called. Pure."""

import hashlib

from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.names import find_names, tag_key

MOST_FEATURED = 10
DAYS = 7
DAY_US = 86_400 * 1_000_000


def key_of(written: str) -> str:
    """The key of a tag as somebody wrote it, with or without its sign. Raises NotFound for what is none."""
    text = "#" + written.strip().removeprefix("#")
    found = next(find_names(text), None)
    if found is None or found.sign != "#" or found.end != len(text):
        raise NotFound
    return tag_key(found.shown[1:])


def number_of(key: str) -> int:
    """A number by which apps know a tag: made of its name, so that it tells of no other tag."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) >> 2
