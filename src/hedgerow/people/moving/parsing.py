"""From a file's bytes to people: one interface for every kind. Pure, and never raises for a bad line."""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from . import cards, records, rules
from .decoding import decoded

_SAMPLE = 256 * 1024
_LATEST_HEADER = 25
"""LinkedIn puts notes before its header; none is longer."""


class Person(msgspec.Struct, frozen=True):
    """Somebody in a file. `address`: a handle or page, if it has one; `key`: what makes them one person."""

    line: int
    name: str
    key: str
    note: str = ""
    circles: tuple[str, ...] = ()
    address: str = ""


class Unread(msgspec.Struct, frozen=True):
    """A line not understood, why (a key of `rules`), and how it begins."""

    line: int
    reason: str
    words: str = ""


class Parsed(msgspec.Struct, frozen=True):
    """What a file holds."""

    people: list[Person] = []
    unread: list[Unread] = []

    def circles(self) -> dict[str, int]:
        """What the file calls its groups, with how many are in each; in the order of the file."""
        found: dict[str, int] = {}
        for person in self.people:
            for name in person.circles:
                found[name] = found.get(name, 0) + 1
        return found


Found = Iterable[Person | Unread]


def parse(data: bytes, kind: str) -> Parsed:
    """Read a file as this kind. People who stand in it twice come once."""
    text = decoded(data)
    if kind == rules.VCARD:
        return _gathered(_cards(text))
    table = Table.of(text)
    found = _gathered(_TABLES[kind](table))
    unread = sorted([*table.open, *found.unread], key=lambda one: one.line)
    return Parsed(found.people, unread)


def _gathered(found: Found) -> Parsed:
    people: dict[str, Person] = {}
    unread: list[Unread] = []
    for one in found:
        if isinstance(one, Unread):
            unread.append(one)
        elif len(people) >= rules.MOST_PEOPLE:
            unread.append(Unread(one.line, rules.TOO_MANY, one.name[: rules.LONGEST_LINE]))
            break
        else:
            people[one.key] = _joined(people.get(one.key), one)
    return Parsed(list(people.values()), unread)


def _joined(before: Person | None, one: Person) -> Person:
    """The same person again: in the circles of both lines."""
    if before is None:
        return one
    return msgspec.structs.replace(before, circles=tuple(dict.fromkeys((*before.circles, *one.circles))))


def detect(data: bytes, title: str = "") -> str:
    """What kind of file this looks like; empty for none we know. Its owner may say otherwise."""
    if (
        data[:4] == b"PK\x03\x04"
        or data[:2] == b"\x1f\x8b"
        or title.casefold().endswith((".tar", ".tar.gz", ".zip"))
    ):
        return rules.MASTODON
    text = decoded(data[:_SAMPLE])
    if "BEGIN:VCARD" in text.upper():
        return rules.VCARD
    return _table_kind(Table.of(text), title.casefold())


def _table_kind(table: "Table", title: str) -> str:
    header = set(table.columns)
    if "address" in header and "circles" in header:
        return rules.OWN
    if "show boosts" in header:
        return rules.FOLLOWING
    if "hide notifications" in header:
        return rules.MUTES
    # Google gives its contacts out in a table for Outlook, too.
    if {"e-mail 1 - value", "e-mail address"} & header or (
        {"labels", "group membership"} & header and len(header) > 5
    ):
        return rules.GOOGLE
    if {"first name", "last name"} <= header:
        return rules.LINKEDIN
    return _bare_kind(table, title)


def _bare_kind(table: "Table", title: str) -> str:
    """A list without a header: handles alone, or a list's name and a handle."""
    first = table.every[0] if table.every else []
    if len(first) == 2 and "@" in first[1]:
        return rules.LISTS
    if not first or not ("@" in first[0] or first[0].casefold() == "account address"):
        return ""
    if "block" in title:
        return rules.BLOCKS
    return rules.MUTES if "mute" in title else rules.FOLLOWING


# --- tables -------------------------------------------------------------------------------------------


class Table:
    """A CSV file: its header, wherever it stands, and its rows with the lines they begin at."""

    def __init__(self, numbered: Sequence[tuple[int, list[str]]], unclosed: Sequence[Unread] = ()) -> None:
        self.numbered = numbered
        self.open = unclosed
        self.every = [row for _line, row in numbered]
        self.head = _header_at(self.every)
        self.columns = {
            name.strip().casefold(): place
            for place, name in reversed(list(enumerate(self.every[self.head] if self.every else [])))
        }

    @classmethod
    def of(cls, text: str) -> "Table":
        """The table in a text. Commas, semicolons and tabs part columns, as its lines have it."""
        found = list(records.read(text, _delimiter(text)))
        rows = [(line, values) for line, values in found if isinstance(values, list)]
        unclosed = [Unread(line, rules.OPEN_QUOTE, one) for line, one in found if isinstance(one, str)]
        return cls(rows, unclosed)

    def rows(self) -> Iterator["Row"]:
        """Rows below the header."""
        return (Row(line, row, self.columns) for line, row in self.numbered[self.head + 1 :])


