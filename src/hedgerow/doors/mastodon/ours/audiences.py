"""Who sees what, and why: before something is written, and of what is written already."""

from collections.abc import Iterable

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.ours import (
    Audience,
    Circle,
    Effect,
    Explained,
    Preview,
    Readers,
    Seen,
    Why,
)
from hedgerow.doors.mastodon.entities.status import Status
from hedgerow.doors.mastodon.making import ours, statuses
from hedgerow.doors.mastodon.making.ours import ChoiceSaid
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.limits import Rate
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.somebody import reads as somebody
from hedgerow.talk.guessing import reads as guessing
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts

from .circles import AT

ASKS = Rate(120, 60)
MOST_READERS = 60
WIDE = {boundary.Rule.SITE, boundary.Rule.PUBLIC}


class Asked(ChoiceSaid, frozen=True, kw_only=True):
    """An audience, and what is answered."""

    in_reply_to_id: int | None = None


@door.post(
    f"{AT}/audiences/preview", gives=Preview, scopes="read:lists", takes=Asked, errors=(404, 422), rate=ASKS
)
def preview(caller: Caller, given: Asked) -> Answer:
    """Who will read this: how many, in words, and whom one may not have in mind."""
    me, above = caller.me, given.in_reply_to_id
    found = audiences.preview(
        me,
        ours.choice(given),
        posts.thing(me, above) if above is not None else None,
        last_sent=lambda audience: posts.last_sent(me, audience),
        last_spoke=posts.last_spoke,
    )
    surprising = [{"account": ours.account(each.face), "why": each.why} for each in found.surprising]
    said = Audience(found.gate, found.sentence)
    return Answer(
        {"everybody": found.everybody, "count": found.count, "audience": said, "surprising": surprising}
    )


class Text(msgspec.Struct, frozen=True):
    """What is being written."""

    status: str


@door.post(f"{AT}/audiences/suggest", gives=list[Circle], scopes="read:lists", takes=Text, rate=ASKS)
def suggest(caller: Caller, given: Text) -> list[Circle]:
    """The circles a text clearly looks like, two at most and often none: learned from the face's own posts,
    on this server, for itself alone.
    """
    return [ours.circle(each) for each in guessing.likely(caller.me, given.status)]


class FromHere(msgspec.Struct, frozen=True):
    """Where a list of people begins."""

    start: int = 0
    limit: int = MOST_READERS


@door.get(
    f"{AT}/statuses/<id:status>/readers", gives=Readers, scopes="read:lists", takes=FromHere, errors=(404,)
)
def readers(caller: Caller, status: int, given: FromHere) -> Answer:
    """Who can see an own post now, and why."""
    start = max(0, min(given.start, 1_000_000))
    found = posts.who(caller.me, status, start, max(1, min(given.limit, MOST_READERS)))
    return Answer(
        {
            "everybody": found.everybody,
            "count": found.count,
            "audience": ours.audience(found.told),
            "readers": _people(caller.me, found),
            "behind": ours.maybe(found.behind),
        }
    )


def _people(me: int, found: posts.Readers) -> Iterable[object]:
    """Nobody is listed of what is for the whole site: who does not want to be found is not found here."""
    if found.everybody or any(reader.reason.rule in WIDE for reader in found.people[:1]):
        return []
    known = ours.own_circles(me)
    return [
        {
            "account": ours.account(reader.face),
            "rule": reader.reason.rule.value,
            "circles": ours.circles_among(reader.reason.circles, known),
        }
        for reader in found.people
    ]


@door.get(
    f"{AT}/statuses/<id:status>/readers/<id:account>", gives=Explained, scopes="read:lists", errors=(404,)
)
def explain(caller: Caller, status: int, account: int) -> Answer:
    """Whether this face sees an own post, and why or why not."""
    card = ours.asked_about(caller, account)
    told = posts.explain_for(caller.me, status, card.id)
    return Answer(
        {
            "account": ours.account(card),
            "sees": told.reason.sees,
            "rule": told.reason.rule.value,
            "circles": ours.closed_too(told.circles, ours.own_circles(caller.me)),
            "behind": ours.maybe(told.behind),
        }
    )


@door.get(f"{AT}/statuses/<id:status>/why", gives=Why, scopes="read:statuses", errors=(404,))
def why(caller: Caller, status: int) -> Why:
    """Why the caller sees a post."""
    shown = posts.post(caller.me, status)
    entry = posts.thing(caller.me, status)
    follows = shown.author.id in contacts.follows(caller.me)
    return Why(entry.scope, ours.audience(shown.told), bool(entry.behind), follows)


@door.post(
    f"{AT}/statuses/<id:status>/effect",
    gives=Effect,
    scopes="read:lists",
    takes=ChoiceSaid,
    errors=(404, 422),
    rate=ASKS,
)
def effect(caller: Caller, status: int, given: ChoiceSaid) -> Effect:
    """What narrowing an own post to this audience would do. Nothing is changed."""
    return ours.effect(posts.effect(caller.me, status, ours.choice(given), {status}))


@door.post(
    f"{AT}/statuses/<id:status>/narrow",
    gives=Status,
    scopes="write:statuses",
    takes=ChoiceSaid,
    errors=(404, 422),
)
def narrow(caller: Caller, status: int, given: ChoiceSaid) -> Answer:
    """From now on only those of its readers see it whom this names. It never widens, and holds at once."""
    posts.effect(caller.me, status, ours.choice(given), {status})
    acts.narrow(caller.me, status, ours.choice(given))
    return Answer(statuses.one(caller, posts.post(caller.me, status)))


class Eyes(msgspec.Struct, frozen=True):
    """Through whose eyes: `@handle`, `circle-ID` (somebody in it), `stranger` or `signed-out`."""

    who: str
    kind: str = "posts"
    """`posts` or `replies`."""
    max_id: int | None = None
    unseen: bool = False
    """With those they do not see."""


@door.get(f"{AT}/seen-as", gives=list[Seen], scopes="read:lists", takes=Eyes, errors=(404, 422))
def seen_as(caller: Caller, given: Eyes) -> Answer:
    """The face's own posts as somebody else sees them, newest first: asked of the boundary post by post."""
    if given.kind not in ("posts", "replies"):
        raise Refused("kind", "Kind is posts or replies")
    eyes = somebody.of(caller.me, given.who).eyes
    found = posts.as_seen(caller.me, eyes, given.max_id, 20, given.kind, unseen=given.unseen)
    made = statuses.encoded(caller, [each.shown for each in found.seen])
    listed = [
        {
            "status": msgspec.Raw(status),
            "sees": each.sees,
            "audience": ours.audience(each.own_words),
            "behind": ours.maybe(each.behind),
        }
        for status, each in zip(made, found.seen, strict=True)
    ]
    return Answer(listed)
