"""Who shows a token, and what they may do with it."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from hedgerow.boundary import epoch
from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound
from hedgerow.people.keys import app_key, member_key
from hedgerow.people.models import App, Member, Token

from . import jobs, rules, words
from .asking import PARTS as ASKED_IN
from .asking import Asked, asked
from .joining import Awaiting, awaiting, may_join, problems
from .rules import SCOPES
from .tokens import unconfirmed
from .uris import OUT_OF_BAND, source
from .words import sentences

__all__ = [
    "ASKED_IN", "OUT_OF_BAND", "SCOPES", "Access", "AppFacts", "Asked", "Awaiting", "Bearer", "app",
    "asked", "awaiting", "bearer", "granted", "let_in", "lives", "may_join", "problems",
    "sentences", "source",
]  # fmt: skip


class Bearer(msgspec.Struct, frozen=True):
    """Whoever showed a good token.

    `member` and `face` are None for an app that acts for nobody, and while the member may not act; `standing`
    says why then (unconfirmed, unfinished, waiting or disabled) and is empty otherwise. Such a token allows
    nothing.
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

    def may_any(self, scopes: Iterable[str]) -> bool:
        """May it do what one of these stands for?"""
        for scope in scopes:  # noqa: SIM110 (asked at each request of an app)
            if self.may(scope):
                return True
        return False


class Access(msgspec.Struct, frozen=True):
    """An app that a member let in for one face, as its member sees it."""

    token: int
    app: str
    website: str
    face: int
    may: list[str]
    since: datetime
    used: datetime | None


class AppFacts(msgspec.Struct, frozen=True):
    """An app as it sees itself."""

    id: int
    public_id: int
    name: str
    website: str
    scopes: list[str]
    redirect_uris: list[str]


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
    name = (rules.checksum(token), clock.now().toordinal())
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
    standing = rules.standing(face_state, member_state, waits and unconfirmed(member))
    if standing:
        return Bearer(token, app, None, None, frozenset(), standing)
    moderates = role in {Member.Role.MODERATOR, Member.Role.OPERATOR}
    return Bearer(token, app, member, face, granted if moderates else rules.without_admin(granted))


def let_in(member: int) -> list[Access]:
    """Every app that a member let in, newest first. For nobody but the member."""
    rows = Token.objects.filter(member=member, waits=False).order_by("-id")
    found = rows.values_list("id", "app__name", "app__website", "face", "scopes", "made_at", "used_at")
    return [
        Access(token, name, site, face or 0, words.sentences(scopes.split()), since, used)
        for token, name, site, face, scopes, since, used in found
    ]


def app(app: int) -> AppFacts:
    """What an app said of itself. Raises NotFound."""
    columns = ("id", "public_id", "name", "website", "scopes", "redirect_uris")
    row = App.objects.filter(pk=app).values_list(*columns).first()
    if row is None:
        raise NotFound
    number, public_id, name, website, scopes, redirect_uris = row
    return AppFacts(number, public_id, name, website, scopes.split(), redirect_uris)


def granted(token: int) -> list[str]:
    """The scopes of a token as they were asked for. Raises NotFound."""
    scopes = Token.objects.filter(pk=token).values_list("scopes", flat=True).first()
    if scopes is None:
        raise NotFound
    return scopes.split()
