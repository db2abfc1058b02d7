"""What a gone face leaves in conversations: nothing but a smaller number."""

from collections.abc import Sequence

from django.db.models import Q

from hedgerow.boundary import epoch
from hedgerow.kernel.writing import write
from hedgerow.people.faces.events import FaceGone
from hedgerow.talk.keys import conversation_key
from hedgerow.talk.models import Conversation, Happening, Seat

_REASON = "lines about a face that is gone for good; nothing is shown"


def forget_faces(events: Sequence[FaceGone]) -> None:
    """Faces are really gone: so are their seats, the lines about them, and conversations without anybody."""
    gone = [event.face for event in events]
    with write():
        seats = Seat.objects.filter(face__in=gone)
        touched = list(seats.values_list("conversation_id", flat=True))
        seats.delete()
        Happening.objects.unguarded(reason=_REASON).filter(Q(author__in=gone) | Q(about__in=gone)).delete()
        Conversation.objects.filter(pk__in=touched, seats=None).delete()
        epoch.changed([conversation_key(number) for number in touched])
