"""What circles and labels may be called, and what is suggested, as pure functions."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

import msgspec
from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused

OWN, LABEL, FOLLOWERS, MUTUALS = "own", "label", "followers", "mutuals"

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_NUMBERS = re.compile(r"(\d+)")

_JOINERS = "\u200c\u200d"
"""Persian words and joined emoji need them."""

MOST_CIRCLES = 200
MOST_LABELS = 100
MOST_PAIRS = 20_000
"""How many people and circles one move may join or part."""
LONGEST_NAME = 80
LONGEST_LABEL = 40
UNDO_FOR = timedelta(minutes=15)
"""How long a move can be taken back: enough for a slip of the hand."""

LABELS = ("friend", "family", "colleague", "manager", "report", "client")
"""The labels that everybody has; others are a face's own words."""


def plain(text: str) -> str:
    """One line without invisible characters and doubled spaces, in the composed form of Unicode."""
    line = unicodedata.normalize("NFC", text)
    shown = "".join(" " if mark.isspace() else mark for mark in line if _visible(mark))
    return " ".join(shown.split())


def _visible(mark: str) -> bool:
    return mark.isspace() or mark in _JOINERS or unicodedata.category(mark) not in _UNSEEN


def circle_name(text: str) -> str:
    """The name as it is kept. Raises Refused("name", …)."""
    name = plain(text)
    if not any(mark.isalnum() or unicodedata.category(mark).startswith("S") for mark in name):
        raise Refused("name", _("Give the circle a name."))
    if len(name) > LONGEST_NAME:
        raise Refused("name", _("A name can have up to %(most)d characters.") % {"most": LONGEST_NAME})
    return name


def label_name(text: str) -> str:
    """The label's key as it is kept. Raises Refused("labels", …)."""
    name = plain(text)
    if not any(mark.isalnum() for mark in name):
        raise Refused("labels", _("A label needs a word."))
    if len(name) > LONGEST_LABEL:
        raise Refused("labels", _("A label can have up to %(most)d characters.") % {"most": LONGEST_LABEL})
    return name.casefold() if name.casefold() in LABELS else name


def label_word(key: str) -> str:
    """A label as people read it."""
    words = {
        "friend": _("friend"),
        "family": _("family"),
        "colleague": _("colleague"),
        "manager": _("manager"),
        "report": _("report"),
        "client": _("client"),
    }
    return words.get(key, key)


def shown_name(kind: str, name: str) -> str:
    """What a circle is called on its owner's pages."""
    if kind == FOLLOWERS:
        return _("Followers")
    if kind == MUTUALS:
        return _("Mutual followers")
    return label_word(name) if kind == LABEL else name


class Suggestion(msgspec.Struct, frozen=True):
    """People who might belong together: `circle` is where most of them are already, None for a new one."""

    label: str
    name: str
    circle: int | None
    faces: list[int]


def suggestions(
    labelled: Mapping[str, Collection[int]], circles: Mapping[int, tuple[str, Collection[int]]]
) -> list[Suggestion]:
    """From private labels alone: those with one label who are not yet where the others are.

    `labelled`: faces by label; `circles`: name and faces of each own circle. Nothing about anybody else's
    ties is used, so a suggestion can tell nothing about them.
    """
    found = (_suggest(label, set(faces), circles) for label, faces in sorted(labelled.items()))
    return [suggestion for suggestion in found if suggestion is not None]


def _suggest(
    label: str, faces: set[int], circles: Mapping[int, tuple[str, Collection[int]]]
) -> Suggestion | None:
    best, shared = None, 1
    for circle, (_name, inside) in circles.items():
        common = len(faces & set(inside))
        if common > shared and 2 * common >= len(inside):
            best, shared = circle, common
    if best is not None and 2 * shared >= len(faces):
        missing = faces - set(circles[best][1])
        return Suggestion(label, circles[best][0], best, sorted(missing)) if missing else None
    placed = {face for _name, inside in circles.values() for face in inside}
    alone = faces - placed
    return Suggestion(label, label_word(label), None, sorted(alone)) if len(alone) > 1 else None


def same_word(first: str, second: str) -> bool:
    """Do two names differ in capitals and width only?"""
    return folded(first) == folded(second)


def folded(name: str) -> str:
    """What two names that read the same have in common."""
    return unicodedata.normalize("NFKC", name).casefold()


def in_order(name: str) -> list[str | int]:
    """What names are sorted by, as people count: "Circle 2" stands before "Circle 10"."""
    return [int(part) if part.isdecimal() else part for part in _NUMBERS.split(folded(name))]


def without(pairs: Iterable[list[int]], face: int) -> list[list[int]]:
    """The noted changes of a move that do not concern this face."""
    return [pair for pair in pairs if pair[1] != face]
