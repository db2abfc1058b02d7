"""What happens to logins: register, approve, decline, close, and really go; `moderating` does the rest."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from hedgerow.boundary.epoch import author_key, changed
from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people.barring import reads as barring
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import rules
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.invitations import acts as invitations
from hedgerow.people.keys import member_key
from hedgerow.people.models import Face, Member
from hedgerow.people.site import acts as site
from hedgerow.people.site import reads as site_reads

from . import letters, logins
from .events import MemberWaits
from .moderating import appoint as appoint
from .moderating import restore_behind as restore_behind
from .moderating import restore_member as restore_member
from .moderating import suspend_behind as suspend_behind
from .moderating import suspend_member as suspend_member
from .reads import is_operator
from .states import held, insist_other_operator, move

AT_ONCE = 50
CONFIRM_WITHIN = timedelta(days=7)
"""A letter's link is good for three days: time to ask for a second one."""
SIGN_UPS_A_DAY = 10
"""With one address, by whomever: each is a login more whose password is tried at signing in."""
ROLES = Member.Role.choices


def register(
    email: str,
    password: str | None,
    handle: str,
    name: str,
    *,
    language: str = "en",
    invitation: str = "",
    groups: Collection[str] = (),
    why: str = "",
    freely: bool = False,
    role: str = Member.Role.MEMBER,
    confirmed: bool = False,
    draft: FaceDraft | None = None,
    address: str = "",
) -> Member:
    """A new member with its first face. Raises Refused, TooMany.

    `groups` are those that single sign-on says they are in. `freely` skips what the site says about joining:
    for the command line and the demo. `confirmed` says that the e-mail address is known to be theirs. `draft`
    gives more of the first face than its handle and name. `address`: the internet address they come from.

    An address that is known already is taken as well: refusing it would tell whoever asks who has an account
    here. Where addresses are to be confirmed, nobody meets who comes before theirs is (`come_in`), nor is
    their handle taken: what comes of a known address must look like what comes of another.
    """
    with write():
        state = Member.State.ACTIVE if freely else _way_in(email, address, invitation, groups, why)
        vouched = freely or confirmed
        if vouched:
            _insist_unknown(email)
        new = site_reads.site().confirm_email and not vouched
        columns: dict[str, Any] = {
            "language": language,
            "role": role,
            "why_joining": why[:1000],
            "welcome_due": not freely,
        }
        if new:
            limits.allow(f"sign-up:{email.lower()}", limit=SIGN_UPS_A_DAY, per_seconds=86_400)
            columns |= _until_confirmed(state, invitation)
        member = _insert(email, password, **{"state": state, **columns})
        face = faces.create(member, draft or FaceDraft(handle=handle, name=name), wished=new)
        if invitation and not freely:
            invitations.greet(invitation, face)
        if confirmed:
            logins.confirm(member)
        if member.state == Member.State.WAITING:
            emit(MemberWaits(member.pk))
    return member


def _until_confirmed(state: str, invitation: str) -> dict[str, Any]:
    """The columns of somebody new, who would begin in `state` if their address were known to be theirs."""
    return {
        "state": Member.State.NEW,
        "to_approve": state == Member.State.WAITING,
        "confirm_by": clock.now() + CONFIRM_WITHIN,
        "invited_by_code": invitation.strip(),
    }


def come_in(member: int) -> None:
    """The address of somebody new is known to be theirs, or nobody asks: they begin, unless somebody else
    has got the handle they wished for; then they choose another one first. Nothing happens to anybody else.
    """
    with write():
        row = held(member, Member.State.NEW)
        if row is not None:
            _arrive(row)


def welcome(member: Member) -> None:
    """They see the welcome now; nobody leads them there again."""
    if member.welcome_due:
        with write():
            Member.objects.filter(pk=member.pk).update(welcome_due=False)


