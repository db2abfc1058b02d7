"""Which invitations there are, and whether one still works."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound
from hedgerow.people.models import AddressEntry, Face, Invitation, Member
from hedgerow.people.site.reads import site


class InvitationShown(msgspec.Struct, frozen=True):
    """A code with which somebody may join. `open`: it works. `taken`: it has no use left, but one of them
    went to somebody who has not confirmed their address, so that it may work again.
    """

    id: int
    code: str
    note: str
    uses_left: int
    expires_at: datetime | None
    made_at: datetime
    group: str
    open: bool
    taken: bool


MOST = 500


def unexpired() -> QuerySet[Invitation]:
    """Invitations whose time is not over; all their uses may be taken."""
    return Invitation.objects.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()))


def not_open() -> str:
    """Why one cannot join with a code; the same words for every code: nobody learns who else had it."""
    return _(
        "This invitation is used up or has ended. One that somebody took without finishing works again"
        " after a week. You can also ask for a new one."
    )


def open_now() -> QuerySet[Invitation]:
    """Invitations with which somebody could join now; members' own while the site lets members invite."""
    rows = unexpired().filter(uses_left__gt=0)
    standing = Q(face__state=Face.State.ACTIVE, face__member__state=Member.State.ACTIVE)
    return rows.filter(Q(face=None) | standing) if members_may_invite() else rows.filter(face=None)


def members_may_invite() -> bool:
    """Do links that members make let people in? Not where operators look at each, or nobody joins."""
    facts = site()
    return facts.registration == "open" or (facts.registration == "invitation" and facts.members_invite)


def host(code: str) -> int | None:
    """The face whose working link this is; None for an operator's, and for none."""
    rows = open_now().filter(code=code.replace("\x00", "").strip())
    return rows.values_list("face", flat=True).first()


def named_host(code: str) -> int | None:
    """The face that says on its working link that it invites; None where the link does not say so."""
    rows = open_now().filter(code=code.replace("\x00", "").strip(), named=True)
    return rows.values_list("face", flat=True).first()


def can_join_with(code: str) -> bool:
    """Could somebody join with this code now?"""
    return open_now().filter(code=code.replace("\x00", "").strip(), group="").exists()


def of_groups(groups: Collection[str]) -> str:
    """The code of an invitation for one of these groups, which single sign-on vouches for; "" without one."""
    found = open_now().filter(group__in=[group for group in groups if group]).order_by("id")
    return found.values_list("code", flat=True).first() or ""


def listed(actor: Member) -> list[InvitationShown]:
    """The operators' invitations, newest first; members' own are theirs alone.

    Raises NotFound for who does not operate.
    """
    if actor.role != Member.Role.OPERATOR or actor.state != Member.State.ACTIVE:
        raise NotFound
    open_ids = set(open_now().values_list("id", flat=True))
    rows = (
        Invitation.objects.filter(face=None)
        .order_by("-id")
        .values_list("id", "code", "note", "uses_left", "expires_at", "made_at", "group")
    )
    taken_ids = _taken() - open_ids
    return [InvitationShown(*row, open=row[0] in open_ids, taken=row[0] in taken_ids) for row in rows[:MOST]]


def _taken() -> set[int]:
    """Those with which somebody signs up who has not confirmed their address."""
    coming = Member.objects.filter(state=Member.State.NEW).exclude(invited_by_code="")
    codes = coming.values("invited_by_code")
    return set(unexpired().filter(code__in=codes).values_list("id", flat=True))


class OwnLink(msgspec.Struct, frozen=True):
    """A face's own link for several people, while it works."""

    id: int
    code: str
    uses_left: int
    expires_at: datetime | None
    named: bool


def own(face: int) -> list[OwnLink]:
    """The face's own links that work, newest first, without those of single people in its address book."""
    rows = open_now().filter(face=face).exclude(pk__in=_of_single_people(face)).order_by("-id")
    return [OwnLink(*row) for row in rows.values_list("id", "code", "uses_left", "expires_at", "named")]


def _of_single_people(face: int) -> QuerySet[AddressEntry, int]:
    rows = AddressEntry.objects.filter(face=face).exclude(invitation=None)
    return rows.values_list("invitation", flat=True)
