"""Ties: following, blocking, muting, notes and endorsements. Each answers what then stands between."""

from collections.abc import Callable
from datetime import timedelta

import msgspec

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.account import Relationship
from hedgerow.doors.mastodon.errors import FORBIDDEN, Wrong
from hedgerow.doors.mastodon.making import accounts
from hedgerow.kernel import clock
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts import reads
from hedgerow.people.endorsements import acts as endorsements
from hedgerow.people.notes import acts as notes

LONGEST_MUTE_S = 100 * 365 * 24 * 3600
FOLLOW_SELF = "Following your own account is not allowed"
ENDORSE_SELF = "Validation failed: You must be already following the person you want to endorse"
AT = "/api/v1/accounts/<id:account>"


def _tied(caller: Caller, account: int, act: Callable[[int, int], object]) -> Relationship:
    """What stands between after an act; done to oneself it changes nothing. Raises NotFound."""
    face = accounts.reachable(caller.me, account)
    if face != caller.me:
        act(caller.me, face)
    return accounts.relationship(caller.me, face)


class Follow(msgspec.Struct, frozen=True, kw_only=True):
    """How to follow. What is not said stays, or is as usual for a new follow."""

    reblogs: bool | None = None
    notify: bool | None = None
    languages: list[str] | None = None
    """The only ones to read it in; none: all."""


@door.post(
    f"{AT}/follow",
    gives=Relationship,
    scopes="write:follows follow",
    takes=Follow,
    errors=(403, 404, 422),
)
def follow(caller: Caller, account: int, given: Follow) -> Relationship:
    """Follow, or ask to; or change how one follows."""
    face = accounts.reachable(caller.me, account)
    if face == caller.me:
        raise Wrong(403, FOLLOW_SELF)
    if reads.relation(caller.me, face).blocking:
        raise Wrong(403, FORBIDDEN)
    contacts.follow(caller.me, face)
    _follow_so(caller.me, face, given)
    return accounts.relationship(caller.me, face)


def _follow_so(me: int, face: int, given: Follow) -> None:
    if given.reblogs is not None:
        contacts.boosts(me, face, given.reblogs)
    if given.notify is not None:
        contacts.bell(me, face, given.notify)
    if given.languages is not None:
        contacts.languages(me, face, given.languages)


@door.post(f"{AT}/unfollow", gives=Relationship, scopes="write:follows follow", errors=(403, 404))
def unfollow(caller: Caller, account: int) -> Relationship:
    """Follow no more, and ask no more."""
    return _tied(caller, account, contacts.unfollow)


@door.post(
    f"{AT}/remove_from_followers", gives=Relationship, scopes="write:follows follow", errors=(403, 404)
)
def remove_from_followers(caller: Caller, account: int) -> Relationship:
    """It follows the caller no more, and is not told."""
    return _tied(caller, account, contacts.remove_follower)


@door.post(f"{AT}/block", gives=Relationship, scopes="write:blocks follow", errors=(403, 404))
def block(caller: Caller, account: int) -> Relationship:
    """Keep it away."""
    return _tied(caller, account, contacts.block)


@door.post(f"{AT}/unblock", gives=Relationship, scopes="write:blocks follow", errors=(403, 404))
def unblock(caller: Caller, account: int) -> Relationship:
    """Take a block back."""
    return _tied(caller, account, contacts.unblock)


class Mute(msgspec.Struct, frozen=True, kw_only=True):
    """How to mute. `duration`: seconds; 0 for good."""

    notifications: bool = True
    duration: int = 0


@door.post(f"{AT}/mute", gives=Relationship, scopes="write:mutes follow", takes=Mute, errors=(403, 404, 422))
def mute(caller: Caller, account: int, given: Mute) -> Relationship:
    """Read no more of it, for a while or for good."""
    lasts = min(given.duration, LONGEST_MUTE_S)
    until = clock.now() + timedelta(seconds=lasts) if lasts > 0 else None
    return _tied(caller, account, lambda me, face: contacts.mute(me, face, until, given.notifications))


@door.post(f"{AT}/unmute", gives=Relationship, scopes="write:mutes follow", errors=(403, 404))
def unmute(caller: Caller, account: int) -> Relationship:
    """Read it again."""
    return _tied(caller, account, contacts.unmute)


class Note(msgspec.Struct, frozen=True):
    """What to write down; nothing takes the note away."""

    comment: str = ""


@door.post(f"{AT}/note", gives=Relationship, scopes="write:accounts", takes=Note, errors=(403, 404, 422))
def note(caller: Caller, account: int, given: Note) -> Relationship:
    """Write something down about a face, for oneself alone."""
    return _tied(caller, account, lambda me, face: notes.write_down(me, face, given.comment))


def _endorse(caller: Caller, account: int) -> Relationship:
    """Show a followed face on one's page."""
    face = accounts.reachable(caller.me, account)
    if face == caller.me:
        raise Wrong(422, ENDORSE_SELF)
    endorsements.endorse(caller.me, face)
    return accounts.relationship(caller.me, face)


def _unendorse(caller: Caller, account: int) -> Relationship:
    """Show it no more."""
    return _tied(caller, account, endorsements.withdraw)


@door.post(f"{AT}/endorse", gives=Relationship, scopes="write:accounts", errors=(403, 404, 422))
def endorse(caller: Caller, account: int) -> Relationship:
    """Show a followed face on one's page."""
    return _endorse(caller, account)


@door.post(f"{AT}/pin", gives=Relationship, scopes="write:accounts", errors=(403, 404, 422))
def pin(caller: Caller, account: int) -> Relationship:
    """The same by its older name."""
    return _endorse(caller, account)


@door.post(f"{AT}/unendorse", gives=Relationship, scopes="write:accounts", errors=(403, 404))
def unendorse(caller: Caller, account: int) -> Relationship:
    """Show it no more."""
    return _unendorse(caller, account)


@door.post(f"{AT}/unpin", gives=Relationship, scopes="write:accounts", errors=(403, 404))
def unpin(caller: Caller, account: int) -> Relationship:
    """The same by its older name."""
    return _unendorse(caller, account)
