"""Lists: the caller's own circles. Who manages lists in an app manages circles."""

import msgspec

from hedgerow.doors.mastodon import paging
from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.account import Account
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.entities.people import List
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.doors.mastodon.making import accounts, lists
from hedgerow.doors.mastodon.paging import Paged
from hedgerow.kernel.errors import NotFound
from hedgerow.people.circles import acts, reads

POLICIES = ("list", "followed", "none")
ALL = 5_000
"""A limit of 0 asks for everybody."""


@door.get("/api/v1/lists", gives=list[List], scopes="read:lists")
def index(caller: Caller) -> list[List]:
    """All of them, by name."""
    return lists.made(caller.me, reads.on_trays(caller.me))


class ListSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A list as it shall be; what is not said stays."""

    title: str | None = None
    replies_policy: str | None = None
    exclusive: bool | None = None


def _check(given: ListSaid) -> None:
    if given.title is not None and not given.title.strip():
        raise Invalid("title", "can't be blank", "ERR_BLANK")
    if given.replies_policy is not None and given.replies_policy not in POLICIES:
        raise Invalid("replies_policy", "is not included in the list", "ERR_INCLUSION")


@door.post("/api/v1/lists", gives=List, scopes="write:lists", takes=ListSaid, errors=(422,))
def create(caller: Caller, given: ListSaid) -> List:
    """A new circle; for the name of one that is there already, that one."""
    if given.title is None:
        raise Invalid("title", "can't be blank", "ERR_BLANK")
    _check(given)
    circle = acts.make(caller.me, given.title)
    return _said(caller.me, circle, given)


def _said(me: int, circle: int, given: ListSaid) -> List:
    if given.replies_policy is not None or given.exclusive is not None:
        acts.read_so(me, circle, given.replies_policy, given.exclusive)
    return lists.made(me, [each for each in reads.on_trays(me) if each.id == circle])[0]


@door.get("/api/v1/lists/<id:list>", gives=List, scopes="read:lists", errors=(404,))
def show(caller: Caller, public_id: int) -> List:
    """One of them."""
    return lists.made(caller.me, [lists.own(caller.me, public_id)])[0]


@door.put("/api/v1/lists/<id:list>", gives=List, scopes="write:lists", takes=ListSaid, errors=(404, 422))
def update(caller: Caller, public_id: int, given: ListSaid) -> List:
    """Another name, or another way to read it."""
    circle = lists.own(caller.me, public_id)
    _check(given)
    if given.title is not None and given.title != circle.name:
        acts.rename(caller.me, circle.id, given.title)
    return _said(caller.me, circle.id, given)


@door.delete("/api/v1/lists/<id:list>", gives=Empty, scopes="write:lists", errors=(404,))
def delete(caller: Caller, public_id: int) -> Answer:
    """Close the circle: what was sent to it is seen by its author alone from then on."""
    acts.close(caller.me, lists.own(caller.me, public_id).id)
    return Answer(EMPTY)


@door.get(
    "/api/v1/lists/<id:list>/accounts", gives=list[Account], scopes="read:lists", takes=Paged, errors=(404,)
)
def people(caller: Caller, public_id: int, given: Paged) -> Answer:
    """Who is in it, in the order of their ids; a limit of 0 asks for everybody."""
    circle = lists.own(caller.me, public_id)
    inside = {card.public_id: card.id for card in reads.people_in(caller.me, circle.id)}
    everybody = given.limit == 0
    window = given.window(40)._replace(limit=ALL) if everybody else given.window(40)
    places = window.within(sorted(inside, reverse=True))
    body = accounts.listed(inside[place] for place in places)
    return paging.listed(caller, body, places, window)


class People(msgspec.Struct, frozen=True):
    """Accounts to add or to take away."""

    account_ids: list[str] = []


@door.post(
    "/api/v1/lists/<id:list>/accounts",
    gives=Empty,
    scopes="write:lists",
    takes=People,
    errors=(404, 422),
)
def add(caller: Caller, public_id: int, given: People) -> Answer:
    """Put people in: they see what is sent to the circle from now on, and nothing of the past."""
    circle = lists.own(caller.me, public_id)
    wanted = accounts.known(given.account_ids)
    if len(wanted) < len(set(given.account_ids)) or not wanted:
        raise NotFound
    inside = {card.id for card in reads.people_in(caller.me, circle.id)}
    if inside.intersection(wanted):
        raise Invalid("account", "has already been taken", "ERR_TAKEN")
    acts.put_in(caller.me, circle.id, wanted)
    return Answer(EMPTY)


@door.delete(
    "/api/v1/lists/<id:list>/accounts", gives=Empty, scopes="write:lists", takes=People, errors=(404,)
)
def remove(caller: Caller, public_id: int, given: People) -> Answer:
    """Take people out: they see nothing of it at once."""
    circle = lists.own(caller.me, public_id)
    acts.move(caller.me, [], [(circle.id, face) for face in accounts.known(given.account_ids)])
    return Answer(EMPTY)
