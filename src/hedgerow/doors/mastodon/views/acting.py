"""What a face does with a status: like, boost, keep, pin and mute it."""

from collections.abc import Callable

import msgspec

from hedgerow.delivery.telling import acts as telling
from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.status import Status
from hedgerow.doors.mastodon.errors import FORBIDDEN, Invalid, Wrong
from hedgerow.doors.mastodon.making import drafts, statuses
from hedgerow.kernel.errors import Refused
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import acts, reads
from hedgerow.talk.posts.reads import Shown

HEART = "❤️"
FOREIGN_PIN = "Validation failed: Someone else's post cannot be pinned"
MESSAGE_PIN = "Validation failed: Posts that are only visible to mentioned users cannot be pinned"
MOST_PINS = "Validation failed: You have already pinned the maximum number of posts"


def _after(caller: Caller, status: int, act: Callable[[int, int], object]) -> Answer:
    """Do it with a status, and show it as it then is."""
    act(caller.me, status)
    return Answer(statuses.one(caller, reads.post(caller.me, status)))


def _method(act: str, scopes: str) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    return door.post(f"/api/v1/statuses/<id:status>/{act}", gives=Status, scopes=scopes, errors=(404, 422))


@_method("favourite", "write:favourites")
def favourite(caller: Caller, status: int) -> Answer:
    """React with a heart; any reaction of ours that is there already is one."""
    if reads.post(caller.me, status).reacted:
        return Answer(statuses.one(caller, reads.post(caller.me, status)))
    return _after(caller, status, lambda face, post: acts.react(face, post, HEART))


@_method("unfavourite", "write:favourites")
def unfavourite(caller: Caller, status: int) -> Answer:
    """Take one's reaction back, whichever it is."""
    return _after(caller, status, acts.unreact)


@_method("bookmark", "write:bookmarks")
def bookmark(caller: Caller, status: int) -> Answer:
    """Keep it for oneself."""
    return _after(caller, status, acts.bookmark)


@_method("unbookmark", "write:bookmarks")
def unbookmark(caller: Caller, status: int) -> Answer:
    """Keep it no longer."""
    return _after(caller, status, acts.unbookmark)


@_method("pin", "write:accounts")
def pin(caller: Caller, status: int) -> Answer:
    """Put an own status on top of one's page."""
    if _insist_on_own(caller, status).direct:
        raise Wrong(422, MESSAGE_PIN)
    try:
        return _after(caller, status, acts.pin)
    except Refused as refused:
        raise Wrong(422, MOST_PINS) from refused


@_method("unpin", "write:accounts")
def unpin(caller: Caller, status: int) -> Answer:
    """Take it from there."""
    _insist_on_own(caller, status)
    return _after(caller, status, acts.unpin)


def _insist_on_own(caller: Caller, status: int) -> Shown:
    shown = reads.post(caller.me, status)
    if not shown.mine or shown.boosted_by is not None:
        raise Wrong(422, FOREIGN_PIN)
    return shown


@_method("mute", "write:mutes")
def mute(caller: Caller, status: int) -> Answer:
    """Hear nothing of its thread."""
    return _after(caller, status, lambda face, post: telling.mute(face, post, True))


@_method("unmute", "write:mutes")
def unmute(caller: Caller, status: int) -> Answer:
    """Hear of its thread again."""
    return _after(caller, status, lambda face, post: telling.mute(face, post, False))


class Boosting(msgspec.Struct, frozen=True):
    """For whom a boost is; nothing said: what the face usually does."""

    visibility: str | None = None

    def choice(self) -> Choice:
        """The same for the room."""
        if not self.visibility:
            return Choice()
        if self.visibility not in drafts.VISIBILITIES[:3]:
            raise Invalid("visibility", "is not included in the list", "ERR_INCLUSION")
        return Choice("followers" if self.visibility == "private" else "public")


@door.post(
    "/api/v1/statuses/<id:status>/reblog",
    gives=Status,
    scopes="write:statuses",
    takes=Boosting,
    errors=(403, 404, 422),
)
def reblog(caller: Caller, status: int, given: Boosting) -> Answer:
    """Boost a public status; the boost, with the status in it."""
    choice = given.choice()
    if not reads.post(caller.me, status).may_boost:
        raise Wrong(403, FORBIDDEN)
    boost = acts.boost(caller.me, status, choice, unlisted=given.visibility == "unlisted")
    return Answer(statuses.one(caller, reads.post(caller.me, boost)))


@_method("unreblog", "write:statuses")
def unreblog(caller: Caller, status: int) -> Answer:
    """Take one's boost back; the status itself."""
    shown = reads.post(caller.me, status)
    acts.unboost(caller.me, status)
    return Answer(statuses.one(caller, reads.post(caller.me, shown.public_id)))
