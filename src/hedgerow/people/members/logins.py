"""What the sign-in library keeps of a member: addresses and sessions."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from hedgerow.people.models import Member


def confirm(member: Member) -> None:
    """Note that the member's address is known to be theirs."""
    EmailAddress.objects.update_or_create(
        user=member, email=member.email, defaults={"verified": True, "primary": True}
    )


def is_unconfirmed(member: int) -> bool:
    """Is no address of theirs known to be theirs, and have they never come in?"""
    came = Member.objects.filter(pk=member, last_login__isnull=False).exists()
    return not came and not EmailAddress.objects.filter(user=member, verified=True).exists()


def is_known(email: str) -> bool:
    """Is this the address of somebody who is here? Whoever only says so while signing up may be anybody."""
    address = email.strip().lower()
    here = Member.objects.filter(email=address).exclude(state=Member.State.NEW)
    return here.exists() or EmailAddress.objects.filter(email=address, verified=True).exists()


def end_session(member: int, number: int) -> bool:
    """Sign the member out of one browser; whether there was such a one."""
    key = UserSession.objects.filter(user=member, pk=number).values_list("session_key", flat=True).first()
    if key is None:
        return False
    Session.objects.filter(session_key=key).delete()
    UserSession.objects.filter(session_key=key).delete()
    return True


def end_sessions(member: Member) -> None:
    """Sign the member out everywhere."""
    keys = list(UserSession.objects.filter(user=member).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=member).delete()
