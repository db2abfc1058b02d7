"""What one viewer may see, as look-ups of integers: the fast path of `check`.

Memberships turn every audience into one threshold a viewer (`algebra.opens_from`): a thing addressed to it is
open when it entered at or after that moment. A sight remembers the thresholds it was asked for, and lives as
long as the boundary epoch says that nothing in it changed.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from pyroaring import FrozenBitMap64

from hedgerow.kernel.clock import now_us

from . import epoch, quick
from .algebra import ALWAYS, NEVER, PUBLIC, SITE, Moment
from .epoch import Remembered
from .models import Gate, GatePath
from .sets import still_stopped

NO_FACE = 0


class Thing(Protocol):
    """Anything guarded, by the columns of `guard.Guarded`; faces, audiences and gates are integers."""

    @property
    def author_id(self) -> int: ...
    @property
    def audience_id(self) -> int: ...
    @property
    def entered_at(self) -> Moment: ...
    @property
    def under_id(self) -> int | None: ...
    @property
    def gone_at(self) -> Moment | None: ...
    @property
    def expires_at(self) -> Moment | None: ...


class GateFacts(NamedTuple):
    """One gate on the way to a thing."""

    author: int
    audience: int
    entered_at: Moment
    gone: bool
    expires_at: Moment | None


class Sight:
    """One viewer's view of everything, at one boundary epoch. Ask for a new one for each request."""

    __slots__ = ("audiences", "local", "stopped", "stopped_faces", "vetoed", "viewer")

    def __init__(self, viewer: int, *, local: bool, stopped: bool, vetoed: frozenset[int]) -> None:
        self.viewer = viewer
        self.local = local
        self.stopped = stopped
        self.vetoed = vetoed
        self.audiences: dict[int, Moment] = {}
        self.stopped_faces: FrozenBitMap64 = FrozenBitMap64()

    def sees(self, thing: Thing) -> bool:
        """May this viewer see the thing? The same rules in the same order as `reference.sees`."""
        author = thing.author_id
        if self.stopped or thing.gone_at is not None or author in self.stopped_faces:
            return False
        if thing.expires_at is not None and thing.expires_at <= now_us():
            return False
        if author == self.viewer:
            return True
        if author in self.vetoed or thing.entered_at < self.opens(thing.audience_id):
            return False
        return thing.under_id is None or self.passes(thing.under_id)

    def opens(self, audience: int) -> Moment:
        """The moment from which things addressed to this audience are open to the viewer."""
        opens = self.audiences.get(audience)
        if opens is None:
            self.learn((audience,))
            opens = self.audiences[audience]
        return opens

    def passes(self, gate: int) -> bool:
        """May the viewer see what stands behind this gate?"""
        return all(self._open(each) for each in gates_to(gate))

    def _open(self, gate: GateFacts) -> bool:
        if gate.author in self.stopped_faces and not left_behind(gate):
            return False
        if gate.author == self.viewer:
            return True
        return gate.author not in self.vetoed and gate.entered_at >= self.opens(gate.audience)

    def learn(self, audiences: Collection[int]) -> None:
        """Read the thresholds of these audiences in one query, unless they are known."""
        wanted = [audience for audience in audiences if audience not in self.audiences]
        if wanted:
            marks, numbers = quick.places(wanted)
            rows = quick.rows(_TERMS % marks, (self.viewer, *numbers))
            self.audiences.update(_thresholds(self.viewer, wanted, rows, local=self.local))


def left_behind(gate: GateFacts) -> bool:
    """Deleted or expired: the audience stays for what is below, whatever became of the author."""
    return gate.gone or (gate.expires_at is not None and gate.expires_at <= now_us())


_sights: Remembered[Sight] = Remembered(20_000)
_gates: Remembered[tuple[GateFacts, ...]] = Remembered(100_000)


def sight(viewer: int | None, audiences: Collection[int] = ()) -> Sight:
    """The viewer's sight at the present boundary epoch (None: signed out).

    `audiences` are those it will be asked for: a new sight reads them in the same round trip.
    """
    face = viewer if viewer is not None else NO_FACE
    eyes = _sights.get(face, (epoch.face_key(face),), lambda: _read_sight(face, audiences))
    eyes.stopped_faces = still_stopped()
    return eyes


def check(viewer: int | None, thing: Thing) -> bool:
    """May this viewer (None: signed out) see this thing?"""
    return sight(viewer, (thing.audience_id,)).sees(thing)


def seen(viewer: int | None, things: Sequence[Any]) -> list[Any]:
    """Those of the things that the viewer may see, in their order, with at most two queries for all."""
    learn_gates([thing.under_id for thing in things if thing.under_id is not None])
    audiences = {thing.audience_id for thing in things}
    for thing in things:
        if thing.under_id is not None:
            audiences.update(gate.audience for gate in gates_to(thing.under_id))
    eyes = sight(viewer, audiences)
    eyes.learn(audiences)
    return [thing for thing in things if eyes.sees(thing)]


