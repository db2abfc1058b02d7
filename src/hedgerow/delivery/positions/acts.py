"""Noting how far a face has read."""

from hedgerow.boundary import epoch
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.models import ReadPosition
from hedgerow.kernel.clock import now
from hedgerow.kernel.writing import write

from .reads import position
from .rules import moved


def read_to(actor: int, timeline: str, post: int) -> None:
    """The face has been shown this post (public id) and all older ones. Never moves back."""
    after = moved(position(actor, timeline), post, now())
    if after is None:
        return
    with write():
        values = {"post": after.start, "seen": after.seen, "at": after.at}
        ReadPosition.objects.update_or_create(face_id=actor, timeline=timeline, defaults=values)
        epoch.changed([news_key(actor)])
