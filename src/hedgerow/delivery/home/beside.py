"""What stands beside a home: who usually reads what the face writes, and who asks to follow it."""

from django.utils.translation import get_language

from hedgerow.boundary import epoch
from hedgerow.boundary.epoch import Remembered, author_key, face_key
from hedgerow.kernel.errors import Refused
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Told
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.contacts.reads import Request

FEW = 3

_asking: Remembered[list[Request]] = Remembered(20_000)
_usual: Remembered[Told] = Remembered(20_000)


def usual(viewer: int) -> Told:
    """The audience that this face's posts have when none is named, in its own full words; remembered.

    Where it cannot be meant any more (its circle was closed), the words say so: nothing is sent like that.
    """
    name = (viewer, get_language())
    began = epoch.now()
    told = _usual.peek(name)
    if told is None:
        try:
            audience = audiences.resolve(viewer, audiences.default_choice(viewer))
        except Refused as refused:
            return Told("closed", refused.message)
        told = audiences.describe(viewer, audience, own=True)
        named = {face for part in audience for face in part.faces | part.without_faces}
        _usual.put(name, (face_key(viewer), author_key(viewer), *map(author_key, named)), began, told)
    return told


def asking(viewer: int) -> list[Request]:
    """The newest few who ask to follow this face; remembered."""
    began = epoch.now()
    found = _asking.peek(viewer)
    if found is None:
        found = contacts.requests(viewer)[:FEW]
        _asking.put(viewer, (face_key(viewer), *(author_key(each.face.id) for each in found)), began, found)
    return found
