"""Whose place among one's contacts may no longer be the right one. For oneself alone."""

from collections.abc import Collection

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles.reads import OwnCircle
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Mark

from . import rules


class Drift(msgspec.Struct, frozen=True):
    """Somebody whose place is worth a look. `label`: the key of the label that they were given after they
    could see things; `circle`: the own circle (dense id) that is otherwise for another part of life.
    """

    face: faces.FaceCard
    about: str
    label: str = ""
    circle: int | None = None


FOLLOWING = ("followers", "mutuals")
"""Circles that the product keeps: out of these somebody is taken by keeping them quietly."""


def around(actor: int, face: int) -> dict[int, OwnCircle]:
    """The own circles (by dense id), followers and mutual followers among them, that a face is in."""
    inside = circles.around(actor, face)
    return {one.id: one for one in circles.circles(actor, ("own", *FOLLOWING)) if one.id in inside}


def drifts(actor: int, only: Collection[int] | None = None) -> list[Drift]:
    """Who stands somewhere that no longer fits, and was not looked at yet; the newest label first."""
    rows = {row.id: row for row in circles.rows(actor)}
    given: dict[int, dict[str, int]] = {}
    inside: dict[int, dict[int, int]] = {}
    for circle, face, since in boundary.within_since(actor):
        if rows[circle].kind == "label":
            given.setdefault(face, {})[rows[circle].name] = since
        else:
            inside.setdefault(circle, {})[face] = since
    own = {circle: people for circle, people in inside.items() if rows[circle].kind == "own"}
    found: list[tuple[int, str, int | None]] = [(*each, None) for each in rules.changed(given, inside)]
    found += [(face, "", circle) for circle, face in rules.astray(given, own)]
    wanted = [each for each in found if only is None or each[0] in only]
    return _unlooked(actor, wanted, {circle: row.public_id for circle, row in rows.items()}) if wanted else []


def _unlooked(actor: int, found: list[tuple[int, str, int | None]], outside: dict[int, int]) -> list[Drift]:
    looked = set(Mark.objects.filter(owner=actor, kind=Mark.Kind.LOOKED).values_list("face", "about"))
    cards = faces.cards(face for face, _label, _circle in found)
    drifts = []
    for face, label, circle in found:
        about = f"label:{label}" if circle is None else f"circle:{outside[circle]}"
        if (face, about) not in looked and cards[face].state == "active":
            drifts.append(Drift(cards[face], about, label, circle))
    return drifts


def leave_as_it_is(actor: int, face: int) -> None:
    """Whatever made this face's place worth a look was looked at. Twice is once."""
    with write():
        ties.lock(actor)
        for drift in drifts(actor, [face]):
            Mark.objects.get_or_create(owner_id=actor, face_id=face, kind=Mark.Kind.LOOKED, about=drift.about)
