"""Showing somebody on one's page, or no more."""

from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.models import Endorsement, Follow

MOST = 100


def endorse(actor: int, face: int) -> None:
    """Show a followed face on one's page. Twice is once. Raises Refused("account", …), NotFound."""
    with write():
        ties.lock(actor)
        ties.meet(actor, face)
        if not Follow.objects.filter(follower=actor, followed=face).exists():
            raise Refused("account", _("You must be already following the person you want to endorse"))
        if Endorsement.objects.filter(face=actor, endorsed=face).exists():
            return
        if Endorsement.objects.filter(face=actor).count() >= MOST:
            raise Refused("account", _("You endorse as many people as one can."))
        Endorsement.objects.create(face_id=actor, endorsed_id=face)


def withdraw(actor: int, face: int) -> None:
    """Show a face no more. Twice is once."""
    with write():
        ties.lock(actor)
        Endorsement.objects.filter(face=actor, endorsed=face).delete()
