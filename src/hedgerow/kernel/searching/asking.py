"""What somebody typed into a search, read: words, phrases in quotes, what is to be left out, filters. Pure.

Nothing raises, whatever was typed: what cannot be meant is left aside.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from . import words

LONGEST = 200
MOST_PHRASES = 8
MOST_IN_PHRASE = 16

_PART = re.compile(r'(-?)(?:([a-z]{2,12}):)?(?:"([^"]*)"?|(\S+))', re.IGNORECASE)


class Phrase(NamedTuple):
    """Words that stand together, in this order. `begun`: the last one may go on."""

    words: tuple[str, ...]
    begun: bool = False


class Filter(NamedTuple):
    """One `key:value`, as typed."""

    key: str
    value: str


class Asked(NamedTuple):
    """All of what was typed."""

    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    filters: tuple[Filter, ...] = ()
    typed: str = ""
    """The words that are asked for, as they were typed."""

    def words(self) -> tuple[str, ...]:
        """Every word that is asked for."""
        return tuple(word for phrase in self.phrases for word in phrase.words)


def read(text: str, keys: frozenset[str] = frozenset()) -> Asked:
    """Read what was typed. `keys`: the filters there are; any other `word:word` is words."""
    phrases: list[Phrase] = []
    without: list[Phrase] = []
    filters: list[Filter] = []
    typed: list[str] = []
    for match in _parts(text):
        found = _filter(match, keys)
        if found is not None:
            filters.append(found)
            continue
        minus, key, quoted, bare = match.groups("")
        said = f"{key}:{quoted or bare}" if key else quoted or bare
        (without if minus else phrases).extend(_phrases(said, bool(quoted)))
        typed += [] if minus else [said]
    return Asked(
        tuple(phrases[:MOST_PHRASES]), tuple(without[:MOST_PHRASES]), tuple(filters), " ".join(typed)
    )


def parts(text: str, keys: frozenset[str]) -> list[tuple[str, Filter | None]]:
    """What was typed, piece by piece, each as typed and as the filter that it is."""
    return [(match.group().strip(), _filter(match, keys)) for match in _parts(text)]


def _parts(text: str) -> Iterator[re.Match[str]]:
    return _PART.finditer(text[:LONGEST].replace("\x00", " "))


def _filter(match: re.Match[str], keys: frozenset[str]) -> Filter | None:
    _minus, key, quoted, bare = match.groups("")
    value = (quoted or bare).strip()
    return Filter(key.lower(), value) if key.lower() in keys and value else None


def _phrases(text: str, quoted: bool) -> list[Phrase]:
    found = words.asked_of(text)[:MOST_IN_PHRASE]
    if not found:
        return []
    star = not quoted and text.endswith("*")
    return [Phrase(tuple(found), star or words.is_pair_begun(found[-1]))]


def begun(asked: Asked) -> Asked:
    """The same with the last word only begun: what may be meant where the whole word is nowhere."""
    if not asked.phrases or len(asked.phrases[-1].words[-1]) < 2:
        return asked
    *first, last = asked.phrases
    return asked._replace(phrases=(*first, last._replace(begun=True)))


def holds(said: str, phrases: Iterable[Phrase]) -> bool:
    """Do these words, as they are kept with spaces between, hold every one of the phrases?"""
    return all(f" {' '.join(phrase.words)}{'' if phrase.begun else ' '}" in f" {said} " for phrase in phrases)
