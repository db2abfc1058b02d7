"""What operators do with invitations, and using one up."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.ids import opaque
from hedgerow.kernel.writing import require_write, write
from hedgerow.people.models import Invitation, Member
from hedgerow.people.site.acts import audit, insist_operator

from .reads import open_now

MOST_USES = 1000


def make(
    actor: Member, *, note: str = "", uses: int = 1, expires_at: datetime | None = None, group: str = ""
) -> str:
    """A new code; with a `group`, for those whom single sign-on says are in it. Raises NotFound for who does
    not operate, Refused.
    """
    insist_operator(actor)
    if not 1 <= uses <= MOST_USES:
        raise Refused("uses", _("Between 1 and 1,000 people."))
    if expires_at is not None and expires_at <= clock.now():
        raise Refused("expires_at", _("This moment has passed."))
    with write():
        row = Invitation.objects.create(
            code=opaque(),
            made_by=actor,
            note=note[:200],
            group=group.strip()[:200],
            uses_left=uses,
            expires_at=expires_at,
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


def use(code: str, groups: Collection[str] = ()) -> None:
    """Take one use of a code, inside the registration's own `write()`; `groups` are those the newcomer's
    organisation says they are in. Raises Refused("invitation", …).
    """
    require_write("use()")
    if not code.strip():
        raise Refused("invitation", _("Joining needs an invitation. Ask somebody who is here for one."))
    if not open_now().filter(code=code.strip(), group__in=["", *groups]).update(uses_left=F("uses_left") - 1):
        raise Refused("invitation", _("This invitation is used up or has ended. Ask for a new one."))
