"""The caller's own lists of people: requests, blocks, mutes, endorsements."""

from collections.abc import Callable

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.account import Account, MutedAccount, Relationship
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.errors import Wrong
from hedgerow.doors.mastodon.making import accounts
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.barring import acts as barring_acts
from hedgerow.people.barring import reads as barring
from hedgerow.people.contacts import acts, reads
from hedgerow.people.endorsements import reads as endorsements

NO_DOMAIN = "Validation failed: Domain is not a valid domain name"


@door.get("/api/v1/follow_requests", gives=list[Account], scopes="read:follows follow", takes=Paged)
def requests(caller: Caller, given: Paged) -> Answer:
    """Who asks to follow."""
    window = given.window(40)
    return accounts.people(caller, reads.asking(caller.me, window), window)


def _asks(caller: Caller, account: int) -> int:
    """Somebody who asks to follow. Raises NotFound for who does not."""
    face = accounts.reachable(caller.me, account)
    if not reads.relation(caller.me, face).asks:
        raise NotFound
    return face


@door.post(
    "/api/v1/follow_requests/<id:account>/authorize",
    gives=Relationship,
    scopes="write:follows follow",
    errors=(404,),
)
def authorize(caller: Caller, account: int) -> Relationship:
    """Let somebody follow who asked to."""
    face = _asks(caller, account)
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
    face = _asks(caller, account)
    acts.decline(caller.me, face)
    return accounts.relationship(caller.me, face)


@door.get("/api/v1/blocks", gives=list[Account], scopes="read:blocks follow", takes=Paged)
def blocks(caller: Caller, given: Paged) -> Answer:
    """Whom the caller blocked."""
    window = given.window(40)
    return accounts.people(caller, reads.blocked_page(caller.me, window), window)


@door.get("/api/v1/mutes", gives=list[MutedAccount], scopes="read:mutes follow", takes=Paged)
def mutes(caller: Caller, given: Paged) -> Answer:
    """Whom the caller muted."""
    window = given.window(40)
    found = reads.muted_page(caller.me, window)
    return accounts.people(caller, found, window, accounts.muted(caller.me, found.faces))


@door.get("/api/v1/endorsements", gives=list[Account], scopes="read:accounts", takes=Paged)
def endorsed(caller: Caller, given: Paged) -> Answer:
    """Whom the caller shows on its page."""
    window = given.window(40)
    return accounts.people(caller, endorsements.page(caller.me, caller.me, window), window)


@door.get("/api/v1/domain_blocks", gives=list[str], scopes="read:blocks follow", takes=Paged)
def domain_blocks(caller: Caller, given: Paged) -> Answer:
    """Servers the caller keeps away from itself."""
    window = given.window(100, 200)
    found = barring.shut_servers(caller.me, window)
    return listed(caller, [name for _, name in found], [place for place, _ in found], window)


class Server(msgspec.Struct, frozen=True):
    """A server, by its domain."""

    domain: str = ""


def _shut(act: Callable[[int, str], None], caller: Caller, given: Server) -> Answer:
    try:
        act(caller.me, given.domain)
    except Refused:
        raise Wrong(422, NO_DOMAIN) from None
    return Answer(EMPTY)


@door.post("/api/v1/domain_blocks", gives=Empty, scopes="write:blocks follow", takes=Server, errors=(422,))
def block_domain(caller: Caller, given: Server) -> Answer:
    """Keep a server away, once this one speaks with others."""
    return _shut(barring_acts.shut, caller, given)


@door.delete("/api/v1/domain_blocks", gives=Empty, scopes="write:blocks follow", takes=Server, errors=(422,))
def unblock_domain(caller: Caller, given: Server) -> Answer:
    """Let it come near again."""
    return _shut(barring_acts.open_again, caller, given)
