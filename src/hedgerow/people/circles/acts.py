"""Making, naming, filling and closing circles, and taking a move back."""

from collections.abc import Callable, Collection, Iterable

from django.utils.translation import gettext as _

from hedgerow.boundary import acts as engine
from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import CircleRow
from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.models import CircleManner, CircleMove

from . import rules

Pair = tuple[int, int]
"""A circle and a face."""


def make(actor: int, name: str) -> int:
    """A new circle's id; asked twice for one name, the circle that has it. Raises Refused("name", …)."""
    wanted = rules.circle_name(name)
    limits.allow(f"circle:{actor}", limit=100, per_seconds=3600)
    with write():
        ties.lock(actor)
        own = _own(actor, {rules.OWN})
        for row in own.values():
            if rules.same_word(row.name, wanted):
                return row.id
        if len(own) >= rules.MOST_CIRCLES:
            raise Refused("name", _("You have as many circles as one can keep. Close one first."))
        return _open(actor, rules.OWN, wanted)


def _open(actor: int, kind: str, name: str) -> int:
    circle = engine.open_circle(actor, kind, name)
    epoch.changed([epoch.face_key(actor)])
    return circle


def _own(actor: int, kinds: Collection[str]) -> dict[int, CircleRow]:
    return {row.id: row for row in boundary.circles_of(actor) if row.kind in kinds}


def rename(actor: int, circle: int, name: str) -> None:
    """Another name for one's own circle. Raises NotFound, Refused("name", …)."""
    wanted = rules.circle_name(name)
    with write():
        ties.lock(actor)
        own = _own(actor, {rules.OWN})
        if circle not in own:
            raise NotFound
        if any(rules.same_word(row.name, wanted) for row in own.values() if row.id != circle):
            raise Refused("name", _("You already have a circle of that name."))
        engine.rename_circle(circle, wanted)
        epoch.changed([epoch.face_key(actor)])


def close(actor: int, circle: int) -> None:
    """End one's own circle: what was sent to it is seen by its author alone from then on.

    Closing it twice is once. Raises NotFound.
    """
    with write():
        ties.lock(actor)
        row = boundary.circle_rows([circle]).get(circle)
        if row is None or row.owner != actor or row.kind != rules.OWN:
            raise NotFound
        if circle in _own(actor, {rules.OWN}):
            engine.close_circle(circle)
            CircleManner.objects.filter(circle=circle).delete()
            epoch.changed([epoch.face_key(actor)])


def read_so(actor: int, circle: int, replies: str | None = None, exclusive: bool | None = None) -> None:
    """How the owner reads what those in a circle write: which answers stand in the circle's timeline (list,
    followed or none), and whether their posts are left out of home. What is None stays as it was.

    Raises NotFound, Refused("replies_policy", …).
    """
    if replies is not None and replies not in CircleManner.Replies.values:
        raise Refused("replies_policy", _("Choose list, followed or none."))
    said = {"replies": replies, "exclusive": exclusive}
    with write():
        ties.lock(actor)
        if circle not in _own(actor, {rules.OWN}):
            raise NotFound
        new = {name: value for name, value in said.items() if value is not None}
        CircleManner.objects.update_or_create(
            circle=circle, defaults=new, create_defaults={"owner_id": actor, **new}
        )
        epoch.changed([epoch.face_key(actor)])


def move(actor: int, adds: Collection[Pair], removes: Collection[Pair]) -> int:
    """Put many into circles and take many out, at once; the move's id, for `undo`.

    Only one's own circles and labels; people one may not find are passed over. Raises NotFound for a circle
    that is not one's own, and where nobody of those to add can be found; Refused for too many at once.
    """
    if len(adds) + len(removes) > rules.MOST_PAIRS:
        raise Refused("people", _("That is too many at once. Move fewer people."))
    limits.allow(f"move:{actor}", limit=600, per_seconds=3600)
    with write():
        ties.lock(actor)
        own = _own(actor, {rules.OWN, rules.LABEL})
        if not {circle for circle, _face in (*adds, *removes)} <= own.keys():
            raise NotFound
        found = ties.findable(actor, {face for _circle, face in adds})
        if adds and not found:
            raise NotFound
        # Whoever is to go and to stay in one breath stays: a new membership would lose what is past.
        staying = set(adds)
        removed = _leave(pair for pair in removes if pair not in staying)
        added = _by_circle((pair for pair in adds if pair[1] in found), engine.join)
        return _note(actor, added, removed)


