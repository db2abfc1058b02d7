"""Where looking for things is worth while: *scopes*, so that a search never walks over what lies beyond reach.

The law: who sees a thing has one of the thing's scopes, and entered it before the thing did. The other way round
is not promised: whoever shows something asks the boundary. Blocks, exclusions and whose gates a thing stands
behind are *marks*, by which a search leaves out at once what the boundary would refuse.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hedgerow.kernel.searching.index import Reach

from . import quick
from .acts import read_audiences
from .algebra import PUBLIC, SITE, Audience, Clause, Moment
from .epoch import Remembered, face_key
from .sets import still_stopped
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
    """A viewer's scopes with the moment from which each is open, its own ones, and the marks it never sees."""

    scopes: tuple[tuple[str, Moment], ...]
    own: tuple[str, ...]
    no_marks: tuple[str, ...]


def circle_scope(circle: int) -> str:
    """What is addressed to a circle."""
    return f"c{circle:d}"


def face_scope(face: int) -> str:
    """What is addressed to a face by name, or is its own, or stands behind what is its own."""
    return f"f{face:d}"


def by(face: int) -> str:
    """The mark of what a face wrote, and of what stands behind it."""
    return f"b{face:d}"


def placed(things: Sequence[Thing]) -> list[Placed]:
    """The scopes and marks of these things, in order."""
    learn_gates({thing.under_id for thing in things if thing.under_id is not None})
    ways = [gates_to(thing.under_id) if thing.under_id is not None else () for thing in things]
    asked = {thing.audience_id for thing in things} | {gate.audience for way in ways for gate in way}
    audiences = read_audiences(asked)
    return [_placed(thing, way, audiences) for thing, way in zip(things, ways, strict=True)]


def _placed(thing: Thing, way: Iterable[GateFacts], audiences: dict[int, Audience]) -> Placed:
    own = audiences[thing.audience_id]
    scopes, excluding = _scopes(own), own
    authors = {thing.author_id, *(gate.author for gate in way if gate.author)}
    if scopes == (EVERYBODY,):
        for gate in way:
            beyond = _scopes(audiences[gate.audience])
            if beyond != (EVERYBODY,):
                scopes, excluding = (*beyond, face_scope(gate.author)), audiences[gate.audience]
                break
    if scopes != (EVERYBODY,):
        scopes = (*scopes, face_scope(thing.author_id))
    marks = [by(author) for author in sorted(authors)]
    return Placed(tuple(dict.fromkeys(scopes)), (*marks, *_exclusions(excluding)))


def _scopes(audience: Audience) -> tuple[str, ...]:
    """The scopes of the narrowest clause: whoever is in the audience is in that clause, too."""
    return min((_of_clause(part) for part in audience), key=_breadth, default=(EVERYBODY,))


def _of_clause(part: Clause) -> tuple[str, ...]:
    if PUBLIC in part.circles:
        return (EVERYBODY,)
    if SITE in part.circles:
        return (ON_SITE,)
    named = [*map(circle_scope, sorted(part.circles)), *map(face_scope, sorted(part.faces))]
    return tuple(named) if len(named) <= MOST_TERMS else (MANY,)


def _breadth(scopes: tuple[str, ...]) -> tuple[int, int]:
    broad = {EVERYBODY: 3, ON_SITE: 2, MANY: 1}
    return (max((broad.get(scope, 0) for scope in scopes), default=0), len(scopes))


def _exclusions(audience: Audience) -> list[str]:
    """Whom the audience leaves out, as marks."""
    faces = {face for part in audience for face in part.without_faces}
    circles = {circle for part in audience for circle in part.without_circles}
    return [*(f"nf{face:d}" for face in sorted(faces)), *(f"nc{circle:d}" for circle in sorted(circles))]


_openings: Remembered[Openings] = Remembered(20_000)

_MINE = """
SELECT m.circle_id, m.sees_from,
       CASE WHEN EXISTS (SELECT 1 FROM boundary_term t WHERE t.circle = m.circle_id AND NOT t.include)
            THEN 1 ELSE 0 END
FROM boundary_membership m WHERE m.face = %s AND m.left_at IS NULL
"""


def openings(viewer: int | None) -> Openings:
    """Where this viewer (None: signed out) may look; nowhere for who is stopped."""
    eyes = sight(viewer)
    if eyes.stopped:
        return Openings((), (), ())
    if not eyes.viewer:
        found = Openings(((EVERYBODY, 0), (MANY, 0)), (), ())
    else:
        number = eyes.viewer
        found = _openings.get(number, (face_key(number),), lambda: _read(number, local=eyes.local))
    shut = [by(face) for face in sorted(eyes.vetoed)]
    if len(eyes.stopped_faces) <= MOST_STOPPED:
        shut += [by(face) for face in still_stopped()]
    return found._replace(no_marks=(*found.no_marks, *shut))


def _read(viewer: int, *, local: bool) -> Openings:
    scopes: list[tuple[str, Moment]] = [(EVERYBODY, 0), (MANY, 0)]
    if local:
        scopes.append((ON_SITE, 0))
    unwanted = [f"nf{viewer:d}"]
    for circle, sees_from, excludes in quick.rows(_MINE, (viewer,)):
        scopes.append((circle_scope(circle), sees_from))
        if excludes:
            unwanted.append(f"nc{circle:d}")
    return Openings(tuple(scopes), (face_scope(viewer),), tuple(unwanted))


def reach(openings: Openings, *, of: tuple[str, ...] = ()) -> Reach:
    """The openings as an index takes them, whose places are timed ids (`kernel.ids`). `of`: these scopes only."""
    raise NotImplementedError(of)
