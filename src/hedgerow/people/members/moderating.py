"""What moderators and operators do with members: suspend, restore, appoint. Each leaves a line in the log."""

from django.utils.translation import gettext as _

from hedgerow.boundary.epoch import changed
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people.keys import member_key
from hedgerow.people.models import Face, Member
from hedgerow.people.site import acts as site

from . import letters, logins
from .reads import is_moderator, is_operator
from .states import insist_other_operator, move


def suspend_member(actor: Member, member: int, reason: str = "") -> None:
    """Stop a login and every face of it, at once and everywhere; its sessions end. Raises NotFound."""
    with write():
        row = _subject(actor, member)
        move(row, Member.State.SUSPENDED)
        logins.end_sessions(row)
        site.audit(actor.pk, "member.suspend", f"member {member}", {"reason": reason})
        letters.suspended(row, reason)


def restore_member(actor: Member, member: int) -> None:
    """Take a suspension back. A closing that was under way goes on. Raises NotFound."""
    with write():
        row = _subject(actor, member)
        if row.state != Member.State.SUSPENDED:
            return
        move(row, Member.State.CLOSING if row.closing_at else Member.State.ACTIVE)
        site.audit(actor.pk, "member.restore", f"member {member}", {})
        letters.restored(row)


def suspend_behind(actor: Member, face: int, reason: str = "") -> None:
    """Suspend the member behind a face without learning who it is or which other faces it has."""
    suspend_member(actor, _behind(face), reason)


def restore_behind(actor: Member, face: int) -> None:
    """Take the suspension of the member behind a face back."""
    restore_member(actor, _behind(face))


def _behind(face: int) -> int:
    member = Face.objects.filter(pk=face).values_list("member", flat=True).first()
    if member is None:
        raise NotFound
    return member


def _subject(actor: Member, member: int) -> Member:
    """The member an act of moderation is about: never oneself, nobody who is not here yet, and moderators do
    not reach operators.
    """
    rows = Member.objects.select_for_update(no_key=True).filter(pk__in=(actor.pk, member)).order_by("pk")
    # Both: of two who stop each other at the same moment, the second may not any more.
    held = {each.pk: each for each in rows}
    row, by = held.get(member), held.get(actor.pk)
    if row is None or row.state == Member.State.NEW or by is None or not is_moderator(by) or row == by:
        raise NotFound
    if row.role != Member.Role.MEMBER and not is_operator(actor):
        raise NotFound
    return row


def appoint(actor: Member | None, member: int, role: str) -> None:
    """Give a member another role. `actor` None is the command line. Raises NotFound, Refused."""
    if role not in Member.Role.values:
        raise Refused("role", _("Choose one of the roles."))
    with write():
        row = Member.objects.filter(pk=member).first()
        if row is None or not (actor is None or is_operator(actor)):
            raise NotFound
        if role != Member.Role.OPERATOR:
            insist_other_operator(member)
        Member.objects.filter(pk=member).update(role=role)
        changed([member_key(member)])
        site.audit(actor.pk if actor else None, "member.appoint", f"member {member}", {"role": role})
