"""What is known of members, for themselves and for who runs the site."""

from datetime import datetime

import msgspec
from allauth.account.models import EmailAddress

from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.writing import hold
from hedgerow.people.models import Face, Member

from .logins import is_known
from .sessions import member_of

__all__ = [
    "MemberFacts", "Waiting", "facts", "has_operator", "is_known", "is_moderator", "is_operator",
    "language_at", "member_of",
    "moderating", "moderators", "search", "state", "waiting", "waiting_count",
]  # fmt: skip


class MemberFacts(msgspec.Struct, frozen=True):
    """One login. For its own member and for operators; never together with its faces."""

    id: int
    email: str
    role: str
    state: str
    language: str
    closing_at: datetime | None


class Waiting(msgspec.Struct, frozen=True):
    """Somebody who asks to join: the face they would have, and why."""

    id: int
    handle: str
    name: str
    email: str
    why: str
    at: datetime


class Mailbox(msgspec.Struct, frozen=True):
    """Where mail to a face goes, and how it is written: language and time zone."""

    address: str
    language: str
    time_zone: str


_COLUMNS = ("id", "email", "role", "state", "language", "closing_at")
PAGE = 50
NEW_TRIED = 5
"""Of those who signed up with one address and never confirmed it, so many of the newest have their password
tried: anybody can make more of them, and each costs the work of a password.
"""


def state(member: int) -> str:
    """new, waiting, active, suspended or closing. Raises NotFound."""
    return facts(member).state


def facts(member: int) -> MemberFacts:
    """What is known of a login. Raises NotFound."""
    row = Member.objects.filter(pk=member).values_list(*_COLUMNS).first()
    if row is None:
        raise NotFound
    return MemberFacts(*row)


def language_at(email: str) -> str:
    """The language of whoever gets mails at this address; "" where no member is known by it."""
    known = Member.objects.filter(email__iexact=email.strip()).exclude(state=Member.State.NEW).order_by("id")
    return known.values_list("language", flat=True).first() or ""


def is_new(member: Member) -> bool:
    """Is this login not here yet: its address unconfirmed, or its handle to be chosen?"""
    return member.state == Member.State.NEW


def signing_up(email: str, password: str, handle: str) -> Member | None:
    """Who has just said the very same and waits for their address to be confirmed: a submit sent twice.

    Inside `write()`: whoever says it at the same moment waits until it is known what came of it.
    """
    hold(f"sign-up:{email.strip().lower()}")
    waiting = Member.objects.filter(state=Member.State.NEW, email=email.strip().lower(), faces__handle=handle)
    newest = waiting.exclude(confirm_by=None).order_by("-id")[:NEW_TRIED]
    return next((each for each in newest if each.check_password(password)), None)


def is_moderator(member: Member) -> bool:
    """May this member act as a moderator now? Operators may too."""
    return member.state == Member.State.ACTIVE and member.role in {
        Member.Role.MODERATOR,
        Member.Role.OPERATOR,
    }


def moderating(member: int | None) -> Member:
    """The login of who moderates or operates this site now. Raises NotFound."""
    row = Member.objects.filter(pk=member).first() if member is not None else None
    if row is None or not is_moderator(row):
        raise NotFound
    return row


def is_operator(member: Member) -> bool:
    """May this member run the site now?"""
    return member.state == Member.State.ACTIVE and member.role == Member.Role.OPERATOR


def moderators() -> list[int]:
    """Every member who moderates or operates this site now."""
    roles = [Member.Role.MODERATOR, Member.Role.OPERATOR]
    rows = Member.objects.filter(role__in=roles, state=Member.State.ACTIVE)
    return list(rows.values_list("id", flat=True))


def has_operator() -> bool:
    """Has somebody taken charge of this site?"""
    return Member.objects.filter(role=Member.Role.OPERATOR).exists()


def waiting(actor: Member) -> list[Waiting]:
    """Who asks to join, first come first. Raises NotFound for who does not operate."""
    if not is_operator(actor):
        raise NotFound
    faces = Face.objects.filter(member__state=Member.State.WAITING).order_by("member_id", "id")
    rows = faces.values_list(
        "member_id", "handle", "name", "member__email", "member__why_joining", "member__joined_at"
    )
    return [Waiting(*row) for row in rows]


def waiting_count() -> int:
    """How many ask to join."""
    return Member.objects.filter(state=Member.State.WAITING).count()


STATES = Member.State.choices


def search(actor: Member, text: str = "", after: int = 0, state: str = "") -> list[MemberFacts]:
    """Logins by e-mail address, a page at a time: those in this state, else all but who is still signing up.
    Raises NotFound for who does not operate.
    """
    if not is_operator(actor):
        raise NotFound
    rows = Member.objects.filter(email__icontains=text.replace("\x00", "").strip(), pk__gt=after)
    known = state in Member.State.values
    rows = (rows.filter(state=state) if known else rows.exclude(state=Member.State.NEW)).order_by("pk")
    return [MemberFacts(*row) for row in rows.values_list(*_COLUMNS)[:PAGE]]


def standing(face: int) -> Mailbox | None:
    """How to write to a face: the address of its login, confirmed or not; None while either may not act. For
    nobody but the face. The language is the face's own, else that of its login.
    """
    rows = Face.objects.filter(pk=face, state=Face.State.ACTIVE, member__state=Member.State.ACTIVE)
    found = rows.values_list("member__email", "language", "member__language", "time_zone").first()
    return None if found is None else Mailbox(found[0], found[1] or found[2], found[3])


def mailbox(face: int) -> Mailbox | None:
    """Where mail for a face may go: its login's address, if it is confirmed and both may act now."""
    found = standing(face)
    known = EmailAddress.objects.filter(user__faces=face, verified=True)
    return found if found is not None and known.filter(email__iexact=found.address).exists() else None


def mail_domains(member: int | None) -> set[str]:
    """The domains of a login's confirmed e-mail addresses. For nobody but the member."""
    known = EmailAddress.objects.filter(user=member, verified=True).values_list("email", flat=True)
    return {address.rpartition("@")[2].lower() for address in known} if member is not None else set()
