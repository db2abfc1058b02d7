"""What the face notes of others, and nobody else ever knows: whom it accepted quietly, who is close to it."""

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.account import Account
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.making import accounts
from hedgerow.people.contacts import acts, reads

from .circles import AT

QUIET, CLOSE = f"{AT}/accounts/<id:account>/quiet", f"{AT}/accounts/<id:account>/close"


@door.get(f"{AT}/quiet", gives=list[Account], scopes="read:follows follow")
def quiet(caller: Caller) -> Answer:
    """Followers the face accepted quietly, by name."""
    return _named(caller, "quiet")


@door.get(f"{AT}/close", gives=list[Account], scopes="read:lists")
def close(caller: Caller) -> Answer:
    """Who is close to the face, by name."""
    return _named(caller, "close")


def _named(caller: Caller, kind: str) -> Answer:
    found = reads.contacts(caller.me, kind=kind, limit=None).contacts
    return Answer(accounts.listed(one.face.id for one in found))


@door.put(QUIET, gives=Empty, scopes="write:follows follow", errors=(404,))
def accept_quietly(caller: Caller, public_id: int) -> Answer:
    """Accept a request quietly, or keep a follower quietly. To the other this is acceptance like any other,
    but what is for the face's followers or mutual followers is not for it.
    """
    face = accounts.reachable(caller.me, public_id)
    if face in reads.followers(caller.me):
        acts.quiet(caller.me, face)
    else:
        acts.accept(caller.me, face, quietly=True)
    return Answer(EMPTY)


@door.delete(QUIET, gives=Empty, scopes="write:follows follow", errors=(404,))
def accept_fully(caller: Caller, public_id: int) -> Answer:
    """Accept a quiet follower like any other, from now on."""
    acts.fully(caller.me, accounts.reachable(caller.me, public_id))
    return Answer(EMPTY)


@door.put(CLOSE, gives=Empty, scopes="write:lists", errors=(404, 422))
def mark_close(caller: Caller, public_id: int) -> Answer:
    """Somebody is close to the face: fifteen people at most can be."""
    acts.close(caller.me, accounts.reachable(caller.me, public_id), True)
    return Answer(EMPTY)


@door.delete(CLOSE, gives=Empty, scopes="write:lists", errors=(404,))
def unmark_close(caller: Caller, public_id: int) -> Answer:
    """Somebody is close no more."""
    acts.close(caller.me, accounts.reachable(caller.me, public_id), False)
    return Answer(EMPTY)
