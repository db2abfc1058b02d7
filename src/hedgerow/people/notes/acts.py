"""Writing a note about somebody."""

from django.utils.translation import gettext as _

from hedgerow.kernel import limits
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.models import Note

LONGEST = 2_000


def write_down(actor: int, face: int, text: str) -> None:
    """This is the actor's note about a face now; an empty text takes it away. Twice is once.

    Raises Refused("comment", …) where it is too long, NotFound.
    """
    said = text.strip().replace("\x00", "")
    if actor == face:
        raise Refused("comment", _("This is you."))
    if len(said) > LONGEST:
        raise Refused("comment", _("A note can have up to %(most)d characters.") % {"most": LONGEST})
    limits.allow(f"note:{actor}", limit=600, per_seconds=3600)
    with write():
        ties.lock(actor)
        ties.reach(actor, face)
        if said:
            Note.objects.update_or_create(face_id=actor, about_id=face, defaults={"text": said})
        else:
            Note.objects.filter(face=actor, about=face).delete()
