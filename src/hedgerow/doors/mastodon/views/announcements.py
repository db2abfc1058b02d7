"""Announcements: what the operators tell everybody."""

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.announcement import Announcement
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.doors.mastodon.making import announcements as making
from hedgerow.kernel.errors import Refused
from hedgerow.people.announcements import acts, reads

AT = "/api/v1/announcements"
REACTION = f"{AT}/<id:announcement>/reactions/<str:name>"


@door.get(AT, gives=list[Announcement])
def index(caller: Caller) -> list[Announcement]:
    """What is announced now, the earliest first; what the face put away says so."""
    return [making.one(each) for each in reads.announced(caller.me)]


@door.post(f"{AT}/<id:announcement>/dismiss", gives=Empty, scopes="write:accounts", errors=(404,))
def dismiss(caller: Caller, announcement: int) -> Answer:
    """The face has read it."""
    acts.put_away(caller.me, announcement)
    return Answer(EMPTY)


@door.put(REACTION, gives=Empty, scopes="write:favourites", errors=(404, 422))
def react(caller: Caller, announcement: int, name: str) -> Answer:
    """React with an emoji: one of Unicode's, or the name of one of the site's own."""
    try:
        acts.react(caller.me, announcement, name)
    except Refused as error:
        if error.field != "name":
            raise
        raise Invalid("name", "is not a recognized emoji") from error
    return Answer(EMPTY)


@door.delete(REACTION, gives=Empty, scopes="write:favourites", errors=(404,))
def unreact(caller: Caller, announcement: int, name: str) -> Answer:
    """Take a reaction back."""
    acts.unreact(caller.me, announcement, name)
    return Answer(EMPTY)
