"""Answering a request kindly, without granting it."""

from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.kernel import limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Deflection, FollowRequest
from hedgerow.people.strategies.acts import deflection_of

from .events import Deflected


def deflect(actor: int, asker: int, words: str, instead: int | None = None) -> None:
    """Put a request out of the way with a kind answer. `instead`: another face of the actor's member that the
    asker is told of, and may ask. Answering again takes the place of what was said.

    Raises NotFound where nothing waits, or for a face of somebody else; Refused("words", …).
    """
    said = deflection_of(words, "words")
    if not said:
        raise Refused("words", _("Write a sentence, or decline: then nothing is said."))
    limits.allow(f"deflect:{actor}", limit=200, per_seconds=24 * 3600)
    if instead is not None and not _is_another_of(actor, instead):
        raise NotFound
    with write():
        ties.lock(actor, asker)
        request = FollowRequest.objects.filter(asker=asker, asked=actor).first()
        if request is None:
            raise NotFound
        FollowRequest.objects.filter(pk=request.pk).update(ignored=True)
        Deflection.objects.update_or_create(request=request, defaults={"words": said, "instead_id": instead})
        epoch.changed([epoch.face_key(actor), epoch.face_key(asker)])
        emit(Deflected(asker=asker, asked=actor))


def _is_another_of(actor: int, face: int) -> bool:
    """Is it another face of the same member, which may act?"""
    member = faces.face(actor).member
    own = faces.own(member) if member is not None else []
    return face != actor and any(card.id == face and card.state == "active" for card in own)
