"""Whose place no longer fits, what they can see today, and three ways from there."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities import ours as entities
from hedgerow.doors.mastodon.entities.common import Empty, moment
from hedgerow.doors.mastodon.making import ours, statuses
from hedgerow.kernel.errors import NotFound
from hedgerow.people.circles.reads import OwnCircle
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts import reads
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.somebody import reads as somebody
from hedgerow.people.somebody.reads import Somebody
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts

from .audiences import ASKS
from .circles import AT
from .review import AT_ONCE

SEES = f"{AT}/accounts/<id:account>/sees"
MOST = 40


@door.get(f"{AT}/drift", gives=list[entities.Drift], scopes="read:lists")
def index(caller: Caller) -> Answer:
    """Whose place is worth a look: a label was given after they could see things, or nearly everybody in
    their circle is from another part of life, or one wrote for it without them again and again. Only the
    face ever knows.
    """
    known = ours.own_circles(caller.me)
    found = reads.drifts(caller.me, left_out=posts.left_out(caller.me))
    return Answer([{"account": ours.account(each.face), "reason": _reason(each, known)} for each in found])


def _reason(drift: reads.Drift, known: dict[int, OwnCircle]) -> entities.Reason:
    if drift.circle is None:
        return entities.Reason(drift.label, None, 0)
    return entities.Reason(None, ours.circle(known[drift.circle]), drift.without)


class Part(msgspec.Struct, frozen=True):
    """Which part of the list."""

    start: int = 0
    limit: int = 20


@door.get(SEES, gives=entities.Open, scopes="read:lists", takes=Part, errors=(404,), rate=ASKS)
def show(caller: Caller, public_id: int, given: Part) -> Answer:
    """What somebody can see today of the face's that is not public, old and new: asked of the boundary."""
    who, card = _whom(caller, public_id)
    around = reads.around(caller.me, card.id)
    found = posts.open_to(caller.me, who.eyes, list(around))
    known = ours.own_circles(caller.me)
    start = max(0, min(given.start, len(found.posts)))
    part = found.posts[start : start + max(1, min(given.limit, MOST))]
    made = statuses.encoded(caller, posts.drawn_own(caller.me, part))
    return Answer(
        {
            "account": ours.account(card),
            "count": len(found.posts),
            "oldest": _moment(found.oldest),
            "newest": _moment(found.newest),
            "reasons": [
                _reason(each, known) for each in reads.drifts(caller.me, [card.id], posts.left_out(caller.me))
            ],
            "through": [
                entities.Through(ours.circle(one), found.through[number]) for number, one in around.items()
            ],
            "statuses": [msgspec.Raw(each) for each in made],
        }
    )


def _moment(at: datetime | None) -> str | None:
    return None if at is None else moment(at)


def _whom(caller: Caller, public_id: int) -> tuple[Somebody, FaceCard]:
    card = ours.asked_about(caller, public_id)
    who = somebody.of(caller.me, f"@{card.address}")
    if who.blocked:
        raise NotFound
    return who, card


class Posts(msgspec.Struct, frozen=True):
    """Which of the posts they see: all of them where none is named."""

    only: list[str] = []


@door.post(
    f"{SEES}/leave-out",
    gives=entities.Narrowed,
    scopes="write:statuses",
    takes=Posts,
    errors=(404, 422),
)
def leave_out(caller: Caller, public_id: int, given: Posts) -> entities.Narrowed:
    """They see these posts no more, and everybody else does as before. 200 at most in one step."""
    who, card = _whom(caller, public_id)
    seen = posts.open_to(caller.me, who.eyes, ()).posts
    wanted = [number for number in seen if not given.only or str(number) in given.only]
    if given.only and not wanted:
        raise NotFound
    done = acts.leave_out(caller.me, wanted[:AT_ONCE], card.id)
    contacts.leave_as_it_is(caller.me, card.id, posts.left_out(caller.me))
    return entities.Narrowed(done, max(0, len(wanted) - AT_ONCE))


class Circles(msgspec.Struct, frozen=True):
    """Own circles, by their ids. The followers', or mutual followers': they are kept quietly from here on."""

    circle_ids: list[str]


@door.post(
    f"{SEES}/take-out/effect",
    gives=entities.Loss,
    scopes="read:lists",
    takes=Circles,
    errors=(404, 422),
    rate=ASKS,
)
def effect(caller: Caller, public_id: int, given: Circles) -> entities.Loss:
    """How many posts they would see no more, taken out of these. Nothing is changed."""
    _who, card = _whom(caller, public_id)
    out_of, following = _chosen(caller, card, given.circle_ids)
    change = boundary.diff(card.id, posts.own_things(caller.me), joins=(), leaves=[*out_of, *following])
    return entities.Loss(len(change.hidden))


@door.post(f"{SEES}/take-out", gives=Empty, scopes="write:lists", takes=Circles, errors=(404, 422))
def take_out(caller: Caller, public_id: int, given: Circles) -> Answer:
    """They are out of these from here on, and are not told."""
    _who, card = _whom(caller, public_id)
    out_of, following = _chosen(caller, card, given.circle_ids)
    contacts.take_out(caller.me, card.id, out_of, quietly=bool(following))
    return Answer(EMPTY)


def _chosen(caller: Caller, card: FaceCard, keys: Iterable[str]) -> tuple[list[int], list[int]]:
    """Own circles they are in, and those of following (dense ids). Raises NotFound for others, and none."""
    around = {one.key: one for one in reads.around(caller.me, card.id).values()}
    if not keys or not set(keys) <= around.keys():
        raise NotFound
    chosen = [around[key] for key in dict.fromkeys(keys)]
    following = [one.id for one in around.values() if one.kind in reads.FOLLOWING]
    quietly = any(one.kind in reads.FOLLOWING for one in chosen)
    return [one.id for one in chosen if one.kind == "own"], following if quietly else []


@door.post(f"{SEES}/leave-as-it-is", gives=Empty, scopes="write:lists", errors=(404,))
def leave_as_it_is(caller: Caller, public_id: int) -> Answer:
    """It is right as it is, and is not said again."""
    _who, card = _whom(caller, public_id)
    contacts.leave_as_it_is(caller.me, card.id, posts.left_out(caller.me))
    return Answer(EMPTY)
