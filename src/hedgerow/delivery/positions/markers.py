"""Where a face's apps say that it has read to. Telling it of notifications is seeing them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from hedgerow.delivery.models import Marker
from hedgerow.delivery.notifications import acts as notifications
from hedgerow.kernel.clock import now
from hedgerow.kernel.errors import HedgerowError, Refused
from hedgerow.kernel.writing import write

TIMELINES = ("home", "notifications")


COARSE = 256
"""So far from an id may stand what programs make of it that count as JavaScript does. Its last bits are
random: two notifications of one face that near to each other are of one moment.
"""


class Conflict(HedgerowError):
    """Somebody else moved the same marker at the same time."""


class Mark(NamedTuple):
    """How far a timeline is read (a public id), and how often that was said."""

    last_read: int
    version: int
    at: datetime


def marks(viewer: int, timelines: Collection[str]) -> dict[str, Mark]:
    """The face's markers of these timelines."""
    rows = Marker.objects.filter(face=viewer, timeline__in=list(timelines))
    return {timeline: Mark(*mark) for timeline, *mark in rows.values_list("timeline", *_COLUMNS)}


_COLUMNS = ("last_read", "version", "at")


def move(actor: int, wanted: Mapping[str, int]) -> dict[str, Mark]:
    """The face has read so far. Raises Refused for another timeline, Conflict."""
    if not set(wanted) <= set(TIMELINES):
        raise Refused("timeline", _("There is no such timeline."))
    before = marks(actor, wanted)
    with write():
        for timeline, place in wanted.items():
            _move(actor, timeline, place, before.get(timeline))
    if "notifications" in wanted:
        notifications.seen(actor, min(wanted["notifications"] + COARSE, 2**63 - 1))
    return marks(actor, wanted)


def _move(actor: int, timeline: str, place: int, before: Mark | None) -> None:
    if before is None:
        _row, made = Marker.objects.get_or_create(
            face_id=actor, timeline=timeline, defaults={"last_read": place, "at": now()}
        )
        if not made:
            raise Conflict
        return
    rows = Marker.objects.filter(face=actor, timeline=timeline, version=before.version)
    if not rows.update(last_read=place, version=before.version + 1, at=now()):
        raise Conflict
