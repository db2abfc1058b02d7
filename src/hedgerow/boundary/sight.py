"""What one viewer may see, as look-ups of integers: the fast path of `check`.

Memberships turn every audience into one threshold a viewer (`algebra.opens_from`): a thing addressed to it is
open when it entered at or after that moment. A sight remembers the thresholds it was asked for, and lives as
long as the boundary epoch says that nothing in it changed.
"""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, Protocol, TypeVar

from pyroaring import FrozenBitMap64

from hedgerow.kernel.clock import now_us

from . import epoch, quick
from .algebra import ALWAYS, NEVER, PUBLIC, SITE, Moment
from .epoch import Remembered
from .models import Gate
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


Seen = TypeVar("Seen", bound=Thing)


class GateFacts(NamedTuple):
    """One gate on the way to a thing."""

    author: int
    audience: int
    entered_at: Moment
    gone: bool
    expires_at: Moment | None
    wide: bool
    """It is addressed to the public, or asks nothing of its own."""


class Sight:
    """One viewer's view of everything, at one boundary epoch. Ask for a new one for each request."""

    __slots__ = ("audiences", "local", "stopped", "stopped_faces", "vetoed", "viewer")

    pretended = False
    """Is it nobody's, as `pretend.somebody` makes them?"""

    def __init__(self, viewer: int, *, local: bool, stopped: bool, vetoed: frozenset[int]) -> None:
        self.viewer = viewer
        self.local = local
        self.stopped = stopped
        self.vetoed = vetoed
        self.audiences: dict[int, Moment] = {}
        self.stopped_faces: FrozenBitMap64 = FrozenBitMap64()

    def sees(self, thing: Thing) -> bool:
        """May this viewer see the thing?"""
        return bool(self.those((thing,)))

    def those(self, things: Iterable[Seen]) -> list[Seen]:
        """Those of the things that the viewer may see, in their order: the same rules in the same order as
        `reference.sees`.
        """
        found: list[Seen] = []
        if self.stopped:
            return found
        viewer, vetoed, stopped = self.viewer, self.vetoed, self.stopped_faces
        audiences = self.audiences
        for thing in things:
            author = thing.author_id
            if thing.gone_at is not None or author in stopped:
                continue
            if thing.expires_at is not None and thing.expires_at <= now_us():
                continue
            if author != viewer:
                opens = audiences.get(thing.audience_id)
                if opens is None:
                    opens = self.opens(thing.audience_id)
                if author in vetoed or thing.entered_at < opens:
                    continue
                if thing.under_id is not None and not self.passes(thing.under_id):
                    continue
            found.append(thing)
        return found

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

    def learn(self, audiences: Collection[int], gates: Collection[int] = ()) -> None:
        """Read the thresholds of these audiences, and the ways to these gates with the thresholds of theirs,
        in one statement, unless they are known.
        """
        known = self.audiences
        wanted = [audience for audience in audiences if audience not in known]
        missing = _unknown(gates) if gates else []
        if wanted or missing:
            began = epoch.now()
            found = _ask(self.viewer, wanted, missing, who=False)
            _keep_gates(missing, found.gates, began)
            self.audiences.update(_thresholds(self.viewer, wanted, found, local=self.local))


def left_behind(gate: GateFacts) -> bool:
    """Deleted or expired: the audience stays for what is below, whatever became of the author."""
    return gate.gone or (gate.expires_at is not None and gate.expires_at <= now_us())


_sights: Remembered[Sight] = Remembered(20_000)
_gates: Remembered[tuple[GateFacts, ...]] = Remembered(100_000)


def sight(viewer: int | None, audiences: Collection[int] = (), gates: Collection[int] = ()) -> Sight:
    """The viewer's sight at the present boundary epoch (None: signed out).

    `audiences` and `gates` are those it will be asked for: a new sight reads them in the same round trip.
    """
    face = viewer if viewer is not None else NO_FACE
    eyes = _sights.get(face, (epoch.face_key(face),), lambda: _read_sight(face, audiences, gates))
    eyes.stopped_faces = still_stopped()
    return eyes


def unblocked(eyes: Sight, *others: int) -> Sight:
    """The same sight, as if no block stood between the viewer and these faces."""
    same = Sight(eyes.viewer, local=eyes.local, stopped=eyes.stopped, vetoed=eyes.vetoed.difference(others))
    same.audiences = eyes.audiences
    same.stopped_faces = eyes.stopped_faces
    return same


def check(viewer: int | None, thing: Thing) -> bool:
    """May this viewer (None: signed out) see this thing? One round trip where nothing is remembered."""
    if thing.under_id is not None:
        return bool(seen(viewer, (thing,)))
    return sight(viewer, (thing.audience_id,)).sees(thing)


def seen(viewer: int | None, things: Collection[Any]) -> list[Any]:
    """Those of the things that the viewer may see, in their order, with one query for all."""
    audiences = {thing.audience_id for thing in things}
    gates = {thing.under_id for thing in things}
    gates.discard(None)
    eyes = sight(viewer, audiences, gates)
    for gate in gates:
        audiences.update(each.audience for each in _gates.peek(gate) or ())
    eyes.learn(audiences, gates)
    return eyes.those(things)