def choose_handle(member: int, handle: str) -> None:
    """Another handle for somebody new whose wish somebody else has got; they begin with it. Raises NotFound,
    Refused.
    """
    with write():
        row = held(member, Member.State.NEW)
        if row is None or row.confirm_by is not None:
            raise NotFound
        face = _only_face(row)
        faces.wish_for(face, handle)
        if not faces.take_handle(face):
            raise Refused("handle", _("This handle is taken."))
        _begin(row)


def _arrive(row: Member) -> None:
    Member.objects.filter(pk=row.pk).update(confirm_by=None, invited_by_code="")
    if row.state == Member.State.NEW and faces.take_handle(_only_face(row)):
        _begin(row)


def _only_face(row: Member) -> int:
    """The face of somebody new, who cannot have made another."""
    return Face.objects.values_list("id", flat=True).get(member=row)


def _begin(row: Member) -> None:
    """Somebody new may act, or waits for an operator."""
    move(row, Member.State.WAITING if row.to_approve else Member.State.ACTIVE)
    if row.to_approve:
        emit(MemberWaits(row.pk))


def make(email: str, password: str, role: str, draft: FaceDraft | None) -> int | None:
    """A login made by whoever holds the machine, its address taken as confirmed; with a first face (its
    number) where a draft is given. Raises Refused.
    """
    with write():
        _insist_unknown(email)
        member = _insert(email, password, state=Member.State.ACTIVE, role=role)
        logins.confirm(member)
        return faces.create(member, draft) if draft is not None else None


def _way_in(email: str, address: str, invitation: str, groups: Collection[str], why: str) -> str:
    """The state a new member begins in; uses an invitation up where one is given."""
    state = _way_of_the_site(invitation, groups, why)
    return Member.State.WAITING if _kept_out(email, address) else state


def _way_of_the_site(invitation: str, groups: Collection[str], why: str) -> str:
    way = site_reads.site().registration
    if way == "closed":
        raise Refused("", _("Nobody can join at the moment."))
    if invitation or way == "invitation":
        invitations.use(invitation, groups)
        return Member.State.ACTIVE
    if way == "approval":
        if not why.strip():
            raise Refused("why", _("Say in a sentence or two why you would like to join."))
        return Member.State.WAITING
    return Member.State.ACTIVE


def _kept_out(email: str, address: str) -> bool:
    """Does somebody who comes with this have to wait for an operator? Raises Refused for who may not come."""
    manner = barring.at_joining(email, address)
    if manner == barring.REFUSE:
        raise Refused("email", _("Nobody can join with this e-mail address, or from where you are."))
    return manner == barring.ASK


def _insert(email: str, password: str | None, **columns: Any) -> Member:
    return Member.objects.create_user(email, password, **columns)


def _insist_unknown(email: str) -> None:
    """Raise Refused where somebody has this e-mail address."""
    if logins.is_known(email):
        raise Refused("email", _("This e-mail address is in use already."))


def approve(actor: Member, member: int) -> None:
    """Let somebody in who asked, and tell them by e-mail. Raises NotFound."""
    with write():
        row = _waiting(actor, member)
        move(row, Member.State.ACTIVE)
        site.audit(actor.pk, "member.approve", f"member {member}", {})
        letters.approved(row)


def decline(actor: Member, member: int, reason: str = "") -> None:
    """Say no to somebody who asked: tell them by e-mail, and keep nothing of them. Raises NotFound."""
    with write():
        row = _waiting(actor, member)
        letters.declined(row, reason)
        site.audit(actor.pk, "member.decline", f"member {member}", {})
        _remove(row, keep_handle_free=True)


def withdraw(member: int) -> None:
    """Take a request to join back, while it waits: nothing of it is kept. Raises NotFound."""
    with write():
        row = held(member, Member.State.WAITING)
        if row is None:
            raise NotFound
        _remove(row, keep_handle_free=True)


def start_over(member: int) -> None:
    """Forget somebody who never confirmed their address and never came in: nothing of them is kept, and what
    they came with may be used again. Nothing happens to anybody else.
    """
    with write():
        row = held(member, Member.State.NEW)
        if row is not None and logins.is_unconfirmed(member):
            _forget(row)


