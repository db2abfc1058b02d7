"""The pure algebra of audiences: clauses in normal form, and what they mean for one viewer.

Nothing here touches a database. Faces and circles are integers.
"""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

PUBLIC = -1
"""The well-known circle of everybody, signed in or not. Circles with rows have positive numbers."""
SITE = -2
"""The well-known circle of every signed-in face of this site."""


def is_fixed(circle: int) -> bool:
    """Is it a *fixed* circle: just the faces it was made of, whom nobody joins and nobody leaves? Their
    numbers lie below the well-known ones.
    """
    return circle < SITE


Moment = int
"""Integer microseconds since the Unix epoch, by the server's clock."""

NEVER: Moment = 2**63 - 1
ALWAYS: Moment = 0


class Malformed(ValueError):
    """The clause cannot be meant: its message says why."""


class Clause(NamedTuple):
    """(circles and faces to include) minus (circles and faces to exclude)."""

    circles: frozenset[int] = frozenset()
    faces: frozenset[int] = frozenset()
    without_circles: frozenset[int] = frozenset()
    without_faces: frozenset[int] = frozenset()


Audience = tuple[Clause, ...]
"""Clauses joined by AND, sorted and without repetition. The empty audience asks nothing of its own:
it is what a reply has by default, which is seen by whoever sees its parent."""

EVERYBODY = Clause(circles=frozenset({PUBLIC}))
WHOEVER_SEES_THE_PARENT: Audience = ()
NOBODY = Clause()


def clause(
    circles: Iterable[int] = (),
    faces: Iterable[int] = (),
    without_circles: Iterable[int] = (),
    without_faces: Iterable[int] = (),
) -> Clause:
    """The normal form: exclusion wins over inclusion, *public* and *this site* absorb what they contain.

    Raises `Malformed` for *public* with exclusions (anyone can sign out), and for excluding *public* or
    *this site*. Fixed circles may be excluded from *public*: whom something else was shown instead, which
    keeps nothing secret from them.
    """
    within, by_name = frozenset(circles), frozenset(faces)
    out, out_by_name = frozenset(without_circles), frozenset(without_faces)
    if out & {PUBLIC, SITE}:
        raise Malformed("Public and this site cannot be excluded.")
    if PUBLIC in within:
        if out_by_name or not all(map(is_fixed, out)):
            raise Malformed("A public post cannot exclude anybody, since anyone can sign out.")
        return Clause(frozenset({PUBLIC}), without_circles=out)
    if SITE in within:
        return Clause(frozenset({SITE}), frozenset(), out, out_by_name)
    return Clause(within - out, by_name - out_by_name, out, out_by_name)


def audience(clauses: Iterable[Clause]) -> Audience:
    """The conjunction in normal form. *Public* asks nothing beside another clause."""
    distinct = set(clauses)
    if len(distinct) > 1:
        distinct.discard(EVERYBODY)
    return tuple(sorted(distinct, key=_order))


def both(first: Audience, second: Audience) -> Audience:
    """Whoever is in both audiences: an edit without a choice to widen leaves old AND new."""
    return audience((*first, *second))


def without(value: Audience, face: int) -> Audience:
    """The same audience less one face; *public* becomes *this site* without it, since anyone can sign out."""
    parts = (
        clause([SITE], without_circles=part.without_circles) if PUBLIC in part.circles else part
        for part in value
    )
    return audience(
        clause(part.circles, part.faces, part.without_circles, part.without_faces | {face}) for part in parts
    )


def chosen(value: Audience) -> Audience:
    """The audience as it was chosen, without what was fixed at that moment."""
    if not fixes(value):
        return value
    parts = [part for part in value if not part.circles or not all(map(is_fixed, part.circles))]
    return audience(
        part._replace(without_circles=frozenset(c for c in part.without_circles if not is_fixed(c)))
        for part in parts
    )


def fixes(value: Audience) -> bool:
    """Does a fixed circle stand in this audience?"""
    return any(map(is_fixed, (c for part in value for c in (*part.circles, *part.without_circles))))


def is_public(value: Audience) -> bool:
    """True when the audience is *public* and nothing else."""
    return value == (EVERYBODY,)


def fingerprint(value: Audience) -> bytes:
    """The 32 bytes by which equal audiences are one row (SHA-256 of the normal form)."""
    return hashlib.sha256(repr([_order(part) for part in value]).encode()).digest()


def _order(part: Clause) -> tuple[list[int], ...]:
    return tuple(sorted(ids) for ids in part)


class Stay(NamedTuple):
    """One membership: in a circle from `since` to `left_at` (None: still), seeing from `sees_from`."""

    circle: int
    since: Moment
    sees_from: Moment
    left_at: Moment | None = None


def opens_from(part: Clause, face: int, stays: Iterable[Stay], *, local: bool) -> Moment:
    """The moment from which posts addressed to this clause are open to a face; `NEVER` where none is.

    This is rules 4 to 7 of the boundary for every post at once: memberships turn each clause into one
    threshold, and a post is open when it entered at or after it.
    """
    if face in part.without_faces:
        return NEVER
    floor, included = ALWAYS, NEVER
    if PUBLIC in part.circles or (local and SITE in part.circles) or face in part.faces:
        included = ALWAYS
    for stay in stays:
        if stay.circle in part.without_circles:
            floor = max(floor, NEVER if stay.left_at is None else stay.left_at)
        if stay.circle in part.circles and stay.left_at is None:
            included = min(included, stay.sees_from)
    return max(floor, included)
