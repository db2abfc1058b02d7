"""Who can be looked around as: what the building of the demonstration left in its folder, with the cards."""

from functools import lru_cache
from pathlib import Path

import msgspec
from django.conf import settings

from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard


class _Person(msgspec.Struct, frozen=True):
    who: str
    handles: list[str]


class _Group(msgspec.Struct, frozen=True):
    name: str
    about: str
    people: list[_Person]


class Person(msgspec.Struct, frozen=True):
    """One human of the story: a line about who it is, and the faces it has."""

    name: str
    who: str
    faces: list[FaceCard]


class Group(msgspec.Struct, frozen=True):
    """Some people who belong together."""

    name: str
    about: str
    people: list[Person]


def groups() -> list[Group]:
    """The people of the story, those without an active face left out."""
    written = _written()
    numbers = faces.by_handles(
        handle for group in written for each in group.people for handle in each.handles
    )
    cards = {card.handle: card for card in faces.cards(numbers.values()).values() if card.state == "active"}
    return [_group(group, cards) for group in written]


def _group(group: _Group, cards: dict[str, FaceCard]) -> Group:
    people = []
    for person in group.people:
        own = [cards[handle] for handle in person.handles if handle in cards]
        if own:
            people.append(Person(own[0].name, person.who, own))
    return Group(group.name, group.about, people)


def face(handle: str) -> FaceCard | None:
    """The card of this face of the story; None for every other."""
    cards = (card for group in groups() for person in group.people for card in person.faces)
    return next((card for card in cards if card.handle == handle), None)


def _written() -> list[_Group]:
    """What the building left; nothing before it ended."""
    path = Path(settings.DATA_DIR) / "demo.json"
    return _read(path, path.stat().st_mtime_ns) if path.exists() else []


@lru_cache(1)
def _read(path: Path, written_at: int) -> list[_Group]:
    return msgspec.json.decode(path.read_bytes(), type=list[_Group])
