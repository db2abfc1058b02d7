"""Finding the words of a list in what was read."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from hedgerow.kernel.searching.words import fold, pieces

from . import lists
from .lists import Entry
from .reading import Reading

MOST_ENTRIES = 1_000
LONGEST_ENTRY = 80
_ARABIC = re.compile("[\u0621-\u064a]+")
_BEFORE, _AFTER = "[وف]?(?:ال|بال|كال|لل)?", "(?:ي|نا|ه|ها|هم|كم)?"
"""Small words that Arabic writes as one with the next: and, the, with the; and my, our, her behind it."""


def patterns(entries: Collection[Entry]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds the entries that say enough alone, and what finds the others."""
    return _patterns(tuple(entries))


@lru_cache(maxsize=512)
def _patterns(entries: tuple[Entry, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    entries = entries[:MOST_ENTRIES]
    return _pattern(entry.words for entry in entries if entry.alone), _pattern(
        entry.words for entry in entries if not entry.alone
    )


def _pattern(written: Iterator[str]) -> re.Pattern[str]:
    """What finds any of these in a line; nothing fits where there are none."""
    found = {_entry(line) for line in written} - {""}
    arabic = {entry for entry in found if entry.startswith(_BEFORE)}
    bare = {entry.removeprefix(_BEFORE) for entry in arabic}
    either = "|".join(part for part in (_either(bare, _BEFORE), _either(found - arabic)) if part)
    return re.compile(rf"(?<!\S)(?:{either})(?!\S)" if either else r"(?!)")


def _either(entries: Collection[str], before: str = "") -> str:
    """Any of them, the longest first; what stands before each is said once, which is quicker."""
    bare = sorted(entries, key=lambda entry: (-len(entry), entry))
    return f"{before}(?:{'|'.join(bare)})" if bare else ""


def _entry(line: str) -> str:
    """One entry as a pattern without any that could run long: a star is the rest of one word."""
    parts = []
    for word in line[:LONGEST_ENTRY].split():
        bare = " ".join(fold(piece.text) for piece in pieces(word.strip("*")))
        if bare:
            before, after = r"\S*" * word.startswith("*"), r"\S*" * word.endswith("*")
            parts.append(before + _spelled(bare, open_end=bool(after)) + after)
        elif word.strip("*") == "":
            parts.append(r"\S+")
    return " ".join(parts) if any(part != r"\S+" for part in parts) else ""


def _spelled(word: str, *, open_end: bool) -> str:
    """A folded word as a pattern; an Arabic one with what may be written as one with it."""
    if not _ARABIC.fullmatch(word):
        return re.escape(word)
    stem, last = word[:-1], word[-1]
    endings = {"ة": "(?:[ةه]|ت(?:ي|نا|ه|ها|هم|كم))", "ى": "[ىي]", "ي": "[ىي]"}
    end = endings.get(last, last + ("" if open_end or len(word) < 3 else _AFTER))
    return _BEFORE + stem + end


def names(written: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of these names in a line, in the genitive too."""
    return _names(tuple(sorted(name for name in written if len(fold(name)) > 2)))


@lru_cache(maxsize=256)
def _names(written: tuple[str, ...]) -> re.Pattern[str]:
    folded = [" ".join(fold(piece.text) for piece in pieces(name)) for name in written]
    either = "|".join(re.escape(name) for name in folded if name)
    return re.compile(rf"(?<!\S)(?:{either})(?:s| s)?(?!\S)" if either else r"(?!)")


def spot(
    read: Reading, own: dict[str, str], theme: str, languages: Collection[str]
) -> Iterator[tuple[re.Match[str], str]]:
    """Each place where a theme's list fits, and what is written there: the given lists of these languages,
    and what a face made of them. What says too little alone is given where something else fits as well.
    """
    changes = own.get(theme, "")
    held = [lists.left(theme, language, changes) for language in languages]
    sure: list[tuple[re.Match[str], str]] = []
    unsure: list[tuple[re.Match[str], str]] = []
    for entries in (*held, lists.added(changes)):
        alone, beside = patterns(entries)
        sure += read.find(alone)
        unsure += read.find(beside)
    taken = [match.span() for match, _words in sure]
    rest = [one for one in unsure if not any(start <= one[0].start() < end for start, end in taken)]
    yield from sure
    if sure or len({match.group() for match, _words in rest}) > 1:
        yield from rest


def find(read: Reading, own: dict[str, str], theme: str, languages: Collection[str]) -> Iterator[str]:
    """Each thing in the text that a theme's list looks for, as written."""
    return (words for _match, words in spot(read, own, theme, languages))


def fits(theme: str, languages: Collection[str]) -> list[re.Pattern[str]]:
    """What finds anything of a given list."""
    return [patterns(lists.given(theme, language))[0] for language in languages]
