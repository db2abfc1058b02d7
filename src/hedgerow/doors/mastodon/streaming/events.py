"""What a hint becomes for those who listen: events with their payloads, each asked of the boundary now."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation

from hedgerow.delivery.leaving import acts as leaving
from hedgerow.delivery.notifications import lists
from hedgerow.delivery.notifications.lists import Asked
from hedgerow.delivery.streams import events as hints
from hedgerow.delivery.streams import feeds
from hedgerow.delivery.streams.events import Hint
from hedgerow.delivery.streams.feeds import Feed
from hedgerow.doors.mastodon.answers import encode
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.making import announcements, conversations, notifications, statuses
from hedgerow.people.announcements import reads as announced
from hedgerow.people.apps.reads import Bearer
from hedgerow.talk.conversations import reads as talks
from hedgerow.talk.posts.reads import Shown

KNOWN = Asked(notifications.KINDS, filtered=False)


class Told(NamedTuple):
    """One event for one feed. `payload`: as it stands in an event of a stream; None where there is none."""

    bearer: Bearer
    feed: Feed
    event: str
    payload: bytes | None


Listeners = Collection[tuple[Bearer, Feed]]


def told(hint: Hint, listeners: Listeners) -> list[Told]:
    """What each of these feeds is told because of a hint. In a thread."""
    timezone.deactivate()
    with translation.override(settings.LANGUAGE_CODE):
        return list(_told(hint, listeners))


def _told(hint: Hint, listeners: Listeners) -> Iterator[Told]:
    every = {feed for _bearer, feed in listeners}
    if hint.what in (hints.POSTED, hints.BOOSTED):
        yield from _posts("update", hint.numbers[0], listeners, every)
    elif hint.what == hints.EDITED:
        yield from _posts("status.update", hint.numbers[0], listeners, every)
    elif hint.what == hints.MESSAGED:
        post, conversation = hint.numbers
        yield from _conversations(post, conversation, listeners, every)
    elif hint.what == hints.GONE:
        yield from _gone(*feeds.lost(hint.numbers[0], every), listeners)
    elif hint.what == hints.NARROWED:
        post, before = hint.numbers
        yield from _gone(*feeds.narrowed(post, before, every), listeners)
    elif hint.what == hints.UNBOOSTED:
        post, public_id, face, audience, entered_at = hint.numbers
        yield from _gone(
            public_id, feeds.unboosted(post, public_id, face, audience, entered_at, every), listeners
        )
    elif hint.what == hints.NOTIFIED:
        yield from _notifications(hint.numbers, listeners)
    elif hint.what in _TO_ALL:
        yield from _to_all(hint, listeners)
    elif hint.what in (hints.MERGED, hints.FILTERS):
        name, payload = _OWN[hint.what]
        yield from (
            Told(bearer, feed, name, payload)
            for bearer, feed in _of(listeners, feeds.USER)
            if feed.face == hint.numbers[0]
        )


_OWN: dict[str, tuple[str, bytes | None]] = {
    hints.MERGED: ("notifications_merged", b"1"),
    hints.FILTERS: ("filters_changed", None),
}


def _to_all(hint: Hint, listeners: Listeners) -> Iterator[Told]:
    """What concerns every face alike is made once."""
    payload = _TO_ALL[hint.what](hint.numbers[0])
    if payload is not None:
        name = _NAMES[hint.what]
        yield from (Told(bearer, feed, name, payload) for bearer, feed in _of(listeners, feeds.USER))


def _announced(announcement: int) -> bytes | None:
    facts = announced.one(announcement)
    if facts is None:
        return None
    (found,) = announced.of(None, [facts])
    return encode(announcements.one(found, personal=False))


def _reacted(sign: int) -> bytes | None:
    found = announced.reacted(sign)
    return encode(announcements.told(found)) if found is not None else None


_TO_ALL: dict[str, Callable[[int], bytes | None]] = {
    hints.ANNOUNCED: _announced,
    hints.WITHDRAWN: lambda public_id: str(public_id).encode(),
    hints.REACTED: _reacted,
}
_NAMES = {
    hints.ANNOUNCED: "announcement",
    hints.WITHDRAWN: "announcement.delete",
    hints.REACTED: "announcement.reaction",
}


def _of(listeners: Listeners, kind: str) -> Iterator[tuple[Bearer, Feed]]:
    return ((bearer, feed) for bearer, feed in listeners if feed.kind == kind)


def remember(bearer: Bearer) -> None:
    """Read what a post is compared with for whoever listens, so that no event waits for it."""
    assert bearer.face is not None
    feeds.remember(bearer.face)
    statuses.remember(bearer.face)


def _posts(event: str, post: int, listeners: Listeners, every: Collection[Feed]) -> Iterator[Told]:
    """A post, made once for all faces to whom it looks the same."""
    found = feeds.told_of(post, every)
    if event == "status.update":
        found |= feeds.changed_message(post, every)
    made: dict[int, bytes] = {}
    same: dict[object, bytes] = {}
    for bearer, feed in listeners:
        shown = found.get(feed)
        if shown is None:
            continue
        leaving.given(bearer.face, (shown,))
        if bearer.token not in made:
            made[bearer.token] = _made(caller(bearer), shown, same)
        yield Told(bearer, feed, event, made[bearer.token])


def _made(who: Caller, shown: Shown, same: dict[object, bytes]) -> bytes:
    """The post for one reader: what another got to whom it looks the same, where there is one."""
    likeness = statuses.likeness(who, shown)
    if likeness is None:
        return statuses.one(who, shown)
    name = (id(shown), likeness)
    if name not in same:
        same[name] = statuses.one(who, shown)
    return same[name]


def _conversations(
    post: int, conversation: int, listeners: Listeners, every: Collection[Feed]
) -> Iterator[Told]:
    """A conversation in which something was said, as each of those in it has it in its list."""
    hearing = feeds.said_to(post, every)
    found = {feed: talks.item(feed.face, conversation) for feed in hearing}
    for bearer, feed in listeners:
        item = found.get(feed)
        if item is not None:
            yield Told(bearer, feed, "conversation", conversations.one(caller(bearer), item))


_NOTHING = HttpRequest()
"""What a listener asks at an event."""


def caller(bearer: Bearer) -> Caller:
    """Who listens, as those who make entities want to know it."""
    return Caller(_NOTHING, bearer.face, bearer.member, bearer.token, bearer.app, bearer.scopes)


def _gone(public_id: int, lost: Collection[Feed], listeners: Listeners) -> Iterator[Told]:
    payload = str(public_id).encode()
    return (Told(bearer, feed, "delete", payload) for bearer, feed in listeners if feed in lost)


def _notifications(numbers: Iterable[int], listeners: Listeners) -> Iterator[Told]:
    listening = list(_of(listeners, feeds.NOTIFICATIONS))
    if not listening:
        return
    receivers = lists.receivers(list(numbers))
    for bearer, feed in listening:
        own = receivers.get(feed.face)
        for item in reversed(lists.some(feed.face, own, KNOWN)) if own else ():
            yield Told(bearer, feed, "notification", notifications.one(caller(bearer), item))


def payload_text(payload: bytes) -> bytes:
    """A payload as it stands in a message of a socket: JSON, written as a text in JSON."""
    return encode(payload.decode())
