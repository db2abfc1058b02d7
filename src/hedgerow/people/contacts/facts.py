"""What a home is made of, as numbers, for the rooms above: whom a face reads, and whom not."""

from datetime import datetime
from typing import NamedTuple

import msgspec
from django.db.models import DateTimeField, Value

from hedgerow.boundary.epoch import Remembered, face_key
from hedgerow.kernel.clock import now
from hedgerow.people.models import CircleManner, Follow, FollowedTag, Mark, Mute


class Reading(msgspec.Struct, frozen=True):
    """Whom a face follows, whose boosts among them it leaves out, whom of them it reads in certain languages
    only, whom it muted until when, which of its circles (dense ids) it reads apart from home, and which tags
    (keys) it follows.
    """

    follows: frozenset[int]
    without_boosts: frozenset[int]
    languages: dict[int, frozenset[str]]
    mutes: dict[int, datetime | None]
    apart: tuple[int, ...]
    tags: frozenset[str]

    def muted(self) -> frozenset[int]:
        """Whom it does not want to read now."""
        if not self.mutes:
            return frozenset()
        moment = now()
        return frozenset(face for face, until in self.mutes.items() if until is None or until > moment)


_FOLLOWED, _MUTED, _APART, _TAG = range(4)
_NO_MOMENT = Value(None, output_field=DateTimeField())
_reading: Remembered[Reading] = Remembered(20_000)


def reading(actor: int) -> Reading:
    """Whom this face reads, in one query; remembered."""
    return _reading.get(actor, (face_key(actor),), lambda: _read(actor))


def _read(actor: int) -> Reading:
    follows = Follow.objects.filter(follower=actor).values_list(
        Value(_FOLLOWED), "followed_id", "boosts", "at", "languages"
    )
    mutes = Mute.objects.filter(muter=actor).values_list(
        Value(_MUTED), "muted_id", Value(True), "until", Value("")
    )
    apart = CircleManner.objects.filter(owner=actor, exclusive=True).values_list(
        Value(_APART), "circle", "exclusive", _NO_MOMENT, Value("")
    )
    tags = FollowedTag.objects.filter(face=actor).values_list(
        Value(_TAG), "public_id", Value(True), _NO_MOMENT, "key"
    )
    rows = list(follows.union(mutes, apart, tags, all=True))
    followed = [row for row in rows if row[0] == _FOLLOWED]
    return Reading(
        frozenset(row[1] for row in followed),
        frozenset(row[1] for row in followed if not row[2]),
        {row[1]: frozenset(row[4].split()) for row in followed if row[4]},
        {row[1]: row[3] for row in rows if row[0] == _MUTED},
        tuple(sorted(row[1] for row in rows if row[0] == _APART)),
        frozenset(row[4] for row in rows if row[0] == _TAG),
    )


class CloseOnes(NamedTuple):
    """The people close to a face, each with the moment they were marked so; for no page."""

    face: int
    time_zone: str
    people: dict[int, datetime]


def close_ones() -> list[CloseOnes]:
    """Every active face of this site that marked somebody close, in one query."""
    rows = Mark.objects.filter(kind=Mark.Kind.CLOSE, owner__state="active", face__state="active")
    found: dict[int, CloseOnes] = {}
    for owner, zone, face, at in rows.values_list("owner_id", "owner__time_zone", "face_id", "at"):
        found.setdefault(owner, CloseOnes(owner, zone, {})).people[face] = at
    return list(found.values())