def _read_sight(face: int, audiences: Collection[int], gates: Collection[int]) -> Sight:
    """A new sight with the thresholds of these audiences and of those on the way to the gates."""
    missing = _unknown(gates)
    began = epoch.now() if missing else 0
    known = {each.audience for gate in gates for each in _gates.peek(gate) or ()}
    wanted = list(known.union(audiences))
    found = _ask(face, wanted, missing, who=True)
    _keep_gates(missing, found.gates, began)
    local, stopped = found.standing or (False, False)
    # A face the engine was never told of is a stranger from nowhere: it sees what is public.
    viewer = face if found.standing is not None else NO_FACE
    eyes = Sight(viewer, local=local, stopped=stopped, vetoed=frozenset(found.vetoed))
    eyes.audiences.update(_thresholds(viewer, wanted, found, local=local))
    return eyes


def _unknown(gates: Collection[int]) -> list[int]:
    return [gate for gate in gates if _gates.peek(gate) is None]


def gates_to(gate: int) -> tuple[GateFacts, ...]:
    """Every gate that must be open on the way to what stands behind this one."""
    known = _gates.peek(gate)
    if known is None:
        learn_gates([gate])
        known = _gates.peek(gate)
    return known if known is not None else tuple(facts for _, facts in _read_gates([gate])[gate])


def learn_gates(gates: Iterable[int]) -> None:
    """Read the ways to these gates in one query, unless they are known."""
    began = epoch.now()
    missing = _unknown(set(gates))
    if missing:
        _keep_gates(missing, _read_gates(missing), began)


Way = list[tuple[int, GateFacts]]
"""The gates that must be open on the way to one, each with its facts."""


def _read_gates(gates: list[int]) -> dict[int, Way]:
    marks, numbers = quick.places(gates)
    ways: dict[int, Way] = {gate: [] for gate in gates}
    for row in quick.rows(_GATES % marks, numbers):
        _go_on(ways, row)
    return ways


def _go_on(ways: dict[int, Way], row: tuple[Any, ...]) -> None:
    """Add a row of `_GATES` to the way it belongs to."""
    _, gate, above, author, audience, entered_at, gone, expires_at, limits = row
    facts = GateFacts(author, audience, entered_at, bool(gone), expires_at, not limits)
    ways.setdefault(gate, []).append((above, facts))


def _keep_gates(gates: Iterable[int], ways: dict[int, Way], began: int) -> None:
    for gate in gates:
        way = ways.get(gate, [])
        keys = tuple(epoch.gate_key(above) for above, _ in way)
        _gates.put(gate, keys, began, tuple(facts for _, facts in way))


class _Found(NamedTuple):
    """What one statement brought. `standing`: is the viewer local, and stopped; None for nobody known."""

    standing: tuple[bool, bool] | None
    vetoed: list[int]
    terms: list[tuple[Any, ...]]
    gates: dict[int, Way]


def _ask(viewer: int, audiences: list[int], gates: list[int], *, who: bool) -> _Found:
    """One round trip for all of it: who the viewer is (with `who`), the audiences' terms, the gates."""
    marks, numbers = quick.places(audiences)
    faces = (viewer, viewer, viewer) if who else (viewer,)
    statement = _WHO_AND_TERMS if who else _TERMS
    if not gates:
        return _sorted(quick.rows(statement % marks, (*faces, *numbers)))
    gate_marks, gate_numbers = quick.places(gates)
    statement = statement % (_THEIRS % (marks, gate_marks)) + " UNION ALL " + _GATES % gate_marks
    return _sorted(quick.rows(statement, (*faces, *numbers, *gate_numbers, *gate_numbers)))


def _sorted(rows: Iterable[tuple[Any, ...]]) -> _Found:
    standing: tuple[bool, bool] | None = None
    vetoed: list[int] = []
    terms: list[tuple[Any, ...]] = []
    gates: dict[int, Way] = {}
    for row in rows:
        if row[0] == _TERM:
            terms.append(row)
        elif row[0] == _STANDING:
            standing = bool(row[1]), bool(row[2])
        elif row[0] == _VETO:
            vetoed.append(row[1])
        else:
            _go_on(gates, row)
    return _Found(standing, vetoed, terms, gates)


_STANDING, _VETO, _TERM, _GATE = range(4)
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
_GATES = f"""
SELECT 3, p.gate_id, p.above_id, g.author, g.audience_id, g.entered_at,
       CAST(g.gone AS INTEGER), g.expires_at,
       (SELECT a.parts FROM boundary_audience a WHERE a.id = g.audience_id) -
       (SELECT COUNT(*) FROM boundary_term t
        WHERE t.audience_id = g.audience_id AND t.include AND t.circle = {PUBLIC:d})
FROM boundary_gatepath p JOIN boundary_gate g ON g.id = p.above_id WHERE p.gate_id IN (%s)
"""  # noqa: S608 (this module's own words)
_THEIRS = """
SELECT id FROM boundary_audience WHERE id IN (%s)
UNION SELECT g.audience_id FROM boundary_gatepath p JOIN boundary_gate g ON g.id = p.above_id
WHERE p.gate_id IN (%s)
"""
_NO_MEMBER = -1


def _thresholds(viewer: int, audiences: Collection[int], found: _Found, *, local: bool) -> dict[int, Moment]:
    """For each audience, and those of the gates found with them, the moment from which it is open to the
    viewer. An unknown audience never is.
    """
    wanted = {*audiences, *(facts.audience for way in found.gates.values() for _, facts in way)}
    known = {PUBLIC, SITE} if local else {PUBLIC}
    floor: dict[int, Moment] = dict.fromkeys(wanted, NEVER)
    opened: dict[int, dict[int, Moment]] = {audience: {} for audience in wanted}
    for _, audience, parts, part, include, circle, face, sees_from, left_at in found.terms:
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
