"""Capacity: what sounds as if its author spoke for the organisation."""

from collections.abc import Collection, Iterator
from functools import lru_cache

from . import lists, wording
from .lists import Entry
from .reading import Reading
from .shapes import Found, Occasion

ORGANISATION = "ORG"
"""What stands for each of one's employers in the lists `speaks-for`: "we at ORG", "ORG announces"."""


def find(
    read: Reading, organisations: tuple[str, ...], occasion: Occasion, languages: Collection[str]
) -> Iterator[Found]:
    """Where somebody could take it for the organisation's word. Friends and family know who speaks."""
    own_view = any(each.search(read.line) for each in wording.fits("own-view", languages))
    if occasion.only("private") or own_view:
        return
    for language in languages:
        said_of = _said_of(tuple(sorted(organisations)), language)
        for pattern in (*wording.fits("speaks", (language,)), wording.patterns(said_of)[0]):
            for _match, words in read.find(pattern):
                yield Found("capacity", "speaks", words)


@lru_cache(maxsize=256)
def _said_of(organisations: tuple[str, ...], language: str) -> tuple[Entry, ...]:
    """What is said of these organisations, or as one of them."""
    return tuple(
        Entry(entry.words.replace(ORGANISATION, name.replace("*", "")), alone=True)
        for name in organisations
        for entry in lists.given("speaks-for", language)
    )
