"""vCards 2.1, 3 and 4 (RFC 2426, RFC 6350) as address books really write them.

vobject reads each line: parameters, groups, quoted-printable. What it would stumble over as a whole card (a
broken neighbour, a picture of a megabyte, a line without a colon) is kept away from it, so that one bad line
costs no card.
"""

import re
from collections.abc import Iterator

import vobject.base
from vobject.icalendar import stringToTextValues
from vobject.vcard import splitFields

from . import rules

_WANTED = {
    "FN",
    "N",
    "ORG",
    "TITLE",
    "EMAIL",
    "NICKNAME",
    "CATEGORIES",
    "URL",
    "UID",
    "X-SOCIALPROFILE",
    "IMPP",
    "KIND",
    "X-ADDRESSBOOKSERVER-KIND",
    "MEMBER",
    "X-ADDRESSBOOKSERVER-MEMBER",
}
_EVERYBODY = {"mycontacts", "starred"}
"""Groups that Google puts everybody or favourites in, and says nothing of a person by."""
_LONGEST = 8_000
"""Longer lines are pictures and keys under other names."""
_SOFT_BREAK = re.compile(r"=\Z")


class Card:
    """One card: its lines by name, where it begins, and whether it was cut off."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: dict[str, list[vobject.base.ContentLine]] = {}
        self.broken = False
        self.words = ""

    def add(self, text: str, number: int) -> None:
        """Take a whole line in, if it is one we want and one that can be read."""
        name = re.split("[:;]", text, maxsplit=1)[0].rpartition(".")[2].strip().upper()
        if name not in _WANTED or len(text) > _LONGEST:
            return
        if not self.words:
            self.words = text[: rules.LONGEST_LINE]
        try:
            self.lines.setdefault(name, []).append(vobject.base.textLineToContentLine(text, number))
        except Exception:
            # vobject raises its own and, for wrong encodings, anybody's: the rest of the card stands.
            return

    def first(self, name: str) -> str:
        """The first value of this name as plain text."""
        for line in self.lines.get(name, ()):
            if value := _plain(line.value):
                return value
        return ""

    def name(self) -> str:
        """Their name, its parts, a nickname, where they work, or the left of an address."""
        ways = (
            self.first("FN"),
            self._parts(),
            self.first("NICKNAME"),
            self._organisation(),
            self.first("EMAIL").partition("@")[0],
        )
        return next((name for name in ways if rules.name_of(name)), "")

    def _parts(self) -> str:
        """`N` is family; given; additional; prefix; suffix."""
        fields = [" ".join(filter(None, field)) for field in self._fields("N")]
        order = [fields[place] for place in (3, 1, 2, 0, 4) if place < len(fields)]
        return " ".join(filter(None, order))

    def _organisation(self) -> str:
        return ", ".join(filter(None, (" ".join(field) for field in self._fields("ORG"))))

    def _fields(self, name: str) -> list[list[str]]:
        for line in self.lines.get(name, ()):
            found = [field if isinstance(field, list) else [field] for field in splitFields(line.value)]
            return [[_plain(part) for part in field] for field in found]
        return []

    def note(self) -> str:
        """What they do, and where; a company's own card does not say its name twice."""
        where = self._organisation()
        return rules.note_of(self.first("TITLE"), where if where != self.name() else "")

    def categories(self) -> list[str]:
        """The groups it says it is in."""
        lines = self.lines.get("CATEGORIES", ())
        found = (_plain(value) for line in lines for value in stringToTextValues(line.value))
        return [name for name in found if name.casefold() not in _EVERYBODY]

    def is_group(self) -> bool:
        """Is it a group of others (RFC 6350 6.1.4, and as Apple writes it in version 3)?"""
        return "group" in (self.first(name).casefold() for name in ("KIND", "X-ADDRESSBOOKSERVER-KIND"))

    def members(self) -> list[str]:
        """What a group's members are known as."""
        names = ("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER")
        return [_bare(line.value) for name in names for line in self.lines.get(name, ())]

    def known_as(self) -> list[str]:
        """What groups may name this card by: its number, its addresses."""
        lines = [line for name in ("UID", "EMAIL") for line in self.lines.get(name, ())]
        return list(dict.fromkeys(_bare(line.value) for line in lines))

    def address(self) -> str:
        """A page or handle, if it names one."""
        return self.first("URL") or self.first("X-SOCIALPROFILE") or self.first("IMPP")

    def key(self) -> str:
        """What makes them one person: the number their book gave them, or their address."""
        return self.first("UID") or self.first("EMAIL").casefold()


def _bare(value: object) -> str:
    """A number or address without what says of which kind it is."""
    return _plain(value).casefold().removeprefix("urn:uuid:").removeprefix("mailto:")


def _plain(value: object) -> str:
    """A value without the backslashes of RFC 6350 3.4."""
    text = value if isinstance(value, str) else str(value)
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text).strip()


def read(text: str) -> Iterator[Card]:
    """The cards of a file in order. One that ends without its end, or never began, comes out as broken."""
    card: Card | None = None
    stray = False
    for number, line in _unfolded(text):
        word = line.strip().upper()
        if word == "BEGIN:VCARD":
            if card is not None:
                card.broken = True
                yield card
            card = Card(number)
        elif word == "END:VCARD":
            if card is not None:
                yield card
            card = None
        elif card is not None:
            card.add(line, number)
        elif word and not stray:
            yield _between(line, number)
        # Lines together that are in no card are told once.
        stray = card is None and word not in ("", "END:VCARD")
    if card is not None:
        card.broken = True
        yield card


def _between(line: str, number: int) -> Card:
    """What stands in no card."""
    card = Card(number)
    card.broken, card.words = True, line[: rules.LONGEST_LINE]
    return card


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines and where each begins: folded ones joined, soft breaks of quoted-printable too."""
    kept, begun, soft = "", 0, False
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if soft:
            kept += "\n" + line
            soft = line.endswith("=")
            continue
        if begun and line[:1] in (" ", "\t"):
            # A picture folded into ten thousand pieces is not put together: nobody reads it.
            kept = kept + line[1:] if len(kept) <= _LONGEST else kept
            continue
        if begun:
            yield begun, kept
        kept, begun = line, number
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in line.upper()
    if begun:
        yield begun, kept