class Row:
    """One row, by the names of its columns."""

    def __init__(self, line: int, values: list[str], columns: dict[str, int]) -> None:
        self.line, self.values, self.columns = line, values, columns

    def get(self, *names: str) -> str:
        """What stands under the first of these names that has something."""
        for name in names:
            place = self.columns.get(name)
            if place is not None and place < len(self.values) and self.values[place].strip():
                return self.values[place].strip()
        return ""

    def words(self) -> str:
        """How the row begins."""
        return " ".join(self.values)[: rules.LONGEST_LINE]


def _delimiter(text: str) -> str:
    lines = [line for line in text[:20_000].splitlines()[:_LATEST_HEADER] if line.strip()]
    return max(",;\t", key=lambda mark: max((line.count(mark) for line in lines), default=0))


_HEADERS = ("first name", "given name", "name", "account address", "email address", "e-mail 1 - value")


def _header_at(rows: Sequence[list[str]]) -> int:
    for place, row in enumerate(rows[:_LATEST_HEADER]):
        if len(row) > 1 and any(value.strip().casefold() in _HEADERS for value in row):
            return place
    return 0


def _google(table: Table) -> Found:
    for row in table.rows():
        parts = (row.get(*names) for names in _GOOGLE_NAME)
        email = row.get("e-mail 1 - value", "e-mail 2 - value", "e-mail address")
        company = row.get("organization name", "organization 1 - name", "company")
        title = row.get("organization title", "organization 1 - title", "job title")
        name = row.get("name") or " ".join(filter(None, parts)) or row.get("nickname", "file as") or company
        groups = _PARTED.split(row.get("labels", "group membership")) + row.get("categories").split(";")
        yield _person(
            row,
            name or email.partition("@")[0],
            email,
            note=rules.note_of(title, company if company != name else ""),
            circles=[group for group in groups if not group.startswith("*")],
            address=row.get("website 1 - value", "website 2 - value", "web page"),
        )


_PARTED = re.compile(r"\s*:::\s*")
"""Between the groups of one person; one may stand at an end with nothing beyond it."""
_GOOGLE_NAME = (
    ("name prefix",),
    ("first name", "given name"),
    ("middle name", "additional name"),
    ("last name", "family name"),
)


def _linkedin(table: Table) -> Found:
    for row in table.rows():
        name = " ".join(filter(None, (row.get("first name"), row.get("last name"))))
        # Whoever hid their name there stands in the file as an empty row with a date.
        note = rules.note_of(row.get("position"), row.get("company"))
        yield _person(row, name, row.get("url", "email address"), note=note, address=row.get("url"))


def _own(table: Table) -> Found:
    for row in table.rows():
        address = row.get("address")
        groups = _PARTED.split(row.get("circles"))
        yield _person(row, row.get("name") or address, address, row.get("note"), groups, address)


def _following(table: Table) -> Found:
    for row in _below_any_header(table):
        yield _handle(row, row.values[0])


def _lists(table: Table) -> Found:
    for row in _below_any_header(table):
        if len(row.values) < 2:
            yield Unread(row.line, rules.SHORT, row.words())
        else:
            yield _handle(row, row.values[1], [row.values[0]])


def _below_any_header(table: Table) -> Iterator[Row]:
    for line, values in table.numbered:
        if values[0].strip().casefold() not in ("account address", "list name"):
            yield Row(line, values, {})


def _handle(row: Row, text: str, circles: Sequence[str] = ()) -> Person | Unread:
    name, domain = rules.handle_in(text)
    if not name or not domain:
        return Unread(row.line, rules.NO_HANDLE, row.words())
    address = f"{name}@{domain}"
    return _person(row, name, address, f"@{address}", circles, address)


def _person(
    row: Row, name: str, key: str, note: str = "", circles: Sequence[str] = (), address: str = ""
) -> Person | Unread:
    shown = rules.name_of(name)
    if not shown or shown == "\ufffd":
        return Unread(row.line, rules.EMPTY, row.words())
    return made(row.line, shown, key, note, circles, address)


def made(line: int, name: str, key: str, note: str, circles: Iterable[str], address: str) -> Person:
    """A person whose name is clean. Families share addresses, so the name always tells them apart too."""
    groups = tuple(dict.fromkeys(filter(None, map(rules.circle_of, circles))))
    return Person(line, name, f"{name}\n{key.strip() or note}", rules.note_of(note), groups, address[:400])


_TABLES = {
    rules.GOOGLE: _google,
    rules.LINKEDIN: _linkedin,
    rules.OWN: _own,
    rules.FOLLOWING: _following,
    rules.LISTS: _lists,
    rules.BLOCKS: _following,
    rules.MUTES: _following,
}


# --- cards --------------------------------------------------------------------------------------------


def _cards(text: str) -> Found:
    every = list(cards.read(text))
    groups = _groups(every)
    for card in every:
        if card.broken:
            yield Unread(card.line, rules.BROKEN, card.words)
            continue
        name = rules.name_of(card.name())
        if not name:
            yield Unread(card.line, rules.EMPTY, card.words)
        elif not card.is_group():
            circles = [
                *card.categories(),
                *(group for one in card.known_as() for group in groups.get(one, ())),
            ]
            yield made(card.line, name, card.key(), card.note(), circles, card.address())


def _groups(every: Iterable[cards.Card]) -> dict[str, list[str]]:
    """By what a card is known as, the groups that name it: some books write a group as a card of its own."""
    found: dict[str, list[str]] = {}
    for card in every:
        if card.is_group() and not card.broken:
            for member in card.members():
                found.setdefault(member, []).append(card.name())
    return found
