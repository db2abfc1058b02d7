"""Making notifications from candidates, many at once: only what may be shown, wished for, and once."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from django.db.models import Q

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.models import (
    Marker,
    Notification,
    NotificationSetting,
    Policy,
    ReadPosition,
    Welcome,
)
from hedgerow.delivery.streams.events import NOTIFIED, happened, look
from hedgerow.kernel.ids import timed_id
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import after_commit, write
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.lines import facts
from hedgerow.talk.lines.facts import Line

from . import bells, policies
from .events import Notified
from .rules import News

KEPT = timedelta(days=180)


class Concerning(Protocol):
    """What `showable` must know: who did something, and with which post."""

    @property
    def actor(self) -> int | None: ...
    @property
    def post(self) -> int | None: ...


Told = TypeVar("Told", bound=Concerning)


def make(candidates: Iterable[News], lines: Mapping[int, Line] | None = None) -> int:
    """Store those of the candidates that their receivers may know of and want; how many are new.

    `lines` are those of all their posts, for whoever has just read them.
    """
    local = _local([news for news in candidates if news.face != news.actor])
    if not local:
        return 0
    wishes = policies.wishes({news.face for news in local})
    wished = bells.unmuted(_wished(local, wishes.kinds))
    if lines is None:
        lines = facts.lines(news.post for news in wished if news.post is not None)
    judged = policies.judged(_fresh(_knowable(wished, lines)), lines, wishes.policies)
    fresh = list(judged)
    if not fresh:
        return 0
    numbers = [timed_id() for _ in fresh]
    rows = [_row(number, news, judged[news]) for number, news in zip(numbers, fresh, strict=True)]
    with write():
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
        epoch.changed({news_key(news.face) for news in fresh})
        emit(Notified(tuple(numbers)))
        after_commit(look)
        after_commit(lambda: happened(NOTIFIED, *numbers))
    return len(fresh)


def _row(public_id: int, news: News, filtered: bool) -> Notification:
    return Notification(
        public_id=public_id,
        face_id=news.face,
        kind=news.kind,
        actor_id=news.actor,
        post_id=news.post,
        cause=news.cause,
        filtered=filtered,
    )


def _local(candidates: list[News]) -> list[News]:
    cards = faces.cards({news.face for news in candidates})
    return [news for news in candidates if news.face in cards and cards[news.face].local]


def _by_face(candidates: Iterable[News]) -> dict[int, list[News]]:
    grouped: dict[int, list[News]] = {}
    for news in candidates:
        grouped.setdefault(news.face, []).append(news)
    return grouped


def _wished(candidates: list[News], wishes: Mapping[tuple[int, str], str]) -> list[News]:
    """Without what the receivers turned down."""
    if not wishes:
        return candidates
    asked = [(news, wishes.get((news.face, news.kind))) for news in candidates]
    picky = [news for news, wish in asked if wish == NotificationSetting.Wish.CONTACTS]
    ties = _ties(picky)
    return [news for news, wish in asked if _wants(wish, news, ties)]


def _wants(wish: str | None, news: News, ties: Collection[tuple[int, int]]) -> bool:
    if wish == NotificationSetting.Wish.NONE:
        return False
    if wish == NotificationSetting.Wish.CONTACTS and news.actor is not None:
        return (news.face, news.actor) in ties
    return True


def _ties(candidates: Collection[News]) -> set[tuple[int, int]]:
    """Each pair of a receiver and an actor that it follows, is followed by, has labelled or placed."""
    wanted: dict[int, set[int]] = {}
    for news in candidates:
        if news.actor is not None:
            wanted.setdefault(news.actor, set()).add(news.face)
    return {
        (face, actor)
        for actor, receivers in wanted.items()
        for face in contacts.following(actor, receivers)
        | (contacts.follows(actor) & receivers)
        | boundary.owners_with(actor, receivers)
    }


FEW = 8
"""From more receivers on, a post is asked about once for all of them."""


def _knowable(candidates: list[News], lines: Mapping[int, Line]) -> list[News]:
    """Those of the candidates that their receivers may know of."""
    told = Counter(news.post for news in candidates)
    crowds = {post: line for post, line in lines.items() if told[post] > FEW}
    together = [
        news for news in candidates if news.post in crowds and news.face != crowds[news.post].author_id
    ]
    alone = set(candidates).difference(together)
    allowed = {news for face, its in _by_face(alone).items() for news in _allowed(face, its, lines)}
    allowed.update(_knowable_together(together, crowds))
    return [news for news in candidates if news in allowed]


def _knowable_together(candidates: list[News], lines: Mapping[int, Line]) -> list[News]:
    """What `showable` says of each, in no more queries for many receivers than for one."""
    if not candidates:
        return []
    stopped = boundary.stopped()
    actors = {news.actor for news in candidates if news.actor is not None}
    silent = contacts.silencing({news.face for news in candidates}, actors)
    apart = {actor: boundary.kept_from(actor) | boundary.sight(actor).vetoed for actor in actors}
    readers = {post: boundary.readers(line).faces for post, line in lines.items()}
    return [
        news
        for news in candidates
        if news.post is not None
        and news.face in readers[news.post]
        and news.face not in stopped
        and (
            news.actor is None
            or (
                news.actor not in stopped
                and (news.face, news.actor) not in silent
                and news.face not in apart[news.actor]
            )
        )
    ]


def _allowed(face: int, candidates: list[News], lines: Mapping[int, Line]) -> list[News]:
    """Those of one face's candidates that it may know of; the boundary is asked for its own posts alone."""
    posts = {news.post for news in candidates if news.post is not None}
    own = {post: lines[post] for post in posts if post in lines}
    # Whoever may not see a face does not reach it either; though it may see them: it blocked another face of
    # theirs, and does not know that this one is theirs, too.
    reaching = [
        news for news in candidates if news.actor is None or face not in boundary.sight(news.actor).vetoed
    ]
    return showable(face, reaching, own)


