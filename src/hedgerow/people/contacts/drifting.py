"""Whose place among one's contacts may no longer be the right one. For oneself alone."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

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
    could see things; `circle`: the own circle (dense id) that is otherwise for another part of life, or for
    which the actor wrote `without` posts that leave them out by name.
    """

    face: faces.FaceCard
    about: str
    label: str = ""
    circle: int | None = None
    without: int = 0


LeftOut = Mapping[tuple[int, int], int]
"""How many posts for a circle leave somebody out by name, by the circle and the face (dense ids)."""

FOLLOWING = ("followers", "mutuals")
"""Circles that the product keeps: out of these somebody is taken by keeping them quietly."""


def around(actor: int, face: int) -> dict[int, OwnCircle]:
    """The own circles (by dense id), followers and mutual followers among them, that a face is in."""
    inside = circles.around(actor, face)
    return {one.id: one for one in circles.circles(actor, ("own", *FOLLOWING)) if one.id in inside}


def drifts(actor: int, only: Collection[int] | None = None, left_out: LeftOut | None = None) -> list[Drift]:
    """Who stands somewhere that no longer fits, and was not looked at yet; the newest label first.

    `left_out` is known to the room above; without it nobody is named for being left out.
    """
    rows = {row.id: row for row in circles.rows(actor)}
    given: dict[int, dict[str, int]] = {}
    inside: dict[int, dict[int, int]] = {}
    for circle, face, since in boundary.within_since(actor):
        if rows[circle].kind == "label":
            given.setdefault(face, {})[rows[circle].name] = since
        else:
            inside.setdefault(circle, {})[face] = since
    own = {circle: people for circle, people in inside.items() if rows[circle].kind == "own"}
    found = [_Sign(face, f"label:{label}", label) for face, label in rules.changed(given, inside)]
    for circle, face in rules.astray(given, own):
        found.append(_Sign(face, f"circle:{rows[circle].public_id}", circle=circle))
    for circle, face, count in rules.again_and_again(left_out or {}, own):
        found.append(_Sign(face, f"without:{rows[circle].public_id}", circle=circle, without=count))
    wanted = [each for each in found if only is None or each.face in only]
    return _unlooked(actor, wanted) if wanted else []


class _Sign(NamedTuple):
    """As a `Drift`, the face by its dense id."""

    face: int
    about: str
    label: str = ""
    circle: int | None = None
    without: int = 0


def _unlooked(actor: int, found: list[_Sign]) -> list[Drift]:
    looked = set(Mark.objects.filter(owner=actor, kind=Mark.Kind.LOOKED).values_list("face", "about"))
    cards = faces.cards(sign.face for sign in found)
    return [
        Drift(cards[sign.face], sign.about, sign.label, sign.circle, sign.without)
        for sign in found
        if (sign.face, sign.about) not in looked and cards[sign.face].state == "active"
    ]


def leave_as_it_is(actor: int, face: int, left_out: LeftOut | None = None) -> None:
    """Whatever made this face's place worth a look was looked at. Twice is once."""
    with write():
        ties.lock(actor)
        for drift in drifts(actor, [face], left_out):
            Mark.objects.get_or_create(owner_id=actor, face_id=face, kind=Mark.Kind.LOOKED, about=drift.about)
