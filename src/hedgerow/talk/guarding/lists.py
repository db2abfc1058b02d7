"""The lists that the guard begins with: a file a theme and language, in `words/`, read when first needed.

One entry a line. A star stands for the rest of a word (or its beginning), a plus in front for "only beside
another entry of this list"; a line that begins with # says something to whoever reads the file. A face's own
changes to a theme are such lines too: what it adds, in whatever language, and with a minus in front what is
not to be looked for.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from hedgerow.kernel.searching.words import fold

from .reading import Reading

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("en", "de", "fr", "es", "ar")
THEMES = ("swearing", "drink", "anger", "private", "work")
"""Those that each face may change."""
SPEAKS_IT = 2
"""Different small words of a language that show a text to be in it."""


class Entry(NamedTuple):
    """One line of a list: what it looks for, and whether it says enough alone."""

    words: str
    alone: bool


def entries(text: str) -> tuple[Entry, ...]:
    """The entries of a list as written; those that a minus takes away are none."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(
        Entry(line.lstrip("+ "), not line.startswith("+")) for line in lines if line and line[0] not in "#-−"
    )


def _taken_away(text: str) -> frozenset[str]:
    lines = (line.strip() for line in text.splitlines())
    return frozenset(fold(line[1:].lstrip("+ ")) for line in lines if line and line[0] in "-−")


@cache
def given(theme: str, language: str) -> tuple[Entry, ...]:
    """The given list of a theme in a language; empty where there is none."""
    path = FOLDER / language / f"{theme}.txt"
    return entries(path.read_text(encoding="utf-8")) if path.exists() else ()


@lru_cache(maxsize=512)
def left(theme: str, language: str, changes: str) -> tuple[Entry, ...]:
    """The given list, without what these changes take away."""
    gone = _taken_away(changes)
    return tuple(entry for entry in given(theme, language) if fold(entry.words) not in gone)


@lru_cache(maxsize=256)
def added(changes: str) -> tuple[Entry, ...]:
    """What these changes add."""
    return entries(changes)


@cache
def words(theme: str) -> frozenset[str]:
    """The words of a theme in every language, folded: for names, which are in no language."""
    return frozenset(fold(entry.words) for language in LANGUAGES for entry in given(theme, language))


@cache
def _small_words(language: str) -> frozenset[str]:
    return frozenset(fold(entry.words) for entry in given("common", language))


def languages(read: Reading, said: str) -> tuple[str, ...]:
    """Which languages' lists a text is held against: the one it is said to be in, and those whose small words
    stand in it. A text too short to tell is held against all, unless it is said to be in one without lists.
    """
    said = said[:2]
    here = set(read.line.split())
    found = [
        language
        for language in LANGUAGES
        if language == said or len(here & _small_words(language)) >= SPEAKS_IT
    ]
    told = any(len(here & _small_words(language)) >= SPEAKS_IT for language in LANGUAGES)
    return LANGUAGES if not told and said in ("", *LANGUAGES) else tuple(found)
