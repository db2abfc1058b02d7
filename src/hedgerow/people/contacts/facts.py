"""What a home is made of, as numbers, for the rooms above: whom a face reads, and whom not."""

from datetime import datetime

import msgspec
from django.db.models import Value

from hedgerow.boundary.epoch import Remembered, face_key
from hedgerow.kernel.clock import now
from hedgerow.people.models import Follow, Mute


class Reading(msgspec.Struct, frozen=True):
    """Whom a face follows, whose boosts among them it leaves out, and whom it muted until when."""

    follows: frozenset[int]
    without_boosts: frozenset[int]
    mutes: dict[int, datetime | None]

    def muted(self) -> frozenset[int]:
        """Whom it does not want to read now."""
        if not self.mutes:
            return frozenset()
        moment = now()
        return frozenset(face for face, until in self.mutes.items() if until is None or until > moment)


_FOLLOWED, _MUTED = 0, 1
_reading: Remembered[Reading] = Remembered(20_000)


def reading(actor: int) -> Reading:
    """Whom this face reads, in one query; remembered."""
    return _reading.get(actor, (face_key(actor),), lambda: _read(actor))


def _read(actor: int) -> Reading:
    follows = Follow.objects.filter(follower=actor).values_list(
        Value(_FOLLOWED), "followed_id", "boosts", "at"
    )
    mutes = Mute.objects.filter(muter=actor).values_list(Value(_MUTED), "muted_id", Value(True), "until")
    rows = list(follows.union(mutes, all=True))
    followed = [row for row in rows if row[0] == _FOLLOWED]
    return Reading(
        frozenset(row[1] for row in followed),
        frozenset(row[1] for row in followed if not row[2]),
        {row[1]: row[3] for row in rows if row[0] == _MUTED},
    )
