"""Who read how far, and who is writing: only between those who show it."""

from collections.abc import Iterable

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.models import Post

from . import sitting
from .said import AT_ONCE
from .sitting import Place


def read_marks(viewer: int, conversation: int) -> dict[int, list[FaceCard]]:
    """Who has read up to which own message (public id): of those who show it, if the viewer shows it too.

    Raises NotFound.
    """
    place = sitting.at(viewer, conversation)
    if place.seat.state != sitting.IN or not _open_about_reading(viewer):
        return {}
    ends = _own_messages(viewer, place)
    marks: dict[int, list[FaceCard]] = {}
    reached = {
        seat.face_id: seat.read_to for seat in place.others if seat.state == sitting.IN and seat.read_to
    }
    for card in _showing(viewer, reached):
        seen = next((number for number in ends if number <= reached[card.id]), None)
        if seen is not None:
            marks.setdefault(seen, []).append(card)
    return marks


def _own_messages(viewer: int, place: Place) -> list[int]:
    rows = Post.objects.visible(viewer).filter(conversation=place.conversation, author=viewer)
    return list(rows.order_by("-public_id").values_list("public_id", flat=True)[:AT_ONCE])


def _showing(viewer: int, others: Iterable[int]) -> list[FaceCard]:
    """Those of the others who show how far they read, and between whom and the viewer no block stands."""
    vetoed = boundary.vetoed(viewer)
    cards = sitting.shown(viewer, [face for face in others if face not in vetoed])
    return [card for card in cards if _open_about_reading(card.id)]


_open: Remembered[bool] = Remembered(20_000)


def _open_about_reading(face: int) -> bool:
    """Does this face show how far it read and that it writes?"""
    return _open.get(face, (epoch.author_key(face),), lambda: faces.face(face).settings.read_marks)


def writing_now(viewer: int, conversation: int, face: int) -> FaceCard | None:
    """The card of somebody who is writing in the conversation, if the viewer is to know. Raises NotFound."""
    place = sitting.at(viewer, conversation)
    seated = {seat.face_id for seat in place.others if seat.state == sitting.IN}
    if place.seat.state != sitting.IN or face not in seated or not _open_about_reading(viewer):
        return None
    return next(iter(_showing(viewer, [face])), None)
