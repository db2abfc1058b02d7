"""What operators do with invitations, what a face does with its own, and using one up."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.ids import opaque
from hedgerow.kernel.writing import require_write, write
from hedgerow.people.models import AddressEntry, Greeting, Invitation, Member
from hedgerow.people.site.acts import audit, insist_operator

from .reads import members_may_invite, not_open, open_now, unexpired

MOST_USES = 1000
MOST_OF_A_FACE = 100
"""How many people one link of a face lets in."""
MOST_OPEN = 500
"""How many may be on their way by all links of a face."""
OWN_LINKS_FOR = timedelta(days=90)


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
    """Nobody joins with it any more, not even when a use is given back. Raises NotFound."""
    insist_operator(actor)
    with write():
        standing = unexpired().filter(pk=invitation, face=None)
        if not standing.update(uses_left=0, expires_at=clock.now()):
            raise NotFound
        audit(actor.pk, "invitation.revoke", f"invitation {invitation}", {})


def invite(face: int, uses: int = 1, *, named: bool = False) -> Invitation:
    """A face's own link for so many people, good for three months; `named`: it says whose it is. Inside
    `write()`. Raises Refused.
    """
    require_write("invite()")
    if not members_may_invite():
        raise Refused("invitation", _("Members cannot invite here at the moment."))
    if not 1 <= uses <= MOST_OF_A_FACE:
        raise Refused("uses", _("Between 1 and %(most)d people.") % {"most": MOST_OF_A_FACE})
    limits.allow(f"invite:{face}", limit=200, per_seconds=24 * 3600)
    mine = Invitation.objects.filter(face=face, uses_left__gt=0, expires_at__gt=clock.now())
    if (mine.aggregate(left=Sum("uses_left"))["left"] or 0) + uses > MOST_OPEN:
        raise Refused("invitation", _("Many of your links are still open. End some of them first."))
    ends = clock.now() + OWN_LINKS_FOR
    return Invitation.objects.create(
        code=opaque(), face_id=face, uses_left=uses, expires_at=ends, named=named
    )


def end(face: int, invitations: Collection[int]) -> None:
    """Nobody joins with these links of a face any more. Inside `write()`."""
    # It has ended, too: a use given back does not open it again.
    Invitation.objects.filter(face=face, pk__in=invitations).update(uses_left=0, expires_at=clock.now())


def greet(code: str, newcomer: int) -> None:
    """Whoever came by a face's link is asked whether that face may know; until then nothing ties them.

    Inside the registration's own `write()`.
    """
    row = Invitation.objects.filter(code=code.strip()).exclude(face=None).first()
    if row is None:
        return
    entry = AddressEntry.objects.filter(invitation=row, face=row.face_id, kept=True).first()
    Greeting.objects.get_or_create(newcomer_id=newcomer, host_id=row.face_id, defaults={"entry": entry})


def give_back(code: str) -> None:
    """One use more for a code, of somebody who joined with it and never came in. Inside `write()`."""
    require_write("give_back()")
    Invitation.objects.filter(code=code.strip()).update(uses_left=F("uses_left") + 1)


def use(code: str, groups: Collection[str] = ()) -> None:
    """Take one use of a code, inside the registration's own `write()`; `groups` are those the newcomer's
    organisation says they are in. Raises Refused("invitation", …).
    """
    require_write("use()")
    if not code.strip():
        raise Refused("invitation", _("Joining needs an invitation. Ask somebody who is here for one."))
    if not open_now().filter(code=code.strip(), group__in=["", *groups]).update(uses_left=F("uses_left") - 1):
        raise Refused("invitation", not_open())
