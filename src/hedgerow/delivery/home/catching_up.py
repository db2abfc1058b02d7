"""After an absence: what is new in a home, by person, and how close each of them stands to the reader.

Nothing here is kept: it is the home as `reads.listed` remembers it, told in another way.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from hedgerow.delivery.positions import reads as positions
from hedgerow.kernel.clock import now
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.lines.facts import Line
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown

from . import rules
from .following import ties
from .reads import TIMELINE, listed, newer
from .rules import Tie

AWAY = timedelta(days=3)
MUCH = 10
"""Fewer new posts than this are read in no time; nobody needs help with them."""

EACH = 3
MOST_PEOPLE = 40
CLOSEST = 12


class Person(msgspec.Struct, frozen=True):
    """Somebody one follows who wrote meanwhile: their newest few posts, and how many there are in all."""

    face: FaceCard
    count: int
    posts: list[Shown]


class Missed(msgspec.Struct, frozen=True):
    """What is new since the last visit: closest people first. `people` and `count` are of all of it."""

    persons: list[Person]
    people: int
    count: int
    top: int
    """The public id up to which all of it is read; 0 when there is nothing new."""


class Absence(msgspec.Struct, frozen=True):
    """That somebody was away, and how much there is to catch up on."""

    days: int
    count: int


class Close(msgspec.Struct, frozen=True):
    """Why somebody stands where they stand: how close, and what the reader made of them."""

    face: FaceCard
    tie: Tie
    spoke_lately: bool


def absence(viewer: int) -> Absence | None:
    """How long the face was away from its home, where that was long and much was written; else None."""
    place = positions.position(viewer, TIMELINE)
    if place is None or (away := now() - place.at) < AWAY:
        return None
    count = newer(listed(viewer), positions.start(viewer, TIMELINE))
    return Absence(away.days, count) if count >= MUCH else None


def missed(viewer: int) -> Missed:
    """What is new in the home since the last visit, by who wrote it; closest first, then who wrote last."""
    home = listed(viewer)
    new = home.lines[: newer(home, positions.start(viewer, TIMELINE))]
    by_author: dict[int, list[Line]] = {}
    for line in new:
        if line.author_id != viewer:
            by_author.setdefault(line.author_id, []).append(line)
    close = ties(viewer)
    moment = now()
    order = sorted(by_author, key=lambda face: -rules.closeness(close.get(face, rules.STRANGER), moment))
    persons = _persons(viewer, order[:MOST_PEOPLE], by_author)
    count = sum(map(len, by_author.values()))
    return Missed(persons, len(by_author), count, max((line.public_id for line in new), default=0))


def _persons(viewer: int, order: Sequence[int], by_author: dict[int, list[Line]]) -> list[Person]:
    wanted = [line.id for face in order for line in by_author[face][:EACH]]
    shown = {each.listed: each for each in posts.shown(viewer, wanted)}
    cards = faces.cards(order)
    return [
        Person(
            cards[face],
            len(by_author[face]),
            [shown[line.public_id] for line in by_author[face][:EACH] if line.public_id in shown],
        )
        for face in order
        if face in cards and any(line.public_id in shown for line in by_author[face][:EACH])
    ]


def closest(viewer: int) -> list[Close]:
    """Those who come first in this face's home, and why: only what it made of them itself."""
    moment = now()
    made = ties(viewer)
    order = sorted(made, key=lambda face: -rules.closeness(made[face], moment))[:CLOSEST]
    cards = faces.cards(order)
    return [
        Close(cards[face], made[face], _lately(made[face], moment))
        for face in order
        if face in cards and rules.closeness(made[face], moment) > rules.FOLLOWED
    ]


def _lately(tie: Tie, moment: datetime) -> bool:
    return tie.spoke is not None and moment - tie.spoke < rules.STALE
