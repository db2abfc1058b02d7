"""What ends by itself: a poll, a post that vanishes, a scheduled post that could not leave.

Every handler may hear the same twice, like those of `jobs`.
"""

from collections.abc import Sequence
from typing import Any

from hedgerow.boundary import epoch
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.models import Notification
from hedgerow.kernel.writing import write
from hedgerow.talk.polls import reads as polls

from . import rules
from .making import make
from .rules import News


def polls_ended(events: Sequence[Any]) -> None:
    """The end of a poll concerns its author and who voted; whether they still see it is asked for each."""
    make(
        News(face, rules.POLL, None, event.post, f"poll:{event.post}")
        for event in events
        for face in dict.fromkeys([event.author, *polls.voters(event.post)])
    )


def drafts_returned(events: Sequence[Any]) -> None:
    """A scheduled post that did not leave concerns the face that wrote it."""
    make(
        News(event.face, rules.RETURNED, None, None, f"returned:{event.draft}:{event.send_at}")
        for event in events
    )


def vanished(events: Sequence[Any]) -> None:
    """Whatever was told of a post that vanished is gone with it."""
    rows = Notification.objects.filter(post__in=[event.post for event in events])
    faces = set(rows.values_list("face_id", flat=True))
    if faces:
        with write():
            rows.delete()
            epoch.changed([news_key(face) for face in faces])
