"""Faces, for moderators: what can be done about one, and who asks to join."""

from collections.abc import Callable, Collection
from typing import Any

import msgspec
from django.conf import settings

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.admin import AdminAccount
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.errors import FORBIDDEN, Invalid, Wrong
from hedgerow.doors.mastodon.making import moderation
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.kernel.errors import NotFound
from hedgerow.people.directory import reads as directory
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.members import acts as members
from hedgerow.people.members import reads as member_reads
from hedgerow.people.site import acts as site
from hedgerow.talk.reports import acts as reports
from hedgerow.talk.reports import reads as report_reads

AT = "/api/v1/admin/accounts"
READ, WRITE = "admin:read admin:read:accounts", "admin:write admin:write:accounts"


STATES = ("active", "pending", "suspended", "disabled", "silenced", "sensitized")
ORIGINS = ("local", "remote")
STAFF = "staff"


class Which(Paged, frozen=True, kw_only=True):
    """Which faces. `username` finds one by its whole handle; without it and without `status` there are those
    who let themselves be found.
    """

    origin: str = ""
    """local; remote finds nobody."""
    status: str = ""
    """active, pending, silenced, sensitized, suspended; disabled finds nobody."""
    permissions: str = ""
    """staff: the caller's own face, and those by which reports were taken on or done. Whose else they are is
    told to nobody.
    """
    username: str = ""
    by_domain: str = ""
    display_name: str = ""
    """A part of it."""
    email: str = ""
    """Finds nobody, and so do `ip`, `invited_by` and `role_ids`: logins do not stand beside faces."""
    ip: str = ""
    invited_by: str = ""
    role_ids: list[str] = []

    def check(self) -> None:
        """Raises Wrong (400) for a word that is none, as the original says it."""
        if self.status and self.status not in STATES:
            raise Wrong(400, f"Unknown status: {self.status}")
        if self.origin and self.origin not in ORIGINS:
            raise Wrong(400, f"Unknown origin: {self.origin}")

    def finds_nobody(self) -> bool:
        """Is something asked for that no face has here, or that nobody is told of it?"""
        login = self.email or self.ip or self.invited_by or self.role_ids or self.status == "disabled"
        return bool(login or self.origin == "remote" or self.by_domain not in ("", settings.DOMAIN))


class WhichBefore(Paged, frozen=True, kw_only=True):
    """The same in the words of version 1. Of several states the last one named here counts."""

    local: bool = False
    remote: bool = False
    by_domain: str = ""
    active: bool = False
    pending: bool = False
    disabled: bool = False
    silenced: bool = False
    suspended: bool = False
    sensitized: bool = False
    username: str = ""
    display_name: str = ""
    email: str = ""
    ip: str = ""
    staff: bool = False

    def now(self) -> Which:
        """What version 2 is asked for then."""
        named = ("active", "pending", "disabled", "silenced", "suspended", "sensitized")
        same = (
            "max_id",
            "since_id",
            "min_id",
            "limit",
            "by_domain",
            "username",
            "display_name",
            "email",
            "ip",
        )
        return Which(
            origin="remote" if self.remote else "",
            status=next((state for state in reversed(named) if getattr(self, state)), ""),
            permissions=STAFF if self.staff else "",
            **{name: getattr(self, name) for name in same},
        )


def _index(caller: Caller, given: Which) -> Answer:
    moderator = moderation.moderator(caller)
    given.check()
    window = given.window(100, 200)
    cards = {card.public_id: card for card in _cards(caller, moderator, given)}
    places = window.within(sorted(cards, reverse=True))
    body = moderation.listed(cards[place] for place in places)
    return listed(caller, body, places, window)


def _cards(caller: Caller, moderator: Any, given: Which) -> list[FaceCard]:
    if given.finds_nobody():
        return []
    wanted = given.display_name.casefold()
    found = [card for card in _in_state(caller, moderator, given) if wanted in card.name.casefold()]
    if given.permissions == STAFF:
        staff = _staff(caller, moderator)
        found = [card for card in found if card.id in staff]
    return found


def _staff(caller: Caller, moderator: Any) -> set[int]:
    return {caller.me, *report_reads.handled_by(moderator)}


IN_STATE: dict[str, Callable[[FaceCard], bool]] = {
    "": lambda card: True,
    "active": lambda card: card.state != "suspended",
    "pending": lambda card: card.state == "waiting",
    "suspended": lambda card: card.state == "suspended",
    "silenced": lambda card: card.limited,
    "sensitized": lambda card: card.covered,
}


def _in_state(caller: Caller, moderator: Any, given: Which) -> list[FaceCard]:
    if given.username:
        try:
            found = [faces.for_moderators(given.username)]
        except NotFound:
            return []
        return [card for card in found if IN_STATE[given.status](card)]
    if given.status == "pending":
        return [faces.for_moderators(each.handle) for each in _waiting(moderator)]
    return list(faces.cards(_listed(caller, moderator, given)).values())


def _listed(caller: Caller, moderator: Any, given: Which) -> Collection[int]:
    if given.status == "suspended":
        return faces.suspended()
    if given.status == "silenced":
        return faces.limited()
    if given.status == "sensitized":
        return faces.covered()
    return _staff(caller, moderator) if given.permissions else directory.discoverable(caller.me)


def _waiting(moderator: Any) -> list[member_reads.Waiting]:
    """Who asks to join: operators alone let somebody in."""
    return member_reads.waiting(moderator) if member_reads.is_operator(moderator) else []


