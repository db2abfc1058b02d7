"""Faces: the caller's own, and others, as whoever may open their pages sees them."""

import msgspec

from hedgerow.doors.mastodon import paging
from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.account import Account, CredentialAccount, Relationship
from hedgerow.doors.mastodon.entities.people import FamiliarFollowers, FeaturedTag, List
from hedgerow.doors.mastodon.entities.status import Status
from hedgerow.doors.mastodon.making import accounts, lists
from hedgerow.doors.mastodon.making import tags as tag_making
from hedgerow.doors.mastodon.paging import Paged
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.windows import Window
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.contacts.reads import FacePage, Relation
from hedgerow.people.endorsements import reads as endorsements
from hedgerow.people.faces import reads as faces
from hedgerow.people.profiles import reads as profiles
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.tags import reads as tags

from .timelines import page

MOST_ASKED = 40
"""So many accounts can be asked for at once."""


@door.get("/api/v1/accounts/verify_credentials", gives=CredentialAccount, scopes="profile read:accounts")
def verify_credentials(caller: Caller) -> CredentialAccount:
    """The face this token speaks for."""
    return accounts.own(caller.me, caller.member)


class Some(msgspec.Struct, frozen=True):
    """Accounts by their ids."""

    id: list[str] = []


@door.get("/api/v1/accounts", gives=list[Account], scopes="read:accounts", needs="nobody", takes=Some)
def several(caller: Caller, given: Some) -> Answer:
    """Several faces; those the caller may not meet are left out."""
    asked = accounts.known(given.id[:MOST_ASKED])
    return Answer(accounts.listed(profiles.met(caller.face, asked)))


@door.get(
    "/api/v1/accounts/<id:account>",
    gives=Account,
    scopes="read:accounts",
    needs="nobody",
    errors=(404,),
    hot=True,
)
def show(caller: Caller, account: int) -> Answer:
    """A face, as whoever may open its page sees it."""
    return Answer(accounts.one(accounts.meet(caller.face, account)))


class Address(msgspec.Struct, frozen=True):
    """An account by its address."""

    acct: str = ""


@door.get(
    "/api/v1/accounts/lookup",
    gives=Account,
    scopes="read:accounts",
    needs="nobody",
    takes=Address,
    errors=(404,),
)
def lookup(caller: Caller, given: Address) -> Answer:
    """A face by its handle."""
    face = accounts.addressed(given.acct)
    if face is None or face not in profiles.met(caller.face, [face]):
        raise NotFound
    return Answer(accounts.one(face))


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a search for accounts takes."""

    q: str = ""
    limit: int | None = None
    offset: int = 0
    resolve: bool = False
    """Other servers are not asked."""
    following: bool = False


@door.get("/api/v1/accounts/search", gives=list[Account], scopes="read:accounts", takes=Wanted)
def search(caller: Caller, given: Wanted) -> Answer:
    """Faces by handle, name and what they say of themselves; contacts first."""
    size, start = Paged(limit=given.limit).window(40).limit, max(0, min(given.offset, 1000))
    most = 1000 if given.following else start + size
    found = faces.find(caller.me, given.q, most, oneself=True)
    known = contacts.follows(caller.me) if given.following else frozenset[int]()
    wanted = [card.id for card in found if not given.following or card.id in known]
    if not given.following:
        wanted += accounts.blocked(caller.me, given.q)
    return Answer(accounts.listed(wanted[start : start + size]))


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """Whom relationships are asked of."""

    id: list[str] = []
    with_suspended: bool = False


@door.get("/api/v1/accounts/relationships", gives=list[Relationship], scopes="read:follows", takes=Related)
def relationships(caller: Caller, given: Related) -> list[Relationship]:
    """What stands between the caller and these; whom it may not know of is left out."""
    asked = accounts.known(given.id[:MOST_ASKED])
    reachable, cards = contacts.reachable_among(caller.me, asked), faces.cards(asked)
    wanted = [
        face
        for face in asked
        if face in reachable and (given.with_suspended or cards[face].state == "active")
    ]
    return accounts.relationships(caller.me, wanted)


@door.get(
    "/api/v1/accounts/familiar_followers",
    gives=list[FamiliarFollowers],
    scopes="read:follows",
    takes=Some,
)
def familiar_followers(caller: Caller, given: Some) -> list[FamiliarFollowers]:
    """Who follows somebody is told to nobody: of each account nobody is named."""
    met = profiles.met(caller.face, accounts.known(given.id[:MOST_ASKED]))
    return [FamiliarFollowers(str(card.public_id), []) for card in faces.cards(met).values()]


class Said(Paged, frozen=True, kw_only=True):
    """Which of an account's statuses are wanted."""

    only_media: bool = False
    exclude_replies: bool = False
    exclude_reblogs: bool = False
    pinned: bool = False
    tagged: str = ""


