"""Suggested circles: looking for them, taking what was found as it is or corrected, and waving it away."""

from collections.abc import Collection

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities import ours as entities
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.doors.mastodon.making import accounts, ours
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.suggesting import acts, reads
from hedgerow.talk.suggesting.reads import Proposal

from .circles import AT

SUGGESTED = f"{AT}/suggested-circles"


@door.get(SUGGESTED, gives=entities.Look, scopes="read:lists")
def index(caller: Caller) -> Answer:
    """What the last look at the contacts found. Only the face ever knows."""
    look = reads.look(caller.me)
    return Answer({"state": look.state, "suggestions": [_made(each) for each in look.proposals]})


def _made(one: Proposal) -> dict[str, object]:
    return {
        "id": one.key,
        "name": one.name,
        "circle": ours.circle(one.into) if one.into else None,
        "people": _people(one.people),
        "also": _people(one.also),
    }


def _people(cards: Collection[FaceCard]) -> msgspec.Raw:
    return msgspec.Raw(accounts.listed(card.id for card in cards))


@door.post(SUGGESTED, gives=entities.Look, scopes="write:lists")
def look(caller: Caller) -> Answer:
    """Look at the contacts anew, in the background: ask again in a while."""
    acts.begin(caller.me)
    return index(caller)


class Taken(msgspec.Struct, frozen=True):
    """Whom to take: all who are proposed, where nobody is named; and what a new circle is called, where it
    is not to be called as proposed.
    """

    account_ids: list[str] = []
    name: str = ""


@door.post(
    f"{SUGGESTED}/<str:suggestion>/take",
    gives=entities.Circle,
    scopes="write:lists",
    takes=Taken,
    errors=(404, 422),
)
def take(caller: Caller, suggestion: str, given: Taken) -> entities.Circle:
    """Make the circle, or put the newcomers into the one there is. Who is left out is not proposed for it
    again.
    """
    wanted = reads.proposal(caller.me, suggestion)
    offered = {str(card.public_id): card.id for card in (*wanted.people, *wanted.also)}
    if not set(given.account_ids) <= offered.keys():
        raise Invalid("account_ids", "is invalid")
    people = [offered[key] for key in given.account_ids] or [card.id for card in wanted.people]
    circle, _move = acts.take(caller.me, wanted, given.name or wanted.name, people)
    return ours.circle(ours.own_circles(caller.me)[circle])


@door.delete(f"{SUGGESTED}/<str:suggestion>", gives=Empty, scopes="write:lists", errors=(404,))
def dismiss(caller: Caller, suggestion: str) -> Answer:
    """Never suggest these people again."""
    acts.dismiss(caller.me, reads.proposal(caller.me, suggestion))
    return Answer(EMPTY)
