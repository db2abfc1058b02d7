"""Words of one life on their way to the other's circles, and the hour of the night."""

from collections.abc import Collection, Iterator

from hedgerow.kernel.searching.words import fold, pieces

from . import lists, wording
from .reading import Reading
from .shapes import Found, Life, Occasion

NIGHT_FROM, NIGHT_TO = 23, 5
LIVES: dict[str, Life] = {
    "friend": "private", "family": "private", "colleague": "work", "manager": "work", "report": "work",
    "client": "work",
}  # fmt: skip


def life_of(labels: Collection[str], name: str = "") -> Life:
    """Which life a circle is of, by the labels of those in it; where they have none, by its name."""
    lives = {LIVES[label] for label in labels if label in LIVES}
    if not lives:
        said = {fold(piece.text) for piece in pieces(name)}
        named: tuple[Life, ...] = ("private", "work")
        lives = {life for life in named if said & lists.words(f"circles-{life}")}
    return lives.pop() if len(lives) == 1 else "both"


def find(
    read: Reading, own: dict[str, str], occasion: Occasion, languages: Collection[str]
) -> Iterator[Found]:
    """Private words where only people from work read, and the other way round; and what reads like that which
    went to circles of the other life before.
    """
    other = "private" if occasion.only("work") else "work" if occasion.only("private") else ""
    if not other:
        return
    for words in wording.find(read, own, other, languages):
        yield Found("mismatch", other, words)
    if {life for life, _name in occasion.alike} == {other}:
        yield Found("mismatch", "past", occasion.alike[0][1])


def find_hour(occasion: Occasion) -> Iterator[Found]:
    """At night, to anybody but friends and family."""
    if (occasion.hour >= NIGHT_FROM or occasion.hour < NIGHT_TO) and not occasion.only("private"):
        yield Found("hour", "night")
