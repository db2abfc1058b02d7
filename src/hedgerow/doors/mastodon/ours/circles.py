"""The face, and its circles: who is in them is nobody else's to know."""

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.account import Account
from hedgerow.doors.mastodon.entities.common import Empty, absolute
from hedgerow.doors.mastodon.entities.ours import Circle, Face
from hedgerow.doors.mastodon.making import accounts, lists, ours
from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.circles import acts, reads

AT = "/api/hedgerow/v1"


@door.get(f"{AT}/faces", gives=list[Face], scopes="read:accounts")
def faces(caller: Caller) -> list[Face]:
    """The face that this token speaks for, and no other of the same person."""
    card = caller.card
    usual = ours.chosen(audiences.default_choice(caller.me))
    return [Face(str(card.public_id), card.handle, card.name, absolute(card.url), usual)]


@door.get(f"{AT}/circles", gives=list[Circle], scopes="read:lists")
def index(caller: Caller) -> list[Circle]:
    """All circles of the face: followers, mutuals, its own ones, labels in use."""
    return [ours.circle(one) for one in reads.circles(caller.me)]


class Named(msgspec.Struct, frozen=True):
    """What a circle is called."""

    name: str


@door.post(f"{AT}/circles", gives=Circle, scopes="write:lists", takes=Named, errors=(422,))
def create(caller: Caller, given: Named) -> Circle:
    """A new circle; for the name of one that is there already, that one."""
    made = acts.make(caller.me, given.name)
    return _by_id(caller.me, made)


def _by_id(me: int, circle: int) -> Circle:
    return next(ours.circle(one) for one in reads.on_trays(me) if one.id == circle)


@door.get(f"{AT}/circles/<id:circle>", gives=Circle, scopes="read:lists", errors=(404,))
def show(caller: Caller, public_id: int) -> Circle:
    """One of them."""
    return ours.circle(reads.by_public_id(caller.me, public_id))


@door.patch(f"{AT}/circles/<id:circle>", gives=Circle, scopes="write:lists", takes=Named, errors=(404, 422))
def rename(caller: Caller, public_id: int, given: Named) -> Circle:
    """Another name for one of the face's own."""
    circle = lists.own(caller.me, public_id)
    acts.rename(caller.me, circle.id, given.name)
    return _by_id(caller.me, circle.id)


@door.delete(f"{AT}/circles/<id:circle>", gives=Empty, scopes="write:lists", errors=(404,))
def close(caller: Caller, public_id: int) -> Answer:
    """Close it: what was sent to it is seen by its author alone from then on."""
    acts.close(caller.me, lists.own(caller.me, public_id).id)
    return Answer(EMPTY)


@door.get(f"{AT}/circles/<id:circle>/people", gives=list[Account], scopes="read:lists", errors=(404,))
def people(caller: Caller, public_id: int) -> Answer:
    """Who is in it now, by name."""
    circle = reads.by_public_id(caller.me, public_id)
    return Answer(accounts.listed(card.id for card in reads.people_in(caller.me, circle.id)))


class People(msgspec.Struct, frozen=True):
    """Accounts, by their ids."""

    account_ids: list[str]


@door.post(
    f"{AT}/circles/<id:circle>/people", gives=Circle, scopes="write:lists", takes=People, errors=(404, 422)
)
def put_in(caller: Caller, public_id: int, given: People) -> Circle:
    """Put people in, all of them or nobody: they see what is sent to it from now on, nothing of the past."""
    circle = lists.own(caller.me, public_id)
    wanted = accounts.known(given.account_ids)
    if not wanted or len(wanted) < len(set(given.account_ids)):
        raise NotFound
    acts.put_in(caller.me, circle.id, wanted)
    return _by_id(caller.me, circle.id)


@door.delete(
    f"{AT}/circles/<id:circle>/people", gives=Circle, scopes="write:lists", takes=People, errors=(404, 422)
)
def take_out(caller: Caller, public_id: int, given: People) -> Circle:
    """Take people out: they see nothing of it at once."""
    circle = lists.own(caller.me, public_id)
    acts.move(caller.me, [], [(circle.id, face) for face in accounts.known(given.account_ids)])
    return _by_id(caller.me, circle.id)
