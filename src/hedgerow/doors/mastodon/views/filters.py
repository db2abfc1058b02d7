"""Filters (version 2): what the caller does not want to read, and where."""

from datetime import datetime, timedelta

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.entities.status import Filter, FilterKeyword, FilterStatus
from hedgerow.doors.mastodon.errors import Invalid, Wrong
from hedgerow.doors.mastodon.making import filters as making
from hedgerow.kernel import clock
from hedgerow.talk.filters import acts, reads
from hedgerow.talk.filters.acts import Change, WordChange
from hedgerow.talk.filters.reads import CONTEXTS

LONGEST_S = 100 * 365 * 24 * 3600
AT = "/api/v2/filters"
Ends = str | msgspec.UnsetType | None


class KeywordSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Words to add, change or take away."""

    id: int | None = None
    keyword: str | None = None
    whole_word: bool | None = None
    destroy: bool = msgspec.field(default=False, name="_destroy")


class FilterSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A filter as it shall be; what is not said stays."""

    title: str | None = None
    context: list[str] | None = None
    filter_action: str | None = None
    expires_in: Ends = msgspec.UNSET
    keywords_attributes: list[KeywordSaid] = []


def ending(seconds: Ends) -> datetime | msgspec.UnsetType | None:
    """The moment so many seconds from now; none for nothing. Raises Invalid."""
    if seconds is None or seconds is msgspec.UNSET:
        return seconds
    if not seconds.strip():
        return None
    try:
        lasts = float(seconds)
    except ValueError as error:
        raise Invalid("expires_in", "is invalid") from error
    if not abs(lasts) <= LONGEST_S:
        raise Invalid("expires_in", "is invalid")
    return clock.now() + timedelta(seconds=lasts)


NO_CONTEXT = "None or invalid context supplied"


def insist_on_places(context: list[str] | None, *before: str, new: bool = True) -> None:
    """Raise Wrong (422) for what is wrong already, and where a filter would hold nowhere, or in no place; all
    at once, as the original says it.
    """
    places = [each for each in context or [] if each]
    wrong = list(before)
    if not places and (new or context is not None):
        wrong += ["Context can't be blank", f"Context {NO_CONTEXT}"]
    elif not set(places) <= set(CONTEXTS):
        wrong.append(f"Context {NO_CONTEXT}")
    if wrong:
        raise Wrong(422, "Validation failed: " + ", ".join(wrong))


def _change(given: FilterSaid) -> Change:
    return Change(
        title=given.title,
        contexts=given.context,
        action=given.filter_action,
        expires_at=ending(given.expires_in),
        words=[
            WordChange(each.id, each.keyword, each.whole_word, each.destroy)
            for each in given.keywords_attributes
        ],
    )


def _shown(caller: Caller, number: int) -> Filter:
    return making.whole(reads.one(caller.me, number))


@door.get(AT, gives=list[Filter], scopes="read:filters")
def index(caller: Caller) -> list[Filter]:
    """All of them."""
    return [making.whole(each) for each in reads.filters(caller.me)]


@door.post(AT, gives=Filter, scopes="write:filters", takes=FilterSaid, errors=(422,))
def create(caller: Caller, given: FilterSaid) -> Filter:
    """A new one."""
    title = [] if (given.title or "").strip() else ["Title can't be blank"]
    insist_on_places(given.context, *title)
    return _shown(caller, acts.make(caller.me, _change(given)))


@door.get(f"{AT}/<id:filter>", gives=Filter, scopes="read:filters", errors=(404,))
def show(caller: Caller, number: int) -> Filter:
    """One of them."""
    return _shown(caller, number)


@door.put(f"{AT}/<id:filter>", gives=Filter, scopes="write:filters", takes=FilterSaid, errors=(404, 422))
def update(caller: Caller, number: int, given: FilterSaid) -> Filter:
    """Change it."""
    insist_on_places(given.context, new=False)
    acts.change(caller.me, number, _change(given))
    return _shown(caller, number)


@door.delete(f"{AT}/<id:filter>", gives=Empty, scopes="write:filters", errors=(404,))
def delete(caller: Caller, number: int) -> Answer:
    """Take it away."""
    acts.drop(caller.me, number)
    return Answer(EMPTY)


@door.get(f"{AT}/<id:filter>/keywords", gives=list[FilterKeyword], scopes="read:filters", errors=(404,))
def keywords(caller: Caller, number: int) -> list[FilterKeyword]:
    """What a filter looks for."""
    return [making.keyword(each) for each in reads.one(caller.me, number).words]


class WordsSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Words to look for."""

    keyword: str | None = None
    whole_word: bool | None = None


@door.post(
    f"{AT}/<id:filter>/keywords",
    gives=FilterKeyword,
    scopes="write:filters",
    takes=WordsSaid,
    errors=(404, 422),
)
def add_keyword(caller: Caller, number: int, given: WordsSaid) -> FilterKeyword:
    """Look for these words too."""
    whole = True if given.whole_word is None else given.whole_word
    made = acts.add_word(caller.me, number, given.keyword or "", whole)
    return making.keyword(reads.word(caller.me, made)[1])


@door.get(f"{AT}/keywords/<id:keyword>", gives=FilterKeyword, scopes="read:filters", errors=(404,))
def keyword(caller: Caller, number: int) -> FilterKeyword:
    """Words of a filter."""
    return making.keyword(reads.word(caller.me, number)[1])


@door.put(
    f"{AT}/keywords/<id:keyword>",
    gives=FilterKeyword,
    scopes="write:filters",
    takes=WordsSaid,
    errors=(404, 422),
)
def update_keyword(caller: Caller, number: int, given: WordsSaid) -> FilterKeyword:
    """Other words."""
    acts.change_word(caller.me, number, given.keyword, given.whole_word)
    return making.keyword(reads.word(caller.me, number)[1])


@door.delete(f"{AT}/keywords/<id:keyword>", gives=Empty, scopes="write:filters", errors=(404,))
def delete_keyword(caller: Caller, number: int) -> Answer:
    """Words less."""
    acts.drop_word(caller.me, number)
    return Answer(EMPTY)


@door.get(f"{AT}/<id:filter>/statuses", gives=list[FilterStatus], scopes="read:filters", errors=(404,))
def kept(caller: Caller, number: int) -> list[FilterStatus]:
    """The posts that a filter names."""
    return [making.status(each) for each in reads.one(caller.me, number).posts]


class StatusSaid(msgspec.Struct, frozen=True):
    """Which post."""

    status_id: int = 0


@door.post(
    f"{AT}/<id:filter>/statuses",
    gives=FilterStatus,
    scopes="write:filters",
    takes=StatusSaid,
    errors=(404, 422),
)
def add_status(caller: Caller, number: int, given: StatusSaid) -> FilterStatus:
    """Name a post too, which the caller sees."""
    if any(each.post == given.status_id for each in reads.one(caller.me, number).posts):
        raise Invalid("status", "has already been taken", "ERR_TAKEN")
    made = acts.add_post(caller.me, number, given.status_id)
    return making.status(reads.post(caller.me, made)[1])


@door.get(f"{AT}/statuses/<id:kept>", gives=FilterStatus, scopes="read:filters", errors=(404,))
def one_kept(caller: Caller, number: int) -> FilterStatus:
    """A post that a filter names."""
    return making.status(reads.post(caller.me, number)[1])


@door.delete(f"{AT}/statuses/<id:kept>", gives=Empty, scopes="write:filters", errors=(404,))
def delete_status(caller: Caller, number: int) -> Answer:
    """Name it no more."""
    acts.drop_post(caller.me, number)
    return Answer(EMPTY)
