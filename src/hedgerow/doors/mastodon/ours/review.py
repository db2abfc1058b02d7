"""Old posts by whom they are for, and letting fewer people see them."""

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import moment
from hedgerow.doors.mastodon.entities.ours import Effect, Group, Narrowed
from hedgerow.doors.mastodon.entities.status import Status
from hedgerow.doors.mastodon.making import ours, statuses
from hedgerow.doors.mastodon.making.ours import ChoiceSaid
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts

from .audiences import ASKS
from .circles import AT

AT_ONCE = 200
"""So many posts one request narrows; then it says how many are left."""


@door.get(f"{AT}/review", gives=list[Group], scopes="read:statuses")
def index(caller: Caller) -> list[Group]:
    """The face's own posts in groups of one audience, the largest first."""
    return [
        Group(str(each.key), ours.audience(each.told), each.count, moment(each.oldest), moment(each.newest))
        for each in posts.own_by_audience(caller.me)
    ]


@door.get(
    f"{AT}/review/<id:group>/statuses", gives=list[Status], scopes="read:statuses", takes=Paged, errors=(404,)
)
def show(caller: Caller, group: int, given: Paged) -> Answer:
    """The posts of a group, newest first. Only `max_id` and `limit` count."""
    window = given.window()
    page = posts.own_like(caller.me, group, given.max_id, window.limit)
    places = [shown.public_id for shown in page.shown]
    body = statuses.listed(caller, page.shown)
    return listed(caller, body, places, window, more=page.next is not None)


class Some(ChoiceSaid, frozen=True, kw_only=True):
    """An audience, and which posts of the group: all of it where none is named."""

    only: list[int] = []


def _wanted(given: Some) -> set[int] | None:
    return set(given.only) or None


@door.post(
    f"{AT}/review/<id:group>/effect",
    gives=Effect,
    scopes="read:statuses",
    takes=Some,
    errors=(404, 422),
    rate=ASKS,
)
def effect(caller: Caller, group: int, given: Some) -> Effect:
    """What narrowing these posts would do: who sees them before and after. Nothing is changed."""
    return ours.effect(posts.effect(caller.me, group, ours.choice(given), _wanted(given)))


@door.post(
    f"{AT}/review/<id:group>/narrow",
    gives=Narrowed,
    scopes="write:statuses",
    takes=Some,
    errors=(404, 422),
)
def narrow(caller: Caller, group: int, given: Some) -> Narrowed:
    """Narrow them, the oldest 200 first: the post that names the group goes last, and names it till then."""
    choice = ours.choice(given)
    found = posts.effect(caller.me, group, choice, _wanted(given)).posts
    done = acts.narrow_many(caller.me, found[-AT_ONCE:], choice)
    return Narrowed(done, max(0, len(found) - AT_ONCE))
