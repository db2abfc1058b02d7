"""Names and patterns that somebody wants kept, found however they are written.

A name is folded for case, width, accents, look-alike letters of other alphabets and the spaces and signs
between its letters. It must begin and end where words do, except in writing that has no such places (Chinese,
Thai) or joins small words to it (Arabic, Hebrew). Patterns run in RE2: in time that grows with the text
alone, whatever somebody made up.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec
import re2

from hedgerow.kernel.handles import latin

from .reading import Reading
from .shapes import Found

SHORTEST, LONGEST = 2, 200
"""Letters and digits of a name or pattern."""
LONG_WORD = 8
"""From here on a single word is found in compounds that begin with it, too."""
LARGEST_PATTERN = 1 << 18
"""Bytes of memory for one."""
WIDEST_GAP = 3
"""Signs between two letters of a name."""
_PARTING = ",;!?"
"""No name goes on after one of these."""
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "|": "l", "@": "a", "$": "s"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class Listed(msgspec.Struct, frozen=True):
    """A name (or a pattern) on a list, who set it and why."""

    words: str
    pattern: bool = False
    by: str = ""
    why: str = ""
    site: bool = False
    """On the site's list, not on one's own."""


class _Flat:
    """The letters and digits of a text, folded; where each stands; and before which of them a word begins."""

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        self.places: list[int] = []
        self.begins: list[bool] = []
        self.gaps: list[int] = []
        gap, begins = 0, True
        for place, char in enumerate(text):
            folded = _folded(char)
            if folded:
                for letter in folded:
                    letters.append(letter)
                    self.places.append(place)
                    self.begins.append(begins)
                    self.gaps.append(gap)
                    gap, begins = 0, False
            elif unicodedata.category(char) not in ("Mn", "Cf"):
                gap, begins = gap + (WIDEST_GAP + 1 if char in _PARTING else 1), True
        self.letters = "".join(letters)
        self.begins.append(True)


def letters(text: str) -> str:
    """The letters and digits of a name as they look, without what stands between them."""
    return _Flat(text).letters


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    """What a character is at a glance; empty for signs, spaces and marks."""
    if char in "|@$":
        return char.translate(_ALIKE)
    base = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char).casefold())
    bare = "".join(latin(each) for each in base if unicodedata.category(each)[0] in "LN")
    return bare.casefold().translate(_ALIKE)


def folded(name: str) -> str:
    """A name's letters and digits alone: equal for all ways of writing it."""
    return _Flat(name).letters


@lru_cache(maxsize=4096)
def _keys(name: str) -> tuple[str, ...]:
    """The name folded, and with its umlauts spelled out."""
    spelled = unicodedata.normalize("NFC", name).casefold().translate(_UMLAUTS)
    return tuple(dict.fromkeys((folded(name), folded(spelled))))


def find(read: Reading, names: Iterable[Listed]) -> Iterator[Found]:
    """Each listed name that the text says, as it says it."""
    names = tuple(names)
    flat = _Flat(read.text) if names else _Flat("")
    for each in names:
        said = _by_pattern(read.text, each.words) if each.pattern else _by_name(read.text, flat, each.words)
        if said:
            yield Found("confidential", "site" if each.site else "own", said, each.by, each.why)


def _by_pattern(text: str, pattern: str) -> str:
    try:
        match = compiled(pattern).search(unicodedata.normalize("NFKC", text))
    except re2.error:
        return ""
    return match.group().strip() if match else ""


@lru_cache(maxsize=512)
def compiled(pattern: str) -> "re2._Regexp":
    """The pattern, whatever its case. Raises re2.error."""
    options = re2.Options()
    options.max_mem = LARGEST_PATTERN
    options.case_sensitive = False
    options.log_errors = False
    return re2.compile(pattern, options)


def _by_name(text: str, flat: _Flat, name: str) -> str:
    for key in _keys(name):
        start = flat.letters.find(key) if len(key) >= SHORTEST else -1
        while start >= 0:
            end = start + len(key)
            if _whole(flat, start, end, name):
                return text[flat.places[start] : _with_marks(text, flat.places[end - 1] + 1)]
            start = flat.letters.find(key, start + 1)
    return ""


def _with_marks(text: str, end: int) -> int:
    """Where the letter before this place ends, its accents included."""
    while end < len(text) and unicodedata.category(text[end]) == "Mn":
        end += 1
    return end


def _whole(flat: _Flat, start: int, end: int, name: str) -> bool:
    """Is it the name, and no part of something else?"""
    if any(gap > WIDEST_GAP for gap in flat.gaps[start + 1 : end]):
        return False
    begins = flat.begins[start] or _joins(flat.letters[start])
    return begins and (flat.begins[end] or _joins(flat.letters[end - 1]) or _goes_on(flat, end, name))


def _joins(letter: str) -> bool:
    """Is it of a writing whose words do not stand apart?"""
    return not letter.isascii() and letter.upper() == letter.lower()


def _goes_on(flat: _Flat, end: int, name: str) -> bool:
    """Does the word end with its genitive or plural, or go on as a compound of a long one?"""
    rest = end
    while rest < len(flat.letters) and not flat.begins[rest]:
        rest += 1
    after = flat.letters[end:rest]
    if after in {"s", "es"}:
        return len(name) > SHORTEST + 2 and name[-1].isalpha()
    return len(name) >= LONG_WORD and name.isalpha() and after.isalpha()
