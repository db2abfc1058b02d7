"""Words as both sides of a search know them: of what is kept, and of what is asked. Pure.

Letters are folded (compatible forms, case, accents). Chinese, Japanese and Korean, which put no spaces
between words, become pairs of neighbouring characters; the last one of a run stands alone too, so that a
single character is found as the beginning of a pair.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

LONGEST_WORD = 60
MOST_WORDS = 10_000
"""Of one text; what comes after is not found."""

_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]")
_CJK = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3131-\u318e\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7fb\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUNS = re.compile(f"([{_CJK}]+)")


class Piece(NamedTuple):
    """A run of letters in a text, and where it stands."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _word() -> re.Pattern[str]:
    """Letters and digits, with the marks that stand on them: in many scripts a word is not one without."""
    marks = [code for code in range(0x300, 0x1E950) if unicodedata.category(chr(code)) in ("Mn", "Mc")]
    spans: list[list[int]] = []
    for code in marks:
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    ranges = "".join(f"{chr(first)}-{chr(last)}" for first, last in spans)
    return re.compile(f"(?:[^\\W_]|[{ranges}\u200c\u200d])+")


def fold(text: str) -> str:
    """One form for what people read as the same: width, ligatures, case, accents and pointing."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold()))
    return unicodedata.normalize("NFC", bare.replace("\u200c", "").replace("\u200d", ""))


def pieces(text: str) -> Iterator[Piece]:
    """The runs of letters and digits in a text, as written."""
    for match in _word().finditer(text):
        yield Piece(match.group(), match.start(), match.end())


def words_of(text: str) -> list[str]:
    """Every word of a text to be kept, in order, Chinese, Japanese and Korean in pairs."""
    found: list[str] = []
    for piece in pieces(text):
        found += _of_piece(piece.text, whole=True)
        if len(found) >= MOST_WORDS:
            break
    return found[:MOST_WORDS]


def asked_of(text: str) -> list[str]:
    """The words to ask for: like `words_of`, but where the text ends, what is kept may go on."""
    parts = [piece.text for piece in pieces(text)]
    found: list[str] = []
    for place, part in enumerate(parts):
        found += _of_piece(part, whole=place < len(parts) - 1)
    return found


def _of_piece(text: str, *, whole: bool) -> list[str]:
    if text.isascii():
        # Letters and digits alone: there is nothing to fold but the case.
        return [text.lower()[:LONGEST_WORD]]
    found: list[str] = []
    runs = [run for part in _word().findall(fold(text)) for run in _RUNS.split(part) if run]
    for place, run in enumerate(runs):
        if _RUNS.match(run):
            found += pairs(run, whole=whole or place < len(runs) - 1)
        else:
            found.append(run[:LONGEST_WORD])
    return found


def pairs(run: str, *, whole: bool) -> list[str]:
    """Each character of a run with the next one; with `whole`, or where it is alone, the last one too."""
    found = [run[place : place + 2] for place in range(len(run) - 1)]
    return [*found, run[-1]] if whole or len(run) == 1 else found


def is_paired(text: str) -> bool:
    """Is this a run of Chinese, Japanese or Korean and nothing else?"""
    return _RUNS.fullmatch(text) is not None


def is_pair_begun(word: str) -> bool:
    """Is this a single Chinese, Japanese or Korean character, which stands for every pair it begins?"""
    return len(word) == 1 and _RUNS.match(word) is not None


def trigrams(word: str) -> frozenset[str]:
    """The threes of neighbouring letters of a word, its ends included: how alike two words are."""
    padded = f"  {word} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def likeness(one: str, other: str) -> float:
    """How much two words have in common by their threes of letters: from 0 (nothing) to 1 (the same)."""
    first, second = trigrams(one), trigrams(other)
    return len(first & second) / len(first | second)


def nearest(word: str, known: Iterable[str], least: float = 0.3) -> str:
    """The most alike of the known words, the first in order of letters among equals; empty where none is."""
    scored = sorted((-likeness(word, other), other) for other in set(known) if other != word)
    return scored[0][1] if scored and -scored[0][0] >= least else ""
