"""Filters (version 1), for older apps: each is one of the words of a filter."""

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.entities.filter import V1Filter
from hedgerow.doors.mastodon.errors import Invalid, Wrong
from hedgerow.doors.mastodon.making import filters as making
from hedgerow.talk.filters import acts, reads
from hedgerow.talk.filters.acts import Change, WordChange
from hedgerow.talk.filters.reads import Filter

from .filters import Ends, ending, insist_on_places

AT = "/api/v1/filters"
SEVERAL = (
    "You cannot change these parameters from this application because they apply to more than one filter "
    "keyword"
)


class V1Said(msgspec.Struct, frozen=True, kw_only=True):
    """Words as they shall be filtered; what is not said stays."""

    phrase: str | None = None
    context: list[str] | None = None
    irreversible: bool | None = None
    whole_word: bool | None = None
    expires_in: Ends = msgspec.UNSET


def _shown(caller: Caller, number: int) -> V1Filter:
    return making.v1(*reads.word(caller.me, number))


@door.get(AT, gives=list[V1Filter], scopes="read:filters")
def index(caller: Caller) -> list[V1Filter]:
    """All words of all filters."""
    return [making.v1(each, word) for each in reads.filters(caller.me) for word in each.words]


@door.post(AT, gives=V1Filter, scopes="write:filters", takes=V1Said, errors=(422,))
def create(caller: Caller, given: V1Said) -> V1Filter:
    """A filter of one word, which is its title too."""
    if not given.phrase:
        raise Invalid("phrase", "can't be blank", "ERR_BLANK")
    insist_on_places(given.context)
    made = acts.make(
        caller.me,
        Change(
            title=given.phrase[:200],
            contexts=given.context,
            action="hide" if given.irreversible else "warn",
            expires_at=ending(given.expires_in),
            words=[WordChange(None, given.phrase, given.whole_word)],
        ),
    )
    each = reads.one(caller.me, made)
    return making.v1(each, each.words[0])


@door.get(f"{AT}/<id:keyword>", gives=V1Filter, scopes="read:filters", errors=(404,))
def show(caller: Caller, number: int) -> V1Filter:
    """One of them."""
    return _shown(caller, number)


@door.put(f"{AT}/<id:keyword>", gives=V1Filter, scopes="write:filters", takes=V1Said, errors=(404, 422))
def update(caller: Caller, number: int, given: V1Said) -> V1Filter:
    """Change it, unless what is changed holds for other words too."""
    each, _word = reads.word(caller.me, number)
    insist_on_places(given.context, new=False)
    said = Change(
        contexts=given.context,
        action=None if given.irreversible is None else ("hide" if given.irreversible else "warn"),
        expires_at=ending(given.expires_in),
        words=[WordChange(number, given.phrase, given.whole_word)],
    )
    if len(each.words) > 1 and _touches(each, said):
        raise Wrong(422, SEVERAL)
    acts.change(caller.me, each.id, said)
    return _shown(caller, number)


def _touches(each: Filter, said: Change) -> bool:
    """Would this change more than the words?"""
    contexts = said.contexts is not None and set(said.contexts) != set(each.contexts)
    action = said.action is not None and (said.action == "hide") != (each.action == "hide")
    return contexts or action or said.expires_at is not msgspec.UNSET


@door.delete(f"{AT}/<id:keyword>", gives=Empty, scopes="write:filters", errors=(404,))
def delete(caller: Caller, number: int) -> Answer:
    """Take these words away, and the filter with its last ones."""
    each, _word = reads.word(caller.me, number)
    if len(each.words) > 1:
        acts.drop_word(caller.me, number)
    else:
        acts.drop(caller.me, each.id)
    return Answer(EMPTY)