@door.get(
    "/api/v1/accounts/<id:account>/statuses",
    gives=list[Status],
    scopes="read:statuses",
    needs="nobody",
    takes=Said,
    errors=(404,),
    hot=True,
)
def said(caller: Caller, account: int, given: Said) -> Answer:
    """What the caller may see of all that a face posts."""
    window, face = given.window(), accounts.meet(caller.face, account)
    found = posts.of_author(
        caller.face,
        face,
        window,
        replies=not given.exclude_replies,
        boosts=not given.exclude_reblogs,
        media=given.only_media,
        pinned=given.pinned,
        tag=given.tagged,
    )
    return page(caller, found, window)


NOBODY = FacePage([], [], None)


@door.get(
    "/api/v1/accounts/<id:account>/followers",
    gives=list[Account],
    scopes="read:accounts",
    needs="nobody",
    takes=Paged,
    errors=(404,),
)
def followers(caller: Caller, account: int, given: Paged) -> Answer:
    """Who follows the caller's own face; of any other one the caller alone, where it follows it."""
    window, face = given.window(40), accounts.meet(caller.face, account)
    if face == caller.face:
        found = contacts.followers_page(face, window)
    else:
        found = _oneself(caller, window) if _between(caller, face).following else NOBODY
    return accounts.people(caller, found, window)


@door.get(
    "/api/v1/accounts/<id:account>/following",
    gives=list[Account],
    scopes="read:accounts",
    needs="nobody",
    takes=Paged,
    errors=(404,),
)
def following(caller: Caller, account: int, given: Paged) -> Answer:
    """Whom the caller's own face follows; of any other one the caller alone, where it is followed."""
    window, face = given.window(40), accounts.meet(caller.face, account)
    if face == caller.face:
        found = contacts.following_page(face, window)
    else:
        found = _oneself(caller, window) if _between(caller, face).followed_by else NOBODY
    return accounts.people(caller, found, window)


def _between(caller: Caller, face: int) -> Relation:
    return contacts.relations(caller.face, [face])[face] if caller.face is not None else Relation()


def _oneself(caller: Caller, window: Window) -> FacePage:
    """The caller in another's list: of its own ties it knows, and of nobody else's is it told."""
    onward = window.before is not None or window.above is not None
    return NOBODY if onward else FacePage([caller.me], [0], None)


@door.get(
    "/api/v1/accounts/<id:account>/featured_tags",
    gives=list[FeaturedTag],
    scopes="read:accounts",
    needs="nobody",
    errors=(404,),
)
def featured_tags(caller: Caller, account: int) -> list[FeaturedTag]:
    """The tags on a face's page."""
    return tag_making.featured(tags.featured(accounts.meet(caller.face, account)))


@door.get("/api/v1/accounts/<id:account>/lists", gives=list[List], scopes="read:lists", errors=(404,))
def in_lists(caller: Caller, account: int) -> list[List]:
    """In which of the caller's own circles a face is."""
    face = accounts.reachable(caller.me, account)
    return lists.made(caller.me, circles.with_face(caller.me, face))


@door.get(
    "/api/v1/accounts/<id:account>/endorsements",
    gives=list[Account],
    scopes="read:accounts",
    needs="nobody",
    takes=Paged,
    errors=(404,),
)
def endorsed(caller: Caller, account: int, given: Paged) -> Answer:
    """Whom a face shows on its page, as far as the caller may meet them."""
    window, face = given.window(40), accounts.meet(caller.face, account)
    return accounts.people(caller, endorsements.page(caller.face, face, window), window)


@door.get(
    "/api/v1/accounts/<id:account>/identity_proofs",
    gives=list[dict[str, str]],
    scopes="read:accounts",
    errors=(404,),
)
def identity_proofs(caller: Caller, account: int) -> Answer:
    """There are none any more."""
    accounts.meet(caller.face, account)
    return paging.listed(caller, [], [], Paged().window())
