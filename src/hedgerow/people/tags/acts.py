"""Following tags, by their keys (`kernel.names.tag_key`)."""

from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.models import FollowedTag

MOST = 1_000


def follow(actor: int, key: str) -> None:
    """Follow a tag. Twice is once. Raises Refused("tag", …) for too many."""
    with write():
        ties.lock(actor)
        if FollowedTag.objects.filter(face=actor, key=key).exists():
            return
        if FollowedTag.objects.filter(face=actor).count() >= MOST:
            raise Refused("tag", _("You follow as many tags as one can."))
        FollowedTag.objects.create(face_id=actor, key=key)
        epoch.changed([epoch.face_key(actor)])


def unfollow(actor: int, key: str) -> None:
    """Follow it no more. Twice is once."""
    with write():
        ties.lock(actor)
        FollowedTag.objects.filter(face=actor, key=key).delete()
        epoch.changed([epoch.face_key(actor)])
