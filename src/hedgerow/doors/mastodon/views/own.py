"""The caller's own lists of people: requests, blocks, mutes, endorsements."""

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.account import Account, Relationship
from hedgerow.doors.mastodon.making import accounts
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.people.contacts import acts, reads
from hedgerow.people.endorsements import reads as endorsements


@door.get("/api/v1/follow_requests", gives=list[Account], scopes="read:follows follow", takes=Paged)
def requests(caller: Caller, given: Paged) -> Answer:
    """Who asks to follow."""
    window = given.window(40)
    return accounts.people(caller, reads.asking(caller.me, window), window)


@door.post(
    "/api/v1/follow_requests/<id:account>/authorize",
    gives=Relationship,
    scopes="write:follows follow",
    errors=(404,),
)
def authorize(caller: Caller, account: int) -> Relationship:
    """Let somebody follow who asked to."""
    face = accounts.reachable(caller.me, account)
    acts.accept(caller.me, face)
    return accounts.relationship(caller.me, face)


@door.post(
    "/api/v1/follow_requests/<id:account>/reject",
    gives=Relationship,
    scopes="write:follows follow",
    errors=(404,),
)
def reject(caller: Caller, account: int) -> Relationship:
    """Put a request out of the way; who asked is not told."""
    face = accounts.reachable(caller.me, account)
    acts.decline(caller.me, face)
    return accounts.relationship(caller.me, face)


@door.get("/api/v1/blocks", gives=list[Account], scopes="read:blocks follow", takes=Paged)
def blocks(caller: Caller, given: Paged) -> Answer:
    """Whom the caller blocked."""
    window = given.window(40)
    return accounts.people(caller, reads.blocked_page(caller.me, window), window)


@door.get("/api/v1/mutes", gives=list[Account], scopes="read:mutes follow", takes=Paged)
def mutes(caller: Caller, given: Paged) -> Answer:
    """Whom the caller muted."""
    window = given.window(40)
    return accounts.people(caller, reads.muted_page(caller.me, window), window)


@door.get("/api/v1/endorsements", gives=list[Account], scopes="read:accounts", takes=Paged)
def endorsed(caller: Caller, given: Paged) -> Answer:
    """Whom the caller shows on its page."""
    window = given.window(40)
    return accounts.people(caller, endorsements.page(caller.me, caller.me, window), window)


@door.get("/api/v1/domain_blocks", gives=list[str], scopes="read:blocks follow", takes=Paged)
def domain_blocks(caller: Caller, given: Paged) -> Answer:
    """Servers the caller keeps away: none, until this one speaks with others."""
    return listed(caller, [], [], given.window(100))
