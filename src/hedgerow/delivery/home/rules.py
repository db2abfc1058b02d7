"""What belongs into a home and in which order: pure functions over lines and ties.

**People first**, so that anybody can explain why one post stands above another. Every post has one weight:

    closeness of its author  x  1/2 for each newer post of the same author  x  1/2 for every 12 hours of age

Closeness is what the reader made of the author, never what others did: 1 for somebody one follows, 4 more for
who is labelled friend or family, 1 more for each circle they are in (at most 3), and up to 3 more for having
answered each other (all of it within a week, then less and less until after a year it is nothing). So nobody
gets loud by posting often, nor by drawing reactions.

Ages are halved at one pace for all posts, so the order of two posts does not change as time passes: a page
asked for later goes on where the last one ended.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import log2
from typing import NamedTuple, Protocol, TypeVar

CLOSE_LABELS = frozenset({"friend", "family"})
FOLLOWED, CLOSE, MOST_CIRCLES, SPOKEN = 1.0, 4.0, 3, 3.0
FRESH, STALE = timedelta(days=7), timedelta(days=365)
HALF_LIFE_US = 12 * 3600 * 1_000_000


class Listed(Protocol):
    """What a home must know of a post (`talk.lines.facts.Line`)."""

    @property
    def id(self) -> int: ...
    @property
    def public_id(self) -> int: ...
    @property
    def author_id(self) -> int: ...
    @property
    def entered_at(self) -> int: ...
    @property
    def reply_to(self) -> int | None: ...
    @property
    def reply_author(self) -> int | None: ...
    @property
    def boost_of(self) -> int | None: ...
    @property
    def boost_author(self) -> int | None: ...


Row = TypeVar("Row", bound=Listed)


def belongs(
    line: Listed, known: Collection[int], muted: Collection[int], without_boosts: Collection[int] = ()
) -> bool:
    """Does this line belong into the home of somebody who follows, or is, one of the `known` faces?"""
    if line.boost_of is not None and line.author_id in without_boosts:
        return False
    if line.author_id in muted or line.boost_author in muted or line.reply_author in muted:
        return False
    return line.reply_to is None or line.reply_author in known


def spoken(language: str, wanted: Collection[str] | None) -> bool:
    """May this be read by somebody who wants certain languages of its author (None: all)? What says no
    language may.
    """
    return not wanted or not language or language.split("-")[0].lower() in wanted


def folded(lines: Sequence[Row]) -> list[Row]:
    """Each post once, where it first appeared: boosting again never lifts it. Newest first, as given."""
    said: set[int] = set()
    kept = []
    for line in reversed(lines):
        post = line.boost_of if line.boost_of is not None else line.id
        if post not in said:
            said.add(post)
            kept.append(line)
    kept.reverse()
    return kept


class Tie(NamedTuple):
    """What a reader made of an author."""

    labels: frozenset[str] = frozenset()
    circles: int = 0
    """In how many of the reader's own circles the author is."""
    spoke: datetime | None = None
    """When the two last answered each other."""


STRANGER = Tie()


def closeness(tie: Tie, now: datetime) -> float:
    """How close an author is to the reader: from 1 (just followed) to 11."""
    close = CLOSE if tie.labels & CLOSE_LABELS else 0.0
    return FOLLOWED + close + min(tie.circles, MOST_CIRCLES) + SPOKEN * _still_spoken(tie.spoke, now)


def _still_spoken(spoke: datetime | None, now: datetime) -> float:
    """1 within a week of having spoken, 0 after a year, evenly less in between."""
    if spoke is None:
        return 0.0
    return max(0.0, min(1.0, (STALE - (now - spoke)) / (STALE - FRESH)))


def people_first(lines: Iterable[Row], ties: Mapping[int, Tie], now: datetime) -> list[Row]:
    """The lines (newest first) by the weight described above, heaviest first; the newer of two equal ones."""
    close = {face: log2(closeness(tie, now)) for face, tie in ties.items()}
    before: dict[int, int] = {}
    weighed = []
    for line in lines:
        newer = before.get(line.author_id, 0)
        before[line.author_id] = newer + 1
        # The logarithm of the weight, so that no age is too old to be told from another.
        weight = close.get(line.author_id, 0.0) - newer + line.entered_at / HALF_LIFE_US
        weighed.append((-weight, -line.public_id, line))
    weighed.sort(key=lambda entry: entry[:2])
    return [line for _, _, line in weighed]
