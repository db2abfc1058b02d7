"""Conversations: what was said by `direct`, and in messages on our pages."""

from hedgerow.delivery.notifications import acts as notifications
from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.entities.conversation import Conversation
from hedgerow.doors.mastodon.entities.status import Status
from hedgerow.doors.mastodon.making import conversations as making
from hedgerow.doors.mastodon.making import statuses
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.kernel.errors import NotFound
from hedgerow.talk.conversations import acts, reads
from hedgerow.talk.conversations.reads import Listed

AT = "/api/v1/conversations"
EVERYTHING = 2**63 - 1


@door.get(AT, gives=list[Conversation], scopes="read:statuses", takes=Paged)
def index(caller: Caller, given: Paged) -> Answer:
    """All of them, those last written in first; what somebody unknown asks, too."""
    window = given.window()
    found = reads.window(caller.me, window)
    places = [each.last.listed for each in found.items if each.last is not None]
    return listed(
        caller,
        making.listed(caller, found.items),
        places,
        window,
        next_place=found.older,
        more=found.older is not None,
    )


@door.delete(f"{AT}/<id:conversation>", gives=Empty, scopes="write:conversations", errors=(404,))
def put_away(caller: Caller, conversation: int) -> Answer:
    """Out of the list, until something is said in it."""
    _insist_on_it(caller, conversation)
    acts.put_away(caller.me, conversation)
    return Answer(EMPTY)


@door.post(f"{AT}/<id:conversation>/read", gives=Conversation, scopes="write:conversations", errors=(404,))
def read(caller: Caller, conversation: int) -> Answer:
    """It is read."""
    acts.read_to(caller.me, conversation, EVERYTHING)
    notifications.seen_in(caller.me, reads.dense(caller.me, conversation))
    return _shown(caller, conversation)


@door.post(f"{AT}/<id:conversation>/unread", gives=Conversation, scopes="write:conversations", errors=(404,))
def unread(caller: Caller, conversation: int) -> Answer:
    """It counts as unread, until it is read again."""
    acts.keep_unread(caller.me, conversation)
    return _shown(caller, conversation)


def _shown(caller: Caller, conversation: int) -> Answer:
    return Answer(making.one(caller, _insist_on_it(caller, conversation)))


def _insist_on_it(caller: Caller, conversation: int) -> Listed:
    """Raises NotFound for what does not stand in the caller's list."""
    found = reads.item(caller.me, reads.dense(caller.me, conversation))
    if found is None:
        raise NotFound
    return found


@door.get("/api/v1/timelines/direct", gives=list[Status], scopes="read:statuses", takes=Paged)
def timeline(caller: Caller, given: Paged) -> Answer:
    """What was said in all of them, newest first."""
    window = given.window()
    found = reads.timeline(caller.me, window)
    return listed(caller, statuses.listed(caller, found), statuses.places(found), window)
