"""An audience that is written into a text: a first line `to: Hiking, Family` or `to: Friends -Work`."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles import rules as names

from .rules import Choice, Scope

_LINE = re.compile(r"\s*to:[ \t]*([^\r\n]*)(?:\r\n|\r|\n|$)", re.IGNORECASE)
_LESS = re.compile(r"(?:^|\s+)-(?=\S)")
SCOPES: dict[str, Scope] = {"followers": "followers", "mutuals": "mutuals"}


def named(actor: int, text: str) -> tuple[str, Choice | None]:
    """The text without its first line where that says whom it is for, and what it says; else None.

    Circles go by their names as their owner reads them, labels too, and by "followers" and "mutuals";
    capitals do not matter. Raises Refused("audience", …), which names what is not there.
    """
    line = _LINE.match(text)
    if line is None:
        return text, None
    within, without = _parts(line[1])
    if not within:
        raise Refused("audience", _("Say after “to:” whom it is for."))
    known = _known(actor)
    scopes = {SCOPES[key] for key in map(names.folded, within) if key in SCOPES and key not in known}
    choice = Choice(
        # Whoever follows both ways follows.
        scope="followers" if "followers" in scopes else "mutuals" if scopes else "chosen",
        circles=_circles(known, (name for name in within if not _is_scope(known, name))),
        without_circles=_circles({**_standing(actor), **known}, without),
    )
    return text[line.end() :], choice


def _parts(line: str) -> tuple[list[str], list[str]]:
    """Names to include and to leave out: apart by commas, the latter after a minus."""
    within, without = [], []
    for part in line.split(","):
        first, *others = _LESS.split(part)
        within.append(first.strip())
        without += [other.strip() for other in others]
    return [name for name in within if name], [name for name in without if name]


def _known(actor: int) -> dict[str, int]:
    """Public ids by folded name. A circle that somebody made goes before a label of the same name, and both
    before what every face has.
    """
    found: dict[str, int] = {}
    for row in circles.rows(actor):
        if row.kind == names.OWN:
            found[names.folded(row.name)] = row.public_id
    for row in circles.rows(actor):
        if row.kind == names.LABEL:
            for name in (row.name, names.label_word(row.name)):
                found.setdefault(names.folded(name), row.public_id)
    return found


def _standing(actor: int) -> dict[str, int]:
    """The circles of followers that a face has, where somebody follows it."""
    return {row.kind: row.public_id for row in circles.rows(actor) if row.kind in SCOPES}


def _is_scope(known: dict[str, int], name: str) -> bool:
    return names.folded(name) in SCOPES and names.folded(name) not in known


def _circles(known: dict[str, int], wanted: Iterable[str]) -> list[int]:
    found = []
    for name in wanted:
        circle = known.get(names.folded(name))
        if circle is None:
            raise Refused("audience", _("You have no circle “%(name)s”.") % {"name": name})
        found.append(circle)
    return found
