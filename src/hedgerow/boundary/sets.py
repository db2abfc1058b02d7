"""Circles as bitmaps, and audiences as algebra on them: how many, and who."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection
from pyroaring import BitMap64, FrozenBitMap64

from hedgerow.kernel.epochs import NEVER

from . import epoch, quick
from .algebra import PUBLIC, SITE, Audience, Clause
from .epoch import Remembered
from .models import Membership, Standing, Veto

Faces = BitMap64

_circles: Remembered[FrozenBitMap64] = Remembered(50_000)


class Reach(NamedTuple):
    """Whom an audience reaches now. `everybody`: it is public, and `faces` are those of this site."""

    everybody: bool
    faces: BitMap64


def circle(number: int) -> FrozenBitMap64:
    """The faces in a circle now; for *public* and *this site* the faces of this site."""
    if number in (PUBLIC, SITE):
        return _circles.get(SITE, (epoch.circle_key(SITE),), _read_site)
    return _circles.get(number, (epoch.circle_key(number),), lambda: _read_circle(number))


def learn_circles(numbers: Collection[int]) -> None:
    """Read the faces of these circles in one query, unless they are known."""
    began = epoch.now()
    wanted: dict[int, list[int]] = {number: [] for number in numbers if _circles.peek(number) is None}
    if began == NEVER or not wanted:
        return
    rows = Membership.objects.filter(circle__in=list(wanted), left_at=None)
    for number, face in rows.values_list("circle_id", "face"):
        wanted[number].append(face)
    for number, faces in wanted.items():
        _circles.put(number, (epoch.circle_key(number),), began, FrozenBitMap64(faces))


def _read_circle(number: int) -> FrozenBitMap64:
    # Only an integer is formatted into the statement.
    return _bitmap(
        f"SELECT face FROM boundary_membership WHERE circle_id = {number:d} AND left_at IS NULL"  # noqa: S608
    )


def _read_site() -> FrozenBitMap64:
    return _bitmap("SELECT face FROM boundary_standing WHERE local AND NOT stopped")


def _bitmap(statement: str) -> FrozenBitMap64:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return FrozenBitMap64([row[0] for row in cursor.fetchall()])


def clause(part: Clause) -> BitMap64:
    """The faces that a clause addresses now."""
    addressed = BitMap64(part.faces)
    for number in part.circles:
        addressed |= circle(number)
    for number in part.without_circles:
        addressed -= circle(number)
    addressed -= BitMap64(part.without_faces)
    return addressed


def addressed(audience: Audience) -> BitMap64:
    """The faces that an audience means now, whoever blocks whom and whoever is suspended for a while."""
    everybody = BitMap64(Standing.objects.filter(local=True).values_list("face", flat=True))
    faces: BitMap64 | None = None
    for part in audience:
        meant = clause(part)
        if part.circles & {PUBLIC, SITE}:
            meant |= everybody - clause(Clause(part.without_circles, part.without_faces))
        faces = meant if faces is None else faces & meant
    return BitMap64() if faces is None else faces


def reach(author: int, audience: Audience) -> Reach:
    """Whom a post of this face to this audience would reach now, the face itself not counted."""
    everybody = all(PUBLIC in part.circles for part in audience)
    faces = BitMap64(circle(SITE)) if not audience else clause(audience[0])
    for part in audience[1:]:
        faces &= clause(part)
    return Reach(everybody, _without_vetoed(author, faces))


def _without_vetoed(author: int, faces: BitMap64) -> BitMap64:
    faces -= BitMap64(kept_from(author))
    faces -= stopped()
    faces.discard(author)
    return faces


_vetoed: Remembered[frozenset[int]] = Remembered(20_000)
_kept_from: Remembered[frozenset[int]] = Remembered(20_000)
_stopped: Remembered[FrozenBitMap64] = Remembered(1)


def vetoed(face: int) -> frozenset[int]:
    """The faces that a block keeps this one from seeing."""
    return _vetoed.get(
        face,
        (epoch.face_key(face),),
        lambda: frozenset(Veto.objects.filter(face=face).values_list("other", flat=True)),
    )


def kept_from(face: int) -> frozenset[int]:
    """The faces that a block keeps from seeing this one. For no page: they tell who belongs to whom."""
    return _kept_from.get(
        face,
        (epoch.face_key(face),),
        lambda: frozenset(Veto.objects.filter(other=face).values_list("face", flat=True)),
    )


def stopped() -> FrozenBitMap64:
    """Every suspended or closed face."""
    return _stopped.get(
        0, (), lambda: FrozenBitMap64(Standing.objects.filter(stopped=True).values_list("face", flat=True))
    )


def is_stopped(face: int) -> bool:
    """Is this face suspended or closed? Asked of the database itself, also within a write."""
    found = quick.rows("SELECT 1 FROM boundary_standing WHERE face = %s AND stopped", (face,))
    return bool(found)


def still_stopped() -> FrozenBitMap64:
    """The same, for whoever asked for the epoch a moment ago (`epoch.now`, or any `Remembered.get`)."""
    known = _stopped.peek(0)
    return known if known is not None else stopped()
