"""What changes the boundary: audiences, circles, memberships, vetoes, standings and gates.

Every function belongs inside `kernel.writing.write()`, and says to the epoch what it changed. Who may call
what is decided by the rooms above; the engine keeps the laws that hold for all of them.
"""

import secrets
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from hedgerow.kernel.clock import now_us

from . import algebra, epoch, quick
from .algebra import Clause, Moment
from .models import Audience, Circle, Gate, GatePath, Membership, Standing, Term, Veto
from .sight import Thing, gate_of

NO_CIRCLE = 0
"""Stands in a clause that includes nobody: no circle has this number."""

MANY = 500
"""From so many changed faces on, everything remembered is forgotten at once."""


def intern(value: algebra.Audience) -> int:
    """The id of this audience; equal audiences have one row."""
    mark = algebra.fingerprint(value)
    for (known,) in quick.rows("SELECT id FROM boundary_audience WHERE fingerprint = %s", (mark,)):
        return int(known)
    row, made = Audience.objects.get_or_create(fingerprint=mark, defaults={"parts": len(value)})
    if made:
        terms = _terms(row.pk, value)
        if _names_anew(terms):
            epoch.changed([epoch.ADDRESSED])
        Term.objects.bulk_create(terms)
    return row.pk


def _names_anew(terms: Iterable[Term]) -> bool:
    """Does one of these terms include or keep out a circle that none did before?"""
    # Nobody searches by a fixed circle (`scopes`): being new it is named by nothing else.
    terms = [term for term in terms if term.circle and not algebra.is_fixed(term.circle)]
    named = {(term.circle, term.include) for term in terms}
    uses = [Exists(Term.objects.filter(circle=OuterRef("pk"), include=include)) for include in (True, False)]
    rows = Circle.objects.filter(pk__in={circle for circle, _include in named})
    known = {
        (circle, include)
        for circle, *used in rows.values_list("pk", *uses)
        for include, is_used in zip((True, False), used, strict=True)
        if is_used
    }
    return not named <= known


def _terms(audience: int, value: algebra.Audience) -> list[Term]:
    terms = []
    for number, part in enumerate(value):
        circles = part.circles or ({NO_CIRCLE} if not part.faces else ())
        given: list[tuple[bool, str, Iterable[int]]] = [
            (True, "circle", circles),
            (True, "face", part.faces),
            (False, "circle", part.without_circles),
            (False, "face", part.without_faces),
        ]
        for include, column, ids in given:
            terms += [
                Term(audience_id=audience, part=number, include=include, **{column: id}) for id in sorted(ids)
            ]
    return terms


def interned(values: Collection[algebra.Audience]) -> dict[algebra.Audience, int]:
    """The ids of those among these audiences that were ever interned, in one query."""
    marks = {algebra.fingerprint(value): value for value in values}
    places = ",".join(["%s"] * len(marks))
    statement = f"SELECT fingerprint, id FROM boundary_audience WHERE fingerprint IN ({places})"  # noqa: S608
    return (
        {marks[bytes(mark)]: number for mark, number in quick.rows(statement, list(marks))} if marks else {}
    )


def read_audience(audience: int) -> algebra.Audience:
    """The audience that `intern` gave this id to."""
    return read_audiences([audience])[audience]


def read_audiences(audiences: Collection[int]) -> dict[int, algebra.Audience]:
    """The audiences that `intern` gave these ids to, in one query."""
    parts: dict[int, dict[int, dict[tuple[bool, bool], set[int]]]] = {audience: {} for audience in audiences}
    marks, numbers = quick.places(list(audiences))
    for audience, part, include, circle, face in quick.rows(_TERMS % marks, numbers):
        sets = parts[audience].setdefault(part, {})
        by_name = face is not None
        member = face if by_name else circle
        if member is not None and (by_name or member != NO_CIRCLE):
            sets.setdefault((bool(include), by_name), set()).add(member)
    return {audience: algebra.audience(map(_clause, each.values())) for audience, each in parts.items()}


_TERMS = "SELECT audience_id, part, include, circle, face FROM boundary_term WHERE audience_id IN (%s)"


