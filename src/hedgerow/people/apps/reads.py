"""Who shows a token, and what they may do with it."""

import msgspec
from allauth.account.models import EmailAddress

from hedgerow.boundary import epoch
from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel import clock
from hedgerow.people.keys import app_key, member_key
from hedgerow.people.models import Member, Token
from hedgerow.people.site import reads as site

from . import jobs, rules


class Bearer(msgspec.Struct, frozen=True):
    """Whoever showed a good token.

    `member` and `face` are None for an app that acts for nobody, and while the member may not act; `standing`
    says why then (unconfirmed, waiting or disabled) and is empty otherwise. Such a token allows nothing.
    """

    token: int
    app: int
    member: int | None
    face: int | None
    scopes: frozenset[str]
    standing: str = ""

    def may(self, scope: str) -> bool:
        """May this token do what the scope stands for? `read` allows every `read:…`, `follow` the old six."""
        return not self.standing and rules.allows(self.scopes, scope)


MOST_CHARACTERS = 200
_COLUMNS = (
    "id", "app", "member", "face", "scopes", "waits", "used_at", "face__state", "member__state",
    "member__role",
)  # fmt: skip

_bearers: Remembered[Bearer] = Remembered(50_000)


def bearer(token: str) -> Bearer | None:
    """Who shows this token, or None for one that is not good now. One query when not remembered."""
    if len(token) > MOST_CHARACTERS:
        return None
    began = epoch.now()
    # By the day, so that each day's first use is noticed.
    name = (rules.checksum(token), clock.now().date())
    found = _bearers.peek(name)
    if found is None:
        found = _read(name[0])
        if found is not None and not found.standing:
            key = app_key(found.app) if found.member is None else member_key(found.member)
            _bearers.put(name, (key,), began, found)
    return found


def lives(token: int) -> bool:
    """Has nobody taken this token away yet?"""
    return Token.objects.filter(pk=token).exists()


def _read(checksum: str) -> Bearer | None:
    row = Token.objects.filter(checksum=checksum).values_list(*_COLUMNS).first()
    if row is None:
        return None
    token, app, member, face, scopes, waits, used_at, face_state, member_state, role = row
    if used_at is None or used_at.date() != clock.now().date():
        jobs.used.using(unique_key=f"token-used:{token}").enqueue(token)
    granted = frozenset(scopes.split())
    if member is None:
        return Bearer(token, app, None, None, rules.without_admin(granted))
    standing = rules.standing(face_state, member_state, waits and _unconfirmed(member))
    if standing:
        return Bearer(token, app, None, None, frozenset(), standing)
    moderates = role in {Member.Role.MODERATOR, Member.Role.OPERATOR}
    return Bearer(token, app, member, face, granted if moderates else rules.without_admin(granted))


def _unconfirmed(member: int) -> bool:
    """Is the address of who registered by an app still to be confirmed?"""
    if not site.site().confirm_email:
        return False
    return not EmailAddress.objects.filter(user=member, verified=True).exists()
