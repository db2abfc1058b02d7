"""Where looking is worth while: *scopes*, so that a search never walks over what lies beyond reach.

The law: who sees a thing has one of its scopes, open since before the thing entered; and unless that scope is
an own one, the thing bears none of the marks that the viewer never sees. The other way round is not promised:
whoever shows something asks the boundary.
"""

from collections.abc import Sequence
from typing import NamedTuple

from . import epoch, quick
from .acts import read_audiences
from .algebra import PUBLIC, SITE, Audience, Clause, Moment, chosen
from .epoch import Remembered
from .sight import GateFacts, Thing, gates_to, learn_gates, sight

EVERYBODY, ON_SITE, MANY = "p", "s", "m"
MOST_TERMS = 60
"""An audience of more circles and people than this has one scope for all."""
MOST_STOPPED = 200
"""So many stopped authors at most are named in a question; of more, the boundary is asked thing by thing."""


class Placed(NamedTuple):
    """A thing's scopes and marks."""

    scopes: tuple[str, ...]
    marks: tuple[str, ...]


class Openings(NamedTuple):
    """A viewer's scopes, each with the moment it opens at, its own ones, and the marks it never sees."""

    scopes: tuple[tuple[str, Moment], ...]
    own: tuple[str, ...]
    no_marks: tuple[str, ...]


def circle_scope(circle: int) -> str:
    """What is addressed to a circle."""
    return f"c{circle:d}"


def named_scope(face: int) -> str:
    """What is addressed to a face by name."""
    return f"f{face:d}"


def own_scope(face: int) -> str:
    """What a face wrote, and what stands behind that."""
    return f"o{face:d}"


def by(face: int) -> str:
    """The mark of what a face wrote."""
    return f"a{face:d}"


def below(face: int) -> str:
    """The mark of what a face wrote and of all that stands behind it."""
    return f"b{face:d}"


def placed(things: Sequence[Thing]) -> list[Placed]:
    """The scopes and marks of these things, in order."""
    learn_gates({thing.under_id for thing in things if thing.under_id is not None})
    ways = [gates_to(thing.under_id) if thing.under_id is not None else () for thing in things]
    asked = {thing.audience_id for thing in things} | {gate.audience for way in ways for gate in way}
    # Fixed circles are no scopes and no marks: they only narrow, and there is one for every composition.
    audiences = {number: chosen(value) for number, value in read_audiences(asked).items()}
    return [_placed(thing, way, audiences) for thing, way in zip(things, ways, strict=True)]


def _placed(thing: Thing, way: Sequence[GateFacts], audiences: dict[int, Audience]) -> Placed:
    asked = audiences[thing.audience_id]
    scopes = _scopes(asked)
    if scopes == (EVERYBODY,):
        # It asks nothing of its own: the narrowest of its gates does, which that gate's author passes.
        gate = min(way, key=lambda each: _breadth(_scopes(audiences[each.audience])), default=None)
        if gate is not None and _scopes(audiences[gate.audience]) != scopes:
            asked = audiences[gate.audience]
            scopes = (*_scopes(asked), own_scope(gate.author))
    if scopes != (EVERYBODY,) or way:
        # Whoever wrote it sees it whatever it stands behind.
        scopes = (*scopes, own_scope(thing.author_id))
    above = {thing.author_id, *(each.author for each in way if each.author)}
    marks = (by(thing.author_id), *(below(face) for face in sorted(above)), *_exclusions(asked))
    return Placed(tuple(dict.fromkeys(scopes)), marks)


def _scopes(audience: Audience) -> tuple[str, ...]:
    """The scopes of the narrowest clause: whoever is in the audience is in that clause, too."""
    return min((_of_clause(part) for part in audience), key=_breadth, default=(EVERYBODY,))


def _of_clause(part: Clause) -> tuple[str, ...]:
    if PUBLIC in part.circles:
        return (EVERYBODY,)
    if SITE in part.circles:
        return (ON_SITE,)
    named = [*map(circle_scope, sorted(part.circles)), *map(named_scope, sorted(part.faces))]
    return tuple(named) if len(named) <= MOST_TERMS else (MANY,)


def _breadth(scopes: tuple[str, ...]) -> tuple[int, int]:
    broad = {EVERYBODY: 3, ON_SITE: 2, MANY: 1}
    return (max((broad.get(scope, 0) for scope in scopes), default=0), len(scopes))


def _exclusions(audience: Audience) -> list[str]:
    """Whom the audience leaves out, as marks."""
    faces = {face for part in audience for face in part.without_faces}
    circles = {circle for part in audience for circle in part.without_circles}
    return [*(f"nf{face:d}" for face in sorted(faces)), *(f"nc{circle:d}" for circle in sorted(circles))]


_TERM = "SELECT 1 FROM boundary_term t WHERE t.circle = m.circle_id AND"
_MINE = f"""
SELECT m.circle_id, m.sees_from, CASE WHEN EXISTS ({_TERM} t.include) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS ({_TERM} NOT t.include) THEN 1 ELSE 0 END
FROM boundary_membership m WHERE m.face = %s AND m.left_at IS NULL AND m.circle_id > 0
"""  # noqa: S608 (this module's own words)


_openings: Remembered[Openings] = Remembered(1_000)


def openings(viewer: int | None) -> Openings:
    """Where this viewer (None: signed out) may look; nowhere for who is stopped."""
    eyes = sight(viewer)
    if eyes.stopped:
        return Openings((), (), ())
    if not eyes.viewer:
        found = Openings(((EVERYBODY, 0), (MANY, 0)), (), ())
    else:
        keys = (epoch.face_key(eyes.viewer), epoch.ADDRESSED)
        found = _openings.get(eyes.viewer, keys, lambda: _read(eyes.viewer, local=eyes.local))
    shut = [below(face) for face in sorted(eyes.vetoed)]
    if len(eyes.stopped_faces) <= MOST_STOPPED:
        # Not what stands behind them: what a stopped face deleted before is a place that others passed.
        shut += [by(face) for face in eyes.stopped_faces]
    return found._replace(no_marks=(*found.no_marks, *shut))


def _read(viewer: int, *, local: bool) -> Openings:
    scopes: list[tuple[str, Moment]] = [(EVERYBODY, 0), (MANY, 0), (named_scope(viewer), 0)]
    if local:
        scopes.append((ON_SITE, 0))
    unwanted = [f"nf{viewer:d}"]
    for circle, sees_from, includes, excludes in quick.rows(_MINE, (viewer,)):
        if includes:
            scopes.append((circle_scope(circle), sees_from))
        if excludes:
            unwanted.append(f"nc{circle:d}")
    return Openings(tuple(scopes), (own_scope(viewer),), tuple(unwanted))