@door.get(AT, gives=list[AdminAccount], scopes=READ, takes=WhichBefore, errors=(403,))
def index(caller: Caller, given: WhichBefore) -> Answer:
    """Faces by their state, or one by its handle."""
    return _index(caller, given.now())


@door.get("/api/v2/admin/accounts", gives=list[AdminAccount], scopes=READ, takes=Which, errors=(400, 403))
def index_v2(caller: Caller, given: Which) -> Answer:
    """The same, in other words."""
    return _index(caller, given)


@door.get(f"{AT}/<id:account>", gives=AdminAccount, scopes=READ, errors=(403, 404))
def show(caller: Caller, account: int) -> AdminAccount:
    """One of them."""
    moderation.moderator(caller)
    return moderation.account(moderation.face_of(account))


def _login(moderator: Any, card: FaceCard) -> int:
    """The login of a face that asks to join. Raises Wrong (403) for one that does not."""
    found = next((each.id for each in _waiting(moderator) if each.handle == card.handle), None)
    if found is None:
        raise Wrong(403, FORBIDDEN)
    return found


@door.post(f"{AT}/<id:account>/approve", gives=AdminAccount, scopes=WRITE, errors=(403, 404))
def approve(caller: Caller, account: int) -> AdminAccount:
    """Let somebody in who asked."""
    moderator, card = moderation.moderator(caller), moderation.face_of(account)
    members.approve(moderator, _login(moderator, card))
    return moderation.account(moderation.face_of(account))


@door.post(f"{AT}/<id:account>/reject", gives=AdminAccount, scopes=WRITE, errors=(403, 404))
def reject(caller: Caller, account: int) -> AdminAccount:
    """Say no to somebody who asked, who is shown a last time: nothing of them is kept."""
    moderator, card = moderation.moderator(caller), moderation.face_of(account)
    login, shown = _login(moderator, card), moderation.account(card)
    members.decline(moderator, login)
    return shown


MILDER = {"sensitive": site.cover_face, "silence": site.limit_face}
"""What is done without stopping a face."""


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """What to do about a face, and why."""

    type: str = "none"
    """none: say `text` to it. sensitive: cover its files. silence: keep it out of public lists. suspend: stop
    this face. disable: stop the member behind it, all faces. With all but none every report about it is done.
    """
    report_id: int | None = None
    """The report that is done with this."""
    text: str = ""


@door.post(f"{AT}/<id:account>/action", gives=Empty, scopes=WRITE, takes=Action, errors=(403, 404, 422))
def action(caller: Caller, account: int, given: Action) -> Answer:
    """Warn a face, or stop it, at once and everywhere."""
    moderator, card = moderation.moderator(caller), moderation.face_of(account)
    if given.report_id is not None:
        report_reads.one(moderator, given.report_id)
    if given.type == "none":
        _say(moderator, card, given.text)
    elif given.type == "suspend":
        site.suspend_face(moderator, card.id, given.text)
    elif given.type == "disable":
        members.suspend_behind(moderator, card.id, given.text)
    elif given.type in MILDER:
        MILDER[given.type](moderator, card.id, True)
        _say(moderator, card, given.text)
    else:
        raise Invalid("type", "is not included in the list", "ERR_INCLUSION")
    if given.type != "none":
        reports.resolve_about(moderator, card.id, given.type)
    elif given.report_id is not None:
        reports.resolve(moderator, given.report_id, given.type)
    return Answer(EMPTY)


def _say(moderator: Any, card: FaceCard, text: str) -> None:
    if text.strip():
        site.warn(moderator, card.id, text)


@door.post(f"{AT}/<id:account>/enable", gives=AdminAccount, scopes=WRITE, errors=(403, 404))
def enable(caller: Caller, account: int) -> AdminAccount:
    """Take back that the member behind a face was stopped."""
    moderator, card = moderation.moderator(caller), moderation.face_of(account)
    members.restore_behind(moderator, card.id)
    return moderation.account(moderation.face_of(account))


@door.post(f"{AT}/<id:account>/unsuspend", gives=AdminAccount, scopes=WRITE, errors=(403, 404))
def unsuspend(caller: Caller, account: int) -> AdminAccount:
    """Take back that a face was stopped."""
    moderator, card = moderation.moderator(caller), moderation.face_of(account)
    site.restore_face(moderator, card.id)
    return moderation.account(moderation.face_of(account))


@door.delete(f"{AT}/<id:account>", gives=AdminAccount, scopes=WRITE, errors=(403, 404))
def remove(caller: Caller, account: int) -> AdminAccount:
    """Remove a face that is suspended, with all it said: for good."""
    operator, card = moderation.operator(caller), moderation.face_of(account)
    shown = moderation.account(card)
    if not shown.suspended:
        raise Wrong(403, FORBIDDEN)
    site.remove_face(operator, card.id)
    return shown


@door.post(f"{AT}/<id:account>/unsilence", gives=AdminAccount, scopes=WRITE, errors=(403, 404))
def unsilence(caller: Caller, account: int) -> AdminAccount:
    """Let a face stand in public lists again."""
    moderator, card = moderation.moderator(caller), moderation.face_of(account)
    site.limit_face(moderator, card.id, False)
    return moderation.account(moderation.face_of(account))


@door.post(f"{AT}/<id:account>/unsensitive", gives=AdminAccount, scopes=WRITE, errors=(403, 404))
def unsensitive(caller: Caller, account: int) -> AdminAccount:
    """Cover its files no more."""
    moderator, card = moderation.moderator(caller), moderation.face_of(account)
    site.cover_face(moderator, card.id, False)
    return moderation.account(moderation.face_of(account))