def _read_sight(face: int, audiences: Collection[int]) -> Sight:
    """A new sight, and the thresholds of these audiences, in one round trip."""
    marks, numbers = quick.places(list(audiences))
    rows = quick.rows(_WHO_AND_TERMS % marks, (face, face, face, *numbers))
    local, stopped, known = False, False, False
    vetoed: list[int] = []
    terms: list[tuple[Any, ...]] = []
    for row in rows:
        if row[0] == _TERM:
            terms.append(row)
        elif row[0] == _STANDING:
            known, local, stopped = True, bool(row[1]), bool(row[2])
        else:
            vetoed.append(row[1])
    # A face the engine was never told of is a stranger from nowhere: it sees what is public.
    eyes = Sight(face if known else NO_FACE, local=local, stopped=stopped, vetoed=frozenset(vetoed))
    eyes.audiences.update(_thresholds(eyes.viewer, audiences, terms, local=local))
    return eyes


def gates_to(gate: int) -> tuple[GateFacts, ...]:
    """Every gate that must be open on the way to what stands behind this one."""
    known = _gates.peek(gate)
    if known is None:
        learn_gates([gate])
        known = _gates.peek(gate)
    return known if known is not None else _read_gates([gate])[gate][0]


def learn_gates(gates: Iterable[int]) -> None:
    """Read the ways to these gates in one query, unless they are known."""
    began = epoch.now()
    wanted = {gate for gate in gates if _gates.peek(gate) is None}
    if wanted:
        for gate, (facts, keys) in _read_gates(wanted).items():
            _gates.put(gate, keys, began, facts)


def _read_gates(gates: Collection[int]) -> dict[int, tuple[tuple[GateFacts, ...], tuple[int, ...]]]:
    """For each gate the facts of every gate above and itself, and the epoch keys they rest on."""
    found: dict[int, list[tuple[int, GateFacts]]] = {gate: [] for gate in gates}
    rows = GatePath.objects.filter(gate__in=gates).values_list(
        "gate_id",
        "above_id",
        *(f"above__{name}" for name in ("author", "audience_id", "entered_at", "gone", "expires_at")),
    )
    for gate, above, *facts in rows:
        found[gate].append((above, GateFacts(*facts)))
    return {
        gate: (tuple(facts for _, facts in path), tuple(epoch.gate_key(above) for above, _ in path))
        for gate, path in found.items()
    }


_STANDING, _VETO, _TERM = 0, 1, 2
_TERMS = """
SELECT 2, a.id, a.parts, t.part, CAST(t.include AS INTEGER), t.circle, t.face,
       CASE WHEN m.id IS NULL THEN -1 ELSE m.sees_from END, m.left_at
FROM boundary_audience a LEFT JOIN boundary_term t ON t.audience_id = a.id
LEFT JOIN boundary_membership m ON m.circle_id = t.circle AND m.face = %%s
WHERE a.id IN (%s)
"""
_WHO = """
SELECT 0, CAST(s.local AS INTEGER), CAST(s.stopped AS INTEGER), 0, 0, 0, 0, 0, 0
FROM boundary_standing s WHERE s.face = %%s
UNION ALL SELECT 1, v.other, 0, 0, 0, 0, 0, 0, 0 FROM boundary_veto v WHERE v.face = %%s
"""
_WHO_AND_TERMS = _WHO + " UNION ALL " + _TERMS
_NO_MEMBER = -1


def _thresholds(
    viewer: int, audiences: Collection[int], rows: Iterable[tuple[Any, ...]], *, local: bool
) -> dict[int, Moment]:
    """For each audience the moment from which it is open to the viewer. An unknown audience never is."""
    known = {PUBLIC, SITE} if local else {PUBLIC}
    floor: dict[int, Moment] = dict.fromkeys(audiences, NEVER)
    opened: dict[int, dict[int, Moment]] = {audience: {} for audience in audiences}
    for _, audience, parts, part, include, circle, face, sees_from, left_at in rows:
        if floor[audience] == NEVER and not opened[audience]:
            floor[audience] = ALWAYS
            opened[audience] = dict.fromkeys(range(parts), NEVER)
        if part is None:  # an audience of no clauses: it asks nothing of its own
            continue
        named = face == viewer if face is not None else circle in known
        member = sees_from != _NO_MEMBER
        if include:
            since = ALWAYS if named else sees_from if member and left_at is None else NEVER
            opened[audience][part] = min(opened[audience][part], since)
        elif named:
            floor[audience] = NEVER
        elif member:
            floor[audience] = max(floor[audience], NEVER if left_at is None else left_at)
    return {audience: max(floor[audience], ALWAYS, *parts.values()) for audience, parts in opened.items()}


def gate_of(thing: Thing) -> Gate:
    """A new, unsaved gate with what the boundary must know of the thing."""
    return Gate(
        author=thing.author_id,
        audience_id=thing.audience_id,
        entered_at=thing.entered_at,
        gone=thing.gone_at is not None,
        expires_at=thing.expires_at,
    )