def _clause(sets: dict[tuple[bool, bool], set[int]]) -> Clause:
    return Clause(
        frozenset(sets.get((True, False), ())),
        frozenset(sets.get((True, True), ())),
        frozenset(sets.get((False, False), ())),
        frozenset(sets.get((False, True), ())),
    )


def open_circle(
    owner: int | None,
    kind: Circle.Kind | str,
    name: str = "",
    history: Circle.History | str = Circle.History.FROM_JOINING,
) -> int:
    """A new, empty circle's id."""
    made = Circle.objects.create(owner=owner, kind=kind, name=name, history=history, made_at=now_us())
    return made.pk


def fix(faces: Iterable[int]) -> int:
    """The number of a new fixed circle: just these faces, who see everything that is shown to it.

    Nothing remembered rests on it yet, so there is nothing to say to the epoch.
    """
    now = now_us()
    made = Circle.objects.create(
        pk=algebra.SITE - 1 - secrets.randbits(_FIXED_BITS),
        kind=Circle.Kind.FIXED,
        history=Circle.History.ALL,
        made_at=now,
    )
    Membership.objects.bulk_create(
        [Membership(circle=made, face=face, since=now, sees_from=algebra.ALWAYS) for face in faces],
        batch_size=MANY,
    )
    return made.pk


_FIXED_BITS = 56
"""Room enough never to meet, and for the epoch's keys to stay within 63 bits."""


def rename_circle(circle: int, name: str) -> None:
    """Another name for the same circle."""
    Circle.objects.filter(pk=circle).update(name=name)


def close_circle(circle: int) -> None:
    """End every membership and the circle. What was sent to it is seen by its author alone from then on;
    whoever it excluded stays excluded from what entered before.
    """
    leave(circle, members(circle))
    Circle.objects.filter(pk=circle).update(closed_at=now_us())


def members(circle: int) -> list[int]:
    """The faces in this circle now."""
    return list(Membership.objects.filter(circle=circle, left_at=None).values_list("face", flat=True))


def join(circle: int, faces: Collection[int]) -> list[int]:
    """Put faces into a circle; those newly in it. Adding never reveals the past, except where the circle's
    history is *all*. Rejoining is a new membership: an old `sees_from` never returns.
    """
    row = Circle.objects.get(pk=circle)
    present = Membership.objects.filter(circle=circle, left_at=None, face__in=faces)
    already = set(present.values_list("face", flat=True))
    fresh = [face for face in dict.fromkeys(faces) if face not in already]
    now = now_us()
    sees_from = algebra.ALWAYS if row.history == Circle.History.ALL else now
    Membership.objects.bulk_create(
        [Membership(circle=row, face=face, since=now, sees_from=sees_from) for face in fresh]
    )
    _memberships_changed([circle], fresh)
    return fresh


def leave(circle: int, faces: Collection[int]) -> list[int]:
    """Take faces out of a circle, at once and everywhere; those that were in it."""
    present = Membership.objects.filter(circle=circle, left_at=None, face__in=faces)
    gone = list(present.values_list("face", flat=True))
    present.update(left_at=now_us())
    _memberships_changed([circle], gone)
    return gone


def leave_all(owner: int, faces: Collection[int]) -> list[tuple[int, int]]:
    """Take faces out of every circle of this owner; the pairs of circle and face that ended."""
    present = Membership.objects.filter(circle__owner=owner, left_at=None, face__in=faces)
    ended = list(present.values_list("circle_id", "face"))
    present.update(left_at=now_us())
    _memberships_changed({circle for circle, _ in ended}, {face for _, face in ended})
    return ended


def leave_everywhere(face: int) -> None:
    """Take a face that goes for good out of every circle it is in."""
    present = Membership.objects.filter(face=face, left_at=None)
    circles = list(present.values_list("circle_id", flat=True))
    present.update(left_at=now_us())
    _memberships_changed(circles, [face])


def undo_leave(circle: int, face: int, left_at: Moment) -> bool:
    """Take back a removal that was a slip of the hand: the very membership goes on as if never ended.

    Only for the owner's own undo, right after; `left_at` names the removal. False where it is not there.
    """
    slip = Membership.objects.filter(circle=circle, face=face, left_at=left_at)
    if Membership.objects.filter(circle=circle, face=face, left_at=None).exists() or not slip.update(
        left_at=None
    ):
        return False
    _memberships_changed([circle], [face])
    return True


