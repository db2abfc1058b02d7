"""What stands beside a home: who usually reads what the face writes."""

from django.utils.translation import get_language

from hedgerow.boundary import epoch
from hedgerow.boundary.epoch import Remembered, author_key, face_key
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Told

_usual: Remembered[Told] = Remembered(20_000)


def usual(viewer: int) -> Told:
    """The audience that this face's posts have when none is named, in its own full words; remembered."""
    name = (viewer, get_language())
    began = epoch.now()
    told = _usual.peek(name)
    if told is None:
        audience = audiences.resolve(viewer, audiences.default_choice(viewer))
        told = audiences.describe(viewer, audience, own=True)
        named = {face for part in audience for face in part.faces | part.without_faces}
        _usual.put(name, (face_key(viewer), author_key(viewer), *map(author_key, named)), began, told)
    return told