def put_in(actor: int, circle: int, people: Collection[int]) -> int:
    """Put people into one's own circle, all of them or nobody; the move's id. Raises NotFound."""
    with write():
        if set(people) - ties.findable(actor, people):
            raise NotFound
        return move(actor, [(circle, face) for face in people], [])


def _by_circle(pairs: Iterable[Pair], change: Callable[[int, list[int]], list[int]]) -> list[list[int]]:
    """Join or leave, circle by circle; the pairs that changed."""
    wanted: dict[int, list[int]] = {}
    for circle, face in pairs:
        wanted.setdefault(circle, []).append(face)
    return [[circle, face] for circle, faces in wanted.items() for face in change(circle, faces)]


def _leave(pairs: Iterable[Pair]) -> list[list[int]]:
    """The removals with the moment of each: by it the very membership is found again."""
    gone = _by_circle(pairs, engine.leave)
    moments: dict[int, int] = {}
    for circle, face in gone:
        if circle not in moments:
            moments[circle] = engine.last_left(circle, face) or 0
    return [[circle, face, moments[circle]] for circle, face in gone]


def _note(actor: int, added: list[list[int]], removed: list[list[int]]) -> int:
    """Keep the move as long as it can be taken back, and no older one."""
    now = clock.now()
    CircleMove.objects.filter(face=actor, at__lt=now - rules.UNDO_FOR).delete()
    return CircleMove.objects.create(face_id=actor, at=now, added=added, removed=removed).pk


def undo(actor: int, move: int) -> None:
    """Take a move back as if the hand had not slipped: removals go on unbroken, additions end.

    Twice is once. Raises NotFound; Refused("move", …) when it is too late.
    """
    with write():
        ties.lock(actor)
        row = CircleMove.objects.filter(pk=move, face=actor).first()
        if row is None:
            raise NotFound
        if row.undone:
            return
        if row.at < clock.now() - rules.UNDO_FOR:
            raise Refused("move", _("That was a while ago. Change it by hand instead."))
        own = _own(actor, {rules.OWN, rules.LABEL})
        _by_circle(((circle, face) for circle, face in row.added if circle in own), engine.leave)
        for circle, face, left_at in row.removed:
            if circle in own:
                engine.undo_leave(circle, face, left_at)
        CircleMove.objects.filter(pk=move).update(undone=True)


def forget_moves() -> None:
    """Forget every move that can no longer be taken back."""
    with write():
        CircleMove.objects.filter(at__lt=clock.now() - rules.UNDO_FOR).delete()


def set_labels(actor: int, face: int, labels: Collection[str]) -> None:
    """These are the labels of a face, and no others; inside `contacts.acts.label` only."""
    wanted = {rules.folded(name): name for name in map(rules.label_name, labels)}
    if len(wanted) > rules.MOST_LABELS // 4:
        raise Refused("labels", _("That is too many labels for one person."))
    known = {rules.folded(row.name): row.id for row in _own(actor, {rules.LABEL}).values()}
    missing = [name for key, name in wanted.items() if key not in known]
    if len(known) + len(missing) > rules.MOST_LABELS:
        raise Refused("labels", _("You have as many labels as one can keep."))
    known |= {rules.folded(name): _open(actor, rules.LABEL, name) for name in missing}
    present = set(boundary.circles_with(actor, [face])[face])
    chosen = {known[key] for key in wanted}
    _by_circle(((circle, face) for circle in sorted(chosen - present)), engine.join)
    gone = sorted((present & set(known.values())) - chosen)
    _by_circle(((circle, face) for circle in gone), engine.leave)


def forget(face: int, other: int) -> None:
    """No undo of this face brings that other one back (a block ended what was between them)."""
    for row in CircleMove.objects.filter(face=face).order_by("pk"):
        left = rules.without(row.added, other), rules.without(row.removed, other)
        if left != (row.added, row.removed):
            row.added, row.removed = left
            row.save(update_fields=["added", "removed"])
