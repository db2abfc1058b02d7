"""What somebody typed into a search, read: words, phrases in quotes, what is to be left out, filters. Pure.

Nothing raises, whatever was typed: what cannot be meant is left aside.
"""

import re
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

    def words(self) -> tuple[str, ...]:
        """Every word that is asked for."""
        return tuple(word for phrase in self.phrases for word in phrase.words)


def read(text: str, keys: frozenset[str] = frozenset()) -> Asked:
    """Read what was typed. `keys`: the filters there are; any other `word:word` is words."""
    phrases: list[Phrase] = []
    without: list[Phrase] = []
    filters: list[Filter] = []
    for minus, key, quoted, bare in _PART.findall(text[:LONGEST].replace("\x00", " ")):
        value = quoted or bare
        if key and key.lower() in keys and value:
            filters.append(Filter(key.lower(), value.strip()))
            continue
        (without if minus else phrases).extend(_phrases(f"{key} {value}" if key else value, bool(quoted)))
    return Asked(tuple(phrases[:MOST_PHRASES]), tuple(without[:MOST_PHRASES]), tuple(filters))


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
