"""Where an own post went besides this site, and calling it back."""

from zoneinfo import ZoneInfo

from hedgerow.delivery.leaving import acts, reads
from hedgerow.delivery.leaving.reads import Told
from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import moment
from hedgerow.doors.mastodon.entities.ours import Went
from hedgerow.doors.mastodon.entities.status import Status
from hedgerow.doors.mastodon.making import statuses
from hedgerow.people.faces import reads as faces
from hedgerow.talk.posts import reads as posts

from .circles import AT


@door.get(f"{AT}/statuses/<id:status>/went", gives=list[Went], scopes="read:statuses", errors=(404,))
def show(caller: Caller, status: int) -> Answer:
    """By which doors an own post left, to how many, when. Of what is public nothing is noted."""
    zone = ZoneInfo(faces.face(caller.me).time_zone or "UTC")
    return Answer([_went(each, zone) for each in reads.told(caller.me, status)])


def _went(told: Told, zone: ZoneInfo) -> Went:
    return Went(
        told.door,  # type: ignore[arg-type]
        told.people,
        told.unworded,
        told.first.astimezone(zone).date().isoformat(),
        moment(told.first) if told.exact else None,
        moment(told.last) if told.last is not None else None,
    )


@door.post(f"{AT}/statuses/<id:status>/call-back", gives=Status, scopes="write:statuses", errors=(404,))
def call_back(caller: Caller, status: int) -> Answer:
    """From now on nobody but its author sees it, all its variants included; what browsers still show is
    closed, and apps take it away. A mail that arrived stays.
    """
    reads.of(caller.me, status)
    acts.call_back(caller.me, status)
    return Answer(statuses.one(caller, posts.post(caller.me, status)))
