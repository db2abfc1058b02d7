"""Polls: read, and voted in. A poll has the id of its status."""

import msgspec

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.status import Poll
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.doors.mastodon.making import statuses
from hedgerow.talk.polls import acts
from hedgerow.talk.posts import reads as posts


@door.get("/api/v1/polls/<id:poll>", gives=Poll, scopes="read:statuses", needs="nobody", errors=(404,))
def show(caller: Caller, poll: int) -> Answer:
    """A poll as everybody sees it who sees its status, with one's own votes."""
    return Answer(statuses.poll(caller, posts.post(caller.face, poll)))


class Voting(msgspec.Struct, frozen=True):
    """The places of the answers chosen."""

    choices: list[int]


@door.post(
    "/api/v1/polls/<id:poll>/votes", gives=Poll, scopes="write:statuses", takes=Voting, errors=(404, 422)
)
def vote(caller: Caller, poll: int, given: Voting) -> Answer:
    """Choose these answers. While the poll is open, choosing again takes the place of what was chosen."""
    statuses.poll(caller, posts.post(caller.me, poll))
    if not given.choices:
        raise Invalid("choices", "can't be blank", "ERR_BLANK")
    acts.vote(caller.me, poll, given.choices)
    return Answer(statuses.poll(caller, posts.post(caller.me, poll)))
