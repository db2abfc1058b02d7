"""A face's circles, for itself alone."""

from collections.abc import Collection

import msgspec

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered
from hedgerow.boundary.reads import CircleRow
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import CircleManner

from . import rules
from .rules import Suggestion, label_word

__all__ = [
    "Glimpse", "Manner", "OwnCircle", "Suggestion", "around", "by_public_id", "circles", "glimpses",
    "label_word", "labelled", "manner", "manners", "on_trays", "people_in", "rows", "suggestions",
    "with_face",
]  # fmt: skip

_rows: Remembered[tuple[CircleRow, ...]] = Remembered(20_000)
_manners: Remembered[dict[int, "Manner"]] = Remembered(20_000)
_ORDER = {rules.FOLLOWERS: 0, rules.MUTUALS: 1, rules.OWN: 2, rules.LABEL: 3}


class OwnCircle(msgspec.Struct, frozen=True):
    """A circle as its owner sees it. `kind`: own, label, followers or mutuals; `name` is in the reader's
    language; `count`: how many people are in it now.
    """

    id: int
    public_id: int
    name: str
    kind: str
    count: int

    @property
    def key(self) -> str:
        """The outside id as text, for forms and addresses (scripts cannot hold such numbers)."""
        return str(self.public_id)


def rows(actor: int) -> tuple[CircleRow, ...]:
    """The engine's rows of this face's open circles; remembered."""
    return _rows.get(actor, (epoch.face_key(actor),), lambda: tuple(boundary.circles_of(actor)))


def circles(actor: int, kinds: Collection[str] = tuple(_ORDER)) -> list[OwnCircle]:
    """This face's circles: followers, mutual followers, own ones by name, labels in use."""
    found = [row for row in rows(actor) if row.kind in kinds]
    boundary.learn_circles([row.id for row in found])
    known = [_own(row) for row in found]
    shown = (circle for circle in known if circle.count or circle.kind != rules.LABEL)
    return sorted(shown, key=lambda circle: (_ORDER[circle.kind], rules.in_order(circle.name), circle.id))


def on_trays(actor: int) -> list[OwnCircle]:
    """The circles a face fills itself: its own ones, by name."""
    return circles(actor, (rules.OWN,))


def _own(row: CircleRow) -> OwnCircle:
    count = len(boundary.circle(row.id) - boundary.stopped())
    return OwnCircle(row.id, row.public_id, rules.shown_name(row.kind, row.name), row.kind, count)


def by_public_id(actor: int, public_id: int) -> OwnCircle:
    """This face's circle by its outside id. NotFound for an unknown one and for somebody else's alike."""
    for row in rows(actor):
        if row.public_id == public_id:
            return _own(row)
    raise NotFound


def people_in(actor: int, circle: int) -> list[faces.FaceCard]:
    """Who is in this circle of the actor's own now, by name. Raises NotFound."""
    if circle not in {row.id for row in rows(actor)}:
        raise NotFound
    cards = faces.cards(boundary.circle(circle)).values()
    shown = (card for card in cards if card.state == "active")
    return sorted(shown, key=lambda card: (rules.folded(card.name), card.handle))


class Manner(msgspec.Struct, frozen=True):
    """How a circle is read by its owner: see `acts.read_so`."""

    replies: str = "list"
    exclusive: bool = False


def manners(actor: int) -> dict[int, Manner]:
    """How this face reads its circles (dense ids); one that is left out is read as usual."""
    return _manners.get(actor, (epoch.face_key(actor),), lambda: _read_manners(actor))


def manner(actor: int, circle: int) -> Manner:
    """How it reads this one."""
    return manners(actor).get(circle, Manner())


def _read_manners(actor: int) -> dict[int, Manner]:
    rows = CircleManner.objects.filter(owner=actor).values_list("circle", "replies", "exclusive")
    return {circle: Manner(replies, exclusive) for circle, replies, exclusive in rows}


def with_face(actor: int, face: int) -> list[OwnCircle]:
    """The actor's own circles, by name, that this face is in."""
    inside = around(actor, face)
    return [circle for circle in circles(actor, (rules.OWN,)) if circle.id in inside]


def around(actor: int, face: int) -> set[int]:
    """The actor's circles (dense ids) of any kind that this face is in now."""
    return set(boundary.circles_with(actor, [face])[face])


class Glimpse(msgspec.Struct, frozen=True):
    """A circle with the first few who are in it, and how many more there are."""

    circle: OwnCircle
    faces: list[faces.FaceCard]
    rest: int


def glimpses(actor: int, kinds: Collection[str] = tuple(_ORDER), number: int = 6) -> list[Glimpse]:
    """This face's circles as `circles` gives them, each with a few faces."""
    found = circles(actor, kinds)
    stopped = boundary.stopped()
    first = {circle.id: list((boundary.circle(circle.id) - stopped)[:number]) for circle in found}
    cards = faces.cards(face for some in first.values() for face in some)
    return [
        Glimpse(circle, [cards[face] for face in first[circle.id]], circle.count - len(first[circle.id]))
        for circle in found
    ]


def labelled(actor: int, labels: Collection[str]) -> dict[str, frozenset[int]]:
    """The faces that carry each of these labels, as this face gave them."""
    found = {row.name: row.id for row in rows(actor) if row.kind == rules.LABEL and row.name in labels}
    return {label: frozenset(boundary.circle(circle)) for label, circle in found.items()}


def suggestions(actor: int) -> list[Suggestion]:
    """Who might go into which circle, from this face's own labels. `faces` are active ones only."""
    inside: dict[int, set[int]] = {}
    for circle, face in boundary.within(actor):
        inside.setdefault(circle, set()).add(face)
    known = {row.id: row for row in rows(actor)}
    stopped = boundary.stopped()
    by_label = {
        known[circle].name: {face for face in people if face not in stopped}
        for circle, people in inside.items()
        if circle in known and known[circle].kind == rules.LABEL
    }
    own = {row.id: (row.name, inside.get(row.id, set())) for row in known.values() if row.kind == rules.OWN}
    return rules.suggestions(by_label, own)