def _forget(row: Member) -> None:
    """Somebody new, gone as if they had never come; what they came with may be used again."""
    _remove(row, keep_handle_free=True)
    if row.invited_by_code:
        invitations.give_back(row.invited_by_code)


def send_letter(to: str, subject: str, text: str, html: str = "") -> None:
    """Leave an e-mail to a job that tries until the mail server takes it."""
    letters.send.enqueue(to, subject, text, html)


def _waiting(actor: Member, member: int) -> Member:
    row = held(member, Member.State.WAITING)
    if row is None or not is_operator(actor):
        raise NotFound
    return row


def set_language(member: int, language: str) -> None:
    """The language of this login's pages."""
    with write():
        Member.objects.filter(pk=member).update(language=language[:12])


def end_session(member: int, number: int) -> None:
    """Sign a member out of one browser. Raises NotFound."""
    with write():
        if not logins.end_session(member, number):
            raise NotFound
        changed([member_key(member)])


def close(member: int) -> datetime:
    """Close an account: every face hidden at once, everything really gone at the moment returned, unless
    `reopen` comes before. Raises Refused for the last operator.
    """
    with write():
        insist_other_operator(member)
        row = held(member)
        if row is None:
            raise NotFound
        if row.closing_at is None:
            row.closing_at = clock.now() + rules.GRACE
        Member.objects.filter(pk=member).update(closing_at=row.closing_at)
        move(row, row.state if row.state == Member.State.SUSPENDED else Member.State.CLOSING)
    return row.closing_at


def reopen(member: int) -> None:
    """Take closing back. Faces that were closing by themselves go on closing."""
    with write():
        row = held(member)
        if row is None:
            raise NotFound
        Member.objects.filter(pk=member).update(closing_at=None)
        move(row, Member.State.ACTIVE if row.state == Member.State.CLOSING else row.state)


def purge_due(now: datetime | None = None) -> int:
    """Make really gone what was closed and whose grace period is over; returns how many. Runs every hour.

    One transaction each: a kill in between leaves the rest for the next run.
    """
    at = now or clock.now()
    members = list(Member.objects.filter(closing_at__lte=at).values_list("id", flat=True)[:AT_ONCE])
    for member in members:
        with write():
            row = Member.objects.filter(pk=member, closing_at__lte=at).first()
            if row is not None:
                _remove(row)
    due = Face.objects.filter(closing_at__lte=at).exclude(state=rules.GONE)
    single = list(due.values_list("id", flat=True)[:AT_ONCE])
    for face in single:
        with write():
            if Face.objects.filter(pk=face, closing_at__lte=at).exists():
                faces.remove([face])
    return len(members) + len(single)


def end_unconfirmed(now: datetime | None = None) -> int:
    """Forget who signed up, never confirmed their address and never came in. Returns how many were looked at.
    Where the site asks for no confirmation any more, everybody comes in.
    """
    asks = site_reads.site().confirm_email
    due = Member.objects.exclude(confirm_by=None)
    if asks:
        due = due.filter(confirm_by__lte=now or clock.now())
    found = list(due.values_list("id", flat=True)[:AT_ONCE])
    for member in found:
        with write():
            row = due.filter(pk=member).first()
            if row is None:
                continue
            if asks and logins.is_unconfirmed(member):
                _forget(row)
            else:
                _arrive(row)
    return len(found)


def _remove(member: Member, *, keep_handle_free: bool = False) -> None:
    """The login and everything of it, really gone. `keep_handle_free`: it never stood; others may use it."""
    own = list(Face.objects.filter(member=member).values_list("id", flat=True))
    faces.remove(own)
    if keep_handle_free:
        faces.free_handles(own)
    changed([member_key(member.pk), *map(author_key, own)])
    logins.end_sessions(member)
    member.delete()