def last_left(circle: int, face: int) -> Moment | None:
    """When this face last left this circle."""
    ended = Membership.objects.filter(circle=circle, face=face).exclude(left_at=None)
    return ended.order_by("-left_at").values_list("left_at", flat=True).first()


def look_back(circle: int, face: int, sees_from: Moment) -> None:
    """Let a member see what entered from this moment on. Only the owner does this, knowingly."""
    Membership.objects.filter(circle=circle, face=face, left_at=None).update(sees_from=sees_from)
    _memberships_changed([circle], [face])


def _memberships_changed(circles: Collection[int], faces: Collection[int]) -> None:
    if not faces:
        return
    if len(faces) > MANY:
        epoch.changed([epoch.EVERYTHING])
    else:
        epoch.changed([*map(epoch.circle_key, circles), *map(epoch.face_key, faces)])


def veto(blocker: int, others: Iterable[int]) -> None:
    """Put a block between a face and others: neither sees the other, in either direction."""
    both = [pair for other in others for pair in ((blocker, other), (other, blocker))]
    _keep_from(blocker, both)


def shut_out(blocker: int, others: Iterable[int]) -> None:
    """Keep others from what a face says; it sees them as ever, or it would learn who belongs to whom."""
    _keep_from(blocker, [(other, blocker) for other in others])


def _keep_from(blocker: int, pairs: Collection[tuple[int, int]]) -> None:
    rows = [Veto(face=face, other=other, blocker=blocker) for face, other in pairs]
    Veto.objects.bulk_create(rows, ignore_conflicts=True)
    epoch.changed({epoch.face_key(each) for pair in pairs for each in pair})


def lift(blocker: int, others: Collection[int]) -> None:
    """Take the block away again. It restores nothing that it ended."""
    between = Q(face=blocker, other__in=others) | Q(other=blocker, face__in=others)
    Veto.objects.filter(between, blocker=blocker).delete()
    epoch.changed({epoch.face_key(blocker), *map(epoch.face_key, others)})


def stand(face: int, *, local: bool) -> None:
    """Tell the engine of a new face."""
    Standing.objects.update_or_create(face=face, defaults={"local": local})
    epoch.changed([epoch.face_key(face), epoch.circle_key(algebra.SITE)])


def stop(faces: Collection[int]) -> None:
    """Suspend or close faces: they see nothing, and nobody sees what they wrote."""
    Standing.objects.filter(face__in=faces).update(stopped=True)
    epoch.changed([epoch.EVERYTHING])


def restart(faces: Collection[int]) -> None:
    """Take suspension or closing back."""
    Standing.objects.filter(face__in=faces).update(stopped=False)
    epoch.changed([epoch.EVERYTHING])


def open_gate(thing: Thing) -> int:
    """A new gate of a thing: what is below it stands behind this and every gate above."""
    gate = gate_of(thing)
    gate.save()
    _draw_path(gate.pk, [thing.under_id] if thing.under_id is not None else [])
    return gate.pk


def join_gates(first: int, second: int) -> int:
    """A gate that is open where both are: for a reply that quotes what is not public."""
    nothing = intern(algebra.WHOEVER_SEES_THE_PARENT)
    gate = Gate.objects.create(author=0, audience_id=nothing, entered_at=algebra.ALWAYS)
    _draw_path(gate.pk, [first, second])
    return gate.pk


def _draw_path(gate: int, parents: Collection[int]) -> None:
    above = GatePath.objects.filter(gate__in=parents).values_list("above_id", flat=True).distinct()
    GatePath.objects.bulk_create([GatePath(gate_id=gate, above_id=each) for each in [gate, *above]])


def move_gate(gate: int, thing: Thing) -> None:
    """The thing's audience, existence or end changed: so do those of all that is below it."""
    facts = gate_of(thing)
    Gate.objects.filter(pk=gate).update(
        audience=facts.audience_id, gone=facts.gone, expires_at=facts.expires_at
    )
    epoch.changed([epoch.gate_key(gate)])
