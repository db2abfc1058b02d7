"""Scheduled statuses: read, moved to another moment, taken back."""

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.status import ScheduledStatus
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.doors.mastodon.making import scheduled
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.doors.mastodon.params import moment
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound
from hedgerow.talk.drafts import acts, reads
from hedgerow.talk.drafts.reads import Kept

ONE = "/api/v1/scheduled_statuses/<id:scheduled>"
READ, WRITE = "read:statuses", "write:statuses"


@door.get("/api/v1/scheduled_statuses", gives=list[ScheduledStatus], scopes=READ, takes=Paged)
def index(caller: Caller, given: Paged) -> Answer:
    """All of them, by their ids."""
    window = given.window()
    found = {kept.id: kept for kept in reads.scheduled(caller.me)}
    places = window.within(sorted(found, reverse=True))
    return listed(caller, [scheduled.made(caller, found[place]) for place in places], places, window)


def _own(caller: Caller, number: int) -> Kept:
    kept = reads.draft(caller.me, number)
    if kept.send_at is None:
        raise NotFound
    return kept


@door.get(ONE, gives=ScheduledStatus, scopes=READ, errors=(404,))
def show(caller: Caller, number: int) -> ScheduledStatus:
    """One of them."""
    return scheduled.made(caller, _own(caller, number))


class Moving(msgspec.Struct, frozen=True):
    """To which moment."""

    scheduled_at: str | None = None
    """None: it stays where it is."""


@door.put(ONE, gives=ScheduledStatus, scopes=WRITE, takes=Moving, errors=(404, 422))
def move(caller: Caller, number: int, given: Moving) -> ScheduledStatus:
    """Let it leave at another moment."""
    kept = _own(caller, number)
    if not given.scheduled_at:
        return scheduled.made(caller, kept)
    send_at = moment(given.scheduled_at)
    if send_at < clock.now() + scheduled.SOONEST:
        raise Invalid("scheduled_at", "The scheduled date must be in the future")
    return scheduled.again(caller, kept.key, kept.draft, send_at)


@door.delete(ONE, gives=None, scopes=WRITE, errors=(404,))
def cancel(caller: Caller, number: int) -> Answer:
    """It does not leave, and is gone."""
    acts.delete(caller.me, _own(caller, number).id)
    return Answer(EMPTY)
