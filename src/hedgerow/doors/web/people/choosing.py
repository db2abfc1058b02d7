"""Reading what the contacts page sends: whom, and into or out of which circle."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles.reads import OwnCircle
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard

KINDS = ("following", "followers", "mutuals", "loose", "close", "quiet")


class Filter(NamedTuple):
    """Which contacts the page shows. `circle` is None where none was chosen."""

    text: str = ""
    kind: str = ""
    label: str = ""
    circle: OwnCircle | None = None

    def any(self) -> bool:
        """Is anything filtered at all?"""
        return bool(self.text or self.kind or self.label or self.circle)

    def fields(self) -> dict[str, str]:
        """The filter as fields of a form or an address, what is empty left out."""
        circle = self.circle.key if self.circle else ""
        pairs = {"q": self.text, "kind": self.kind, "label": self.label, "circle": circle}
        return {name: value for name, value in pairs.items() if value}

    def page(self, actor: int, start: int = 0, limit: int | None = contacts.PAGE) -> contacts.ContactPage:
        """The contacts that the filter finds."""
        return contacts.contacts(
            actor,
            text=self.text,
            kind=self.kind,
            label=self.label,
            circle=self.circle.id if self.circle else None,
            start=start,
            limit=limit,
        )


def number(text: str | None) -> int | None:
    """A whole number of a size that ids have; None for anything else."""
    if not (text and text.isascii() and text.isdecimal() and len(text) < 20):
        return None
    return int(text) if int(text) < 2**63 else None


def filter_of(actor: int, given: Mapping[str, Any]) -> Filter:
    """The filter in an address or a form. Raises NotFound for a circle that is not the actor's."""
    kind = str(given.get("kind", ""))
    circle = str(given.get("circle", ""))
    return Filter(
        str(given.get("q", ""))[:100].strip(),
        kind if kind in KINDS else "",
        str(given.get("label", ""))[:60],
        circle_of(actor, circle) if circle else None,
    )


def circle_of(actor: int, text: str) -> OwnCircle:
    """One of the actor's circles by its outside id as text. Raises NotFound."""
    public_id = number(text)
    if public_id is None:
        raise NotFound
    return circles.by_public_id(actor, public_id)


def people_of(actor: int, given: Any) -> list[FaceCard]:
    """The chosen people; with `everyone`, all that the filter finds. Raises Refused when nobody is chosen."""
    if given.get("everyone"):
        return [one.face for one in filter_of(actor, given).page(actor, limit=None).contacts]
    wanted = [public_id for text in given.getlist("person") if (public_id := number(text)) is not None]
    cards = faces.cards(_in_order(wanted))
    if not cards:
        raise Refused("person", _("Choose somebody first."))
    return list(cards.values())


def _in_order(public_ids: Iterable[int]) -> list[int]:
    wanted = list(dict.fromkeys(public_ids))
    found = faces.by_public_ids(wanted)
    return [found[public_id] for public_id in wanted if public_id in found]


# n, j, k, o and r do something on every page.
LETTERS = "abcdefghilmpqstuvwxyz"


def letters(names: Iterable[str]) -> list[str]:
    """A key for each name: the first of its own letters that is free, else any; empty when none is left."""
    taken: list[str] = []
    for name in names:
        own = [mark for mark in name.casefold() if mark in LETTERS]
        free = (letter for letter in [*own, *LETTERS] if letter not in taken)
        taken.append(next(free, ""))
    return taken
