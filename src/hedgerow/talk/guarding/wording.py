"""Finding the words of a list in what was read."""

import re
from collections.abc import Iterator
from functools import lru_cache

from hedgerow.kernel.searching.words import fold, pieces

from . import lists
from .reading import Reading

MOST_ENTRIES = 1_000
LONGEST_ENTRY = 80


@lru_cache(maxsize=256)
def pattern(written: str) -> re.Pattern[str]:
    """What finds any entry of a list in a line; nothing fits an empty list."""
    entries = [_entry(line) for line in written.splitlines()[:MOST_ENTRIES]]
    either = "|".join(sorted({entry for entry in entries if entry}, key=lambda entry: (-len(entry), entry)))
    return re.compile(rf"(?<!\S)(?:{either})(?!\S)" if either else r"(?!)")


def _entry(line: str) -> str:
    """One entry as a pattern without any that could run long: a star is the rest of one word."""
    parts = []
    for word in line[:LONGEST_ENTRY].split():
        bare = " ".join(fold(piece.text) for piece in pieces(word.strip("*")))
        if bare:
            before, after = r"\S*" * word.startswith("*"), r"\S*" * word.endswith("*")
            parts.append(before + re.escape(bare) + after)
        elif word.strip("*") == "":
            parts.append(r"\S+")
    return " ".join(parts) if any(part != r"\S+" for part in parts) else ""


def names(written: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of these names in a line, in the genitive too."""
    return _names(tuple(sorted(name for name in written if len(fold(name)) > 2)))


@lru_cache(maxsize=256)
def _names(written: tuple[str, ...]) -> re.Pattern[str]:
    folded = [" ".join(fold(piece.text) for piece in pieces(name)) for name in written]
    either = "|".join(re.escape(name) for name in folded if name)
    return re.compile(rf"(?<!\S)(?:{either})(?:s| s)?(?!\S)" if either else r"(?!)")


def of(own: dict[str, str], name: str) -> re.Pattern[str]:
    """A list by its name: one's own, or the given one."""
    return pattern(own[name] if name in own else lists.GIVEN[name])


def find(read: Reading, wanted: re.Pattern[str]) -> Iterator[str]:
    """Each thing in the text that fits, as written."""
    return (words for _match, words in read.find(wanted))
