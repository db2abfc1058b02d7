"""Markers: how far home and notifications are read, so that a face's apps agree."""

import msgspec

from hedgerow.delivery.positions import markers
from hedgerow.delivery.positions.markers import Conflict, Mark
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import moment
from hedgerow.doors.mastodon.entities.push import Marker
from hedgerow.doors.mastodon.errors import Invalid, Wrong


class Asked(msgspec.Struct, frozen=True):
    """Of which timelines."""

    timeline: list[str] = []


class Place(msgspec.Struct, frozen=True):
    """How far."""

    last_read_id: str


class Given(msgspec.Struct, frozen=True):
    """How far each is read."""

    home: Place | None = None
    notifications: Place | None = None


@door.get("/api/v1/markers", gives=dict[str, Marker], scopes="read:statuses", takes=Asked)
def show(caller: Caller, given: Asked) -> dict[str, Marker]:
    """How far these timelines are read."""
    return _shown(markers.marks(caller.me, given.timeline))


@door.post(
    "/api/v1/markers", gives=dict[str, Marker], scopes="write:statuses", takes=Given, errors=(409, 422)
)
def move(caller: Caller, given: Given) -> dict[str, Marker]:
    """So far they are read now."""
    wanted = {"home": given.home, "notifications": given.notifications}
    places = {name: _number(place.last_read_id) for name, place in wanted.items() if place is not None}
    try:
        return _shown(markers.move(caller.me, places))
    except Conflict:
        raise Wrong(409, "Conflict during update, please try again") from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) < 2**63):
        raise Invalid("last_read_id", "is invalid")
    return int(text)


def _shown(found: dict[str, Mark]) -> dict[str, Marker]:
    return {name: Marker(str(mark.last_read), mark.version, moment(mark.at)) for name, mark in found.items()}
