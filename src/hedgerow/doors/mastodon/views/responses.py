"""Who responded to a status, its earlier versions and its words; and what a face kept and liked."""

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.account import Account
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.entities.status import PreviewCard, Status, StatusEdit, StatusSource
from hedgerow.doors.mastodon.errors import FORBIDDEN, Invalid, Wrong
from hedgerow.doors.mastodon.making import accounts, drafts, parts, statuses
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.windows import Window
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Faces, Kept

OF_A_STATUS = "/api/v1/statuses/<id:status>"


def _faces(caller: Caller, found: Faces, window: Window) -> Answer:
    return listed(caller, accounts.listed(found.faces), found.places, window)


def _kept(caller: Caller, found: Kept, window: Window) -> Answer:
    return listed(caller, statuses.listed(caller, found.shown), found.places, window)


@door.get(
    f"{OF_A_STATUS}/reblogged_by",
    gives=list[Account],
    scopes="read:statuses",
    needs="nobody",
    takes=Paged,
    errors=(404,),
)
def reblogged_by(caller: Caller, status: int, given: Paged) -> Answer:
    """Who boosts it, as far as those who ask may see the boosts."""
    window = given.window(40, 80)
    return _faces(caller, posts.boosters(caller.face, status, window), window)


@door.get(
    f"{OF_A_STATUS}/favourited_by",
    gives=list[Account],
    scopes="read:statuses",
    needs="nobody",
    takes=Paged,
    errors=(404,),
)
def favourited_by(caller: Caller, status: int, given: Paged) -> Answer:
    """Who reacted to it."""
    window = given.window(40, 80)
    return _faces(caller, posts.reactors(caller.face, status, window), window)


@door.get(
    f"{OF_A_STATUS}/quotes",
    gives=list[Status],
    scopes="read:statuses",
    takes=Paged,
    errors=(404,),
)
def quotes(caller: Caller, status: int, given: Paged) -> Answer:
    """What quotes it."""
    window = given.window()
    return _kept(caller, posts.quotes(caller.me, status, window), window)


@door.post(
    f"{OF_A_STATUS}/quotes/<id:quoting>/revoke", gives=Status, scopes="write:statuses", errors=(403, 404)
)
def revoke(caller: Caller, status: int, quoting: int) -> Answer:
    """Take an own status out of a quote of it."""
    try:
        acts.unquote(caller.me, status, quoting)
    except NotFound:
        _insist_on_own(caller, status, quoting)
        raise
    return Answer(statuses.one(caller, posts.post(caller.me, quoting)))


def _insist_on_own(caller: Caller, status: int, quoting: int) -> None:
    """Raise Wrong (403) for a quote of somebody else's status, where the caller sees both; else NotFound."""
    quoted = posts.post(caller.me, quoting).quote
    if isinstance(quoted, posts.Shown) and quoted.public_id == status and quoted.author.id != caller.me:
        raise Wrong(403, FORBIDDEN)


class Quoters(msgspec.Struct, frozen=True):
    """Who may quote."""

    quote_approval_policy: str

    def __post_init__(self) -> None:
        if self.quote_approval_policy not in drafts.QUOTERS:
            raise Invalid("quote_approval_policy", "is not included in the list", "ERR_INCLUSION")


@door.put(
    f"{OF_A_STATUS}/interaction_policy",
    gives=Status,
    scopes="write:statuses",
    takes=Quoters,
    errors=(404, 422),
)
def interaction_policy(caller: Caller, status: int, given: Quoters) -> Answer:
    """Who may quote an own status from now on."""
    acts.let_quote(caller.me, status, drafts.QUOTERS[given.quote_approval_policy])
    return Answer(statuses.one(caller, posts.post(caller.me, status)))


@door.post(f"{OF_A_STATUS}/translate", gives=None, scopes="read:statuses", errors=(404,))
def translate(caller: Caller, status: int) -> Answer:
    """Nothing is translated here: the answer of a server without such a service."""
    posts.post(caller.me, status)
    raise Wrong(404, "Not Found")


@door.get(
    f"{OF_A_STATUS}/history",
    gives=list[StatusEdit],
    scopes="read:statuses",
    needs="nobody",
    errors=(404,),
)
def history(caller: Caller, status: int) -> Answer:
    """What it said, the oldest first: each version for those whom it was for."""
    shown = posts.post(caller.face, status)
    before = posts.revisions(caller.face, status)
    return Answer(statuses.versions(caller, shown, before))


@door.get(f"{OF_A_STATUS}/source", gives=StatusSource, scopes="read:statuses", errors=(404,))
def source(caller: Caller, status: int) -> StatusSource:
    """The words of a status as they were written."""
    text, note = posts.source(caller.me, status)
    return StatusSource(str(status), text, note)


@door.get(
    f"{OF_A_STATUS}/card",
    gives=PreviewCard | Empty,
    scopes="read:statuses",
    needs="nobody",
    errors=(404,),
)
def card(caller: Caller, status: int) -> Answer:
    """What its first link shows of itself; nothing where there is none."""
    shown = posts.post(caller.face, status)
    if shown.body.preview is None:
        return Answer(EMPTY)
    return Answer(parts.card(shown, caller.face, caller.token or 0))


@door.get("/api/v1/bookmarks", gives=list[Status], scopes="read:bookmarks", takes=Paged)
def bookmarks(caller: Caller, given: Paged) -> Answer:
    """What the face keeps, last kept first."""
    window = given.window()
    return _kept(caller, posts.kept(caller.me, window), window)


@door.get("/api/v1/favourites", gives=list[Status], scopes="read:favourites", takes=Paged)
def favourites(caller: Caller, given: Paged) -> Answer:
    """What it reacted to, the latest first."""
    window = given.window()
    return _kept(caller, posts.liked(caller.me, window), window)
