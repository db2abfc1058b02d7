"""The small lines between messages: what happened besides words."""

from hedgerow.kernel import clock
from hedgerow.kernel.ids import timed_id
from hedgerow.talk.models import Happening

from . import live
from .saying import audience_of
from .sitting import Place


def note(place: Place, actor: int, kind: str, about: int | None = None) -> None:
    """Draw a small line, which only those see who are there now. Inside a write."""
    Happening.objects.create(
        public_id=timed_id(),
        conversation=place.conversation,
        author_id=actor,
        about_id=about,
        kind=kind,
        audience_id=audience_of(place.conversation),
        entered_at=clock.now_us(),
    )
    live.changed(place.conversation.pk, live.PEOPLE)
