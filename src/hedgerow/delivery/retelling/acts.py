"""Telling when news arrived, and when somebody last looked."""

from datetime import datetime, timedelta

from hedgerow.boundary import epoch
from hedgerow.delivery.home import reads as home
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.models import Notification, ReadPosition
from hedgerow.kernel import clock, retelling
from hedgerow.kernel.ids import timed_ms
from hedgerow.kernel.retelling import Telling
from hedgerow.kernel.writing import write
from hedgerow.talk.retelling import acts as talk
from hedgerow.talk.retelling.acts import Told

AT_ONCE = timedelta(seconds=1)
LOOKED_LATER = timedelta(minutes=2)


def retell(telling: Telling) -> None:
    """Move every moment of this site, in all rooms, as the telling says."""
    with write():
        told = talk.retell(telling)
        _notifications(telling, told)
        for row in ReadPosition.objects.all():
            row.post, row.seen = told.ids.get(row.post, row.post), told.ids.get(row.seen, row.seen)
            row.at = telling.at(row.at)
            row.save()
        epoch.changed([epoch.EVERYTHING])


def _notifications(telling: Telling, told: Told) -> None:
    """They arrive right after what they tell of, however late the worker came to them."""
    rows = list(Notification.objects.all())
    for row in rows:
        row.at = _since(row, telling, told)
        row.public_id = retelling.timed_id(row.public_id, clock.to_us(row.at))
    Notification.objects.bulk_update(rows, ["public_id", "at"], batch_size=200)


def _since(row: Notification, telling: Telling, told: Told) -> datetime:
    if row.kind == Notification.Kind.REACTION and (row.post_id, row.actor_id) in told.reactions:
        return told.reactions[row.post_id or 0, row.actor_id or 0] + AT_ONCE
    if row.kind == Notification.Kind.POLL and row.post_id in told.polls:
        return told.polls[row.post_id or 0] + AT_ONCE
    if row.post_id in told.posts and row.kind != Notification.Kind.EDIT:
        return clock.from_us(told.posts[row.post_id or 0]) + AT_ONCE
    return telling.at(row.at)


def visited(face: int, unread: int) -> None:
    """Let the face's last visit have been just before the newest `unread` lines of its home, or as many as
    leave one that it read; what it was told until then is seen.
    """
    lines = home.listed(face).lines
    if not lines:
        return
    last = lines[min(unread, len(lines) - 1)].public_id
    at = clock.from_us(timed_ms(last) * 1000) + LOOKED_LATER
    with write():
        ReadPosition.objects.update_or_create(
            face_id=face, timeline=home.TIMELINE, defaults={"post": 0, "seen": last, "at": at}
        )
        Notification.objects.filter(face=face, at__lte=at).update(seen=True)
        epoch.changed([news_key(face)])
