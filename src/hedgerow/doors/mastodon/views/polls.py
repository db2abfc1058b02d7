"""Polls: read, and voted in. A poll has the id of its status."""

import msgspec

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.status import Poll
from hedgerow.doors.mastodon.errors import Invalid, Wrong
from hedgerow.doors.mastodon.making import statuses
from hedgerow.talk.polls import acts
from hedgerow.talk.posts import reads as posts

NO_CHOICE = "Validation failed: The chosen vote option does not exist"
OVER = "Validation failed: The poll has already ended"
OWN = "Validation failed: You cannot vote in your own polls"
VOTED = "Validation failed: You have already voted on this poll"


@door.get("/api/v1/polls/<id:poll>", gives=Poll, scopes="read:statuses", needs="nobody", errors=(404,))
def show(caller: Caller, poll: int) -> Answer:
    """A poll as everybody sees it who sees its status, with one's own votes."""
    return Answer(statuses.poll(caller, posts.post(caller.face, poll)))


class Voting(msgspec.Struct, frozen=True):
    """The places of the answers chosen."""

    choices: list[int] = []


@door.post(
    "/api/v1/polls/<id:poll>/votes", gives=Poll, scopes="write:statuses", takes=Voting, errors=(404, 422)
)
def vote(caller: Caller, poll: int, given: Voting) -> Answer:
    """Choose these answers, once; where several may be chosen, others can be added."""
    shown = posts.post(caller.me, poll)
    statuses.poll(caller, shown)
    asked, chosen = shown.body.poll, set(given.choices)
    assert asked is not None
    if not chosen:
        raise Invalid("choices", "can't be blank", "ERR_BLANK")
    if not chosen <= set(range(len(asked.options))):
        raise Wrong(422, NO_CHOICE)
    if asked.over:
        raise Wrong(422, OVER)
    if shown.mine:
        raise Wrong(422, OWN)
    # The original has the votes of one call come one after the other: the second finds the first.
    if len(chosen) > 1 and not asked.multiple:
        raise Wrong(422, VOTED)
    if shown.voted and not (asked.multiple and chosen.isdisjoint(shown.voted)):
        raise Wrong(422, VOTED)
    acts.vote(caller.me, poll, sorted(chosen | set(shown.voted)))
    return Answer(statuses.poll(caller, posts.post(caller.me, poll)))
