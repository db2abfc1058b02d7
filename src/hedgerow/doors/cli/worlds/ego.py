"""SNAP's ego networks as they lie in a folder: contacts, friendships and the circles an ego drew by hand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LONGEST_NAME = 80


class Broken(Exception):
    """The input cannot be meant. The message names the file and the line."""


@dataclass
class Network:
    """The union of all ego networks of a folder. Numbers are those of the files."""

    egos: list[int] = field(default_factory=list)
    people: set[int] = field(default_factory=set)
    ties: set[tuple[int, int]] = field(default_factory=set)
    """Mutual ties, the smaller number first: friendships, and each ego with all its contacts."""
    circles: list[tuple[int, str, list[int]]] = field(default_factory=list)
    """Ego, name, the contacts in it."""


def read(folder: Path) -> Network:
    """Everything in the folder. Raises Broken at the first thing that is wrong."""
    egos = sorted(_egos(folder))
    if not egos:
        raise Broken(f"{folder}: there is no file like 107.feat, so this is no folder of ego networks.")
    network = Network(egos=egos)
    for ego in egos:
        _read_ego(folder, ego, network)
    return network


def _egos(folder: Path) -> Iterator[int]:
    if not folder.is_dir():
        raise Broken(f"{folder}: there is no such folder.")
    for path in folder.glob("*.feat"):
        if not path.stem.isdecimal():
            raise Broken(f"{path.name}: the name of such a file is the number of its ego, as in 107.feat.")
        yield int(path.stem)


def _read_ego(folder: Path, ego: int, network: Network) -> None:
    contacts = _contacts(folder / f"{ego}.feat", ego)
    network.people |= contacts | {ego}
    network.ties |= {_tie(ego, contact) for contact in contacts}
    network.ties |= _friendships(folder / f"{ego}.edges", contacts)
    network.circles += [(ego, name, faces) for name, faces in _circles(folder / f"{ego}.circles", contacts)]


def _tie(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _contacts(path: Path, ego: int) -> set[int]:
    """The contacts: one a line, with as many features (0 or 1) as on the first line."""
    contacts: set[int] = set()
    width = 0
    for number, line in _lines(path):
        words = line.split()
        contact, width = _number(path, number, words[0]), width or len(words)
        if len(words) != width:
            raise _broken(path, number, f"has {len(words) - 1} features where the first line has {width - 1}")
        if not {"0", "1"}.issuperset(words[1:]):
            raise _broken(path, number, "has a feature that is neither 0 nor 1")
        if contact == ego:
            raise _broken(path, number, "names the ego itself as its own contact")
        if contact in contacts:
            raise _broken(path, number, f"names {contact} for the second time")
        contacts.add(contact)
    return contacts


def _friendships(path: Path, contacts: set[int]) -> set[tuple[int, int]]:
    ties: set[tuple[int, int]] = set()
    for number, line in _lines(path):
        words = line.split()
        if len(words) != 2:
            raise _broken(path, number, f"has {len(words)} words where a friendship has two numbers")
        one, other = (_contact(path, number, word, contacts) for word in words)
        if one == other:
            raise _broken(path, number, f"makes {one} a friend of itself")
        ties.add(_tie(one, other))
    return ties


def _circles(path: Path, contacts: set[int]) -> Iterator[tuple[str, list[int]]]:
    for number, line in _lines(path):
        name, *members = line.split("\t")
        name = name.strip()
        if not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
            raise _broken(path, number, f"needs a name of 1 to {LONGEST_NAME} letters before the first tab")
        yield name, [_contact(path, number, word, contacts) for word in members if word]


def _contact(path: Path, number: int, word: str, contacts: set[int]) -> int:
    contact = _number(path, number, word)
    if contact not in contacts:
        raise _broken(path, number, f"names {contact}, who is no contact in {path.stem}.feat")
    return contact


def _number(path: Path, number: int, word: str) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) <= 12):
        raise _broken(path, number, f"has {word[:40]!r} where a number belongs")
    return int(word)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Each line that is not empty, with its number."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if raw.strip():
                    yield number, _text(path, number, raw)
    except OSError as error:
        raise Broken(f"{path.name}: cannot be read ({error.strerror}).") from None


def _text(path: Path, number: int, raw: bytes) -> str:
    try:
        return raw.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise _broken(path, number, "is no text in UTF-8") from None


def _broken(path: Path, number: int, what: str) -> Broken:
    return Broken(f"{path.name}, line {number}: {what}.")
