"""Invitations: codes with which somebody may join."""

from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.ids import opaque
from hedgerow.kernel.writing import require_write, write
from hedgerow.people.models import Invitation, Member

from .acts import audit, insist_operator
from .reads import InvitationShown

MOST_USES = 1000


def make(actor: Member, *, note: str = "", uses: int = 1, expires_at: datetime | None = None) -> str:
    """A new code. Raises NotFound for who does not operate, Refused."""
    insist_operator(actor)
    if not 1 <= uses <= MOST_USES:
        raise Refused("uses", _("Between 1 and 1,000 people."))
    if expires_at is not None and expires_at <= clock.now():
        raise Refused("expires_at", _("This moment has passed."))
    with write():
        row = Invitation.objects.create(
            code=opaque(), made_by=actor, note=note[:200], uses_left=uses, expires_at=expires_at
        )
        audit(actor.pk, "invitation.make", f"invitation {row.pk}", {"uses": uses})
    return row.code


def revoke(actor: Member, invitation: int) -> None:
    """Nobody joins with it any more. Raises NotFound."""
    insist_operator(actor)
    with write():
        if not Invitation.objects.filter(pk=invitation).exclude(uses_left=0).update(uses_left=0):
            raise NotFound
        audit(actor.pk, "invitation.revoke", f"invitation {invitation}", {})


def use(code: str) -> None:
    """Take one use of a code, inside the registration's own `write()`. Raises Refused("invitation", …)."""
    require_write("invitations.use()")
    if not code.strip():
        raise Refused("invitation", _("Joining needs an invitation. Ask somebody who is here for one."))
    if not _open().filter(code=code.strip()).update(uses_left=F("uses_left") - 1):
        raise Refused("invitation", _("This invitation is used up or has ended. Ask for a new one."))


def is_open(code: str) -> bool:
    """Could somebody join with this code now?"""
    return _open().filter(code=code.strip()).exists()


def listed(actor: Member) -> list[InvitationShown]:
    """Every invitation, newest first. Raises NotFound for who does not operate."""
    insist_operator(actor)
    now = clock.now()
    return [
        InvitationShown(
            row.pk, row.code, row.note, row.uses_left, row.expires_at, row.made_at,
            row.uses_left > 0 and (row.expires_at is None or row.expires_at > now),
        )
        for row in Invitation.objects.order_by("-id")[:500]
    ]  # fmt: skip


def _open() -> QuerySet[Invitation]:
    return Invitation.objects.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()), uses_left__gt=0)