def showable(face: int, candidates: Sequence[Told], lines: Mapping[int, Line]) -> list[Told]:
    """Those of one face's candidates that it may know of now, by block, mute and the boundary.

    A block counts for what stands by a post. Whoever follows or asks does so or does not: the tie itself is
    asked, and is gone with the face that was blocked. Of its member's other faces nothing changes.
    """
    stopped = boundary.stopped()
    if face in stopped or not candidates:
        return []
    silenced = contacts.silenced(face) if contacts.muted(face) else frozenset[int]()
    vetoed = boundary.vetoed(face)
    visible = {line.id for line in boundary.seen(face, list(lines.values()))}
    return [
        news
        for news in candidates
        if news.actor not in silenced
        and (news.actor is None or news.actor not in stopped)
        and (news.post is None or (news.post in visible and news.actor not in vetoed))
    ]


def _fresh(candidates: list[News]) -> list[News]:
    """Without those that exist, so that hearing the same again writes nothing."""
    causes = {news.cause for news in candidates}
    receivers = {news.face for news in candidates}
    rows = Notification.objects.filter(face__in=receivers, cause__in=causes).values_list("face_id", "cause")
    known = set(rows)
    return [news for news in candidates if (news.face, news.cause) not in known]


def forget(gone: Collection[int]) -> None:
    """Faces are gone for good: so is what they were told and what was told of them."""
    with write():
        theirs = Notification.objects.filter(Q(face__in=gone) | Q(actor__in=gone))
        epoch.changed(map(news_key, set(theirs.values_list("face_id", flat=True))))
        theirs.delete()
        NotificationSetting.objects.filter(face__in=gone).delete()
        Policy.objects.filter(face__in=gone).delete()
        Welcome.objects.filter(Q(face__in=gone) | Q(actor__in=gone)).delete()
        ReadPosition.objects.filter(face__in=gone).delete()
        Marker.objects.filter(face__in=gone).delete()


def tidy(at: datetime) -> int:
    """Remove what was seen and is older than half a year; how many."""
    old = Notification.objects.filter(seen=True, at__lt=at - KEPT).values_list("pk", "face_id")[:10_000]
    with write():
        epoch.changed({news_key(face) for _, face in old})
        return Notification.objects.filter(pk__in=[number for number, _ in old]).delete()[0]
