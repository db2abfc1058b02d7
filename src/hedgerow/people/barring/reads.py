"""What is kept out: for operators, and for the doors at which somebody stands."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.windows import Window
from hedgerow.people.keys import SITE_FACTS
from hedgerow.people.models import AuditEntry, Barred, Member, ShutServer
from hedgerow.people.site import acts as site

from . import rules
from .rules import ASK, MANNERS, NOTHING, REFUSE

__all__ = [
    "ASK", "MANNERS", "NOTHING", "REFUSE", "BarredShown", "at_joining", "by_whom", "in_log", "keeping_out",
    "listed", "may_come_in", "named", "one", "shut_servers",
]  # fmt: skip


class BarredShown(msgspec.Struct, frozen=True):
    """One thing that is kept out. `what`: of an e-mail address its fingerprint."""

    id: int
    kind: str
    what: str
    manner: str
    note: str
    said: str
    flags: list[str]
    ends_at: datetime | None
    at: datetime
    turned_away: int
    """How often somebody could not join because of it."""


class _Lists(msgspec.Struct, frozen=True):
    names: dict[str, str]
    """The manner for each domain of e-mail addresses and each fingerprint."""
    networks: list[tuple[rules.Network, str, datetime | None]]


_lists: Remembered[_Lists] = Remembered(1)
_COLUMNS = ("public_id", "kind", "what", "manner", "note", "said", "flags", "ends_at", "at", "turned_away")


def listed(operator: Member, kinds: tuple[str, ...], window: Window | None = None) -> list[BarredShown]:
    """What is kept out of these kinds, the newest number first; all of it, or a part. Raises NotFound."""
    site.insist_operator(operator)
    rows = Barred.objects.filter(kind__in=kinds)
    if window is not None:
        return [BarredShown(*row) for row in window.cut(rows, *_COLUMNS)]
    return [BarredShown(*row) for row in rows.order_by("kind", "what").values_list(*_COLUMNS)]


def by_whom(operator: Member, numbers: Collection[int]) -> dict[int, str]:
    """Which operator (e-mail address) put these on the lists, as far as the log knows. Raises NotFound."""
    site.insist_operator(operator)
    subjects = {rules.subject(number): number for number in numbers}
    rows = AuditEntry.objects.filter(act="bar", subject__in=subjects, actor__isnull=False)
    return {subjects[subject]: email for subject, email in rows.values_list("subject", "actor__email")}


def keeping_out(operator: Member, text: str) -> set[int]:
    """The numbers of all that keeps this e-mail address, domain or internet address out. Raises NotFound."""
    site.insist_operator(operator)
    return set(matching(text).values())


def matching(text: str) -> dict[int, int]:
    """What keeps this e-mail address, domain or internet address out: for each row its number."""
    said = text.replace("\x00", "").strip().lower()
    names = set(rules.parents(said.rpartition("@")[2]))
    if "@" in said:
        try:
            names.add(rules.fingerprint(said))
        except Refused:
            return {}
    rows = Barred.objects.filter(kind__in=("mail", "address", "network"))
    return {
        row: number
        for row, number, kind, what in rows.values_list("pk", "public_id", "kind", "what")
        if (rules.inside(said, rules.network(what)) if kind == "network" else what in names)
    }


def one(operator: Member, kind: str, number: int) -> BarredShown:
    """One of them. Raises NotFound."""
    site.insist_operator(operator)
    row = Barred.objects.filter(kind=kind, public_id=number).values_list(*_COLUMNS).first()
    if row is None:
        raise NotFound
    return BarredShown(*row)


def in_log(operator: Member, subjects: Collection[str]) -> dict[str, BarredShown]:
    """What the log means by these, as far as it is still on the lists. Raises NotFound."""
    site.insist_operator(operator)
    numbers = [number for one in subjects if (number := rules.number(one)) is not None]
    rows = Barred.objects.filter(public_id__in=numbers).values_list(*_COLUMNS)
    return {rules.subject(row[0]): BarredShown(*row) for row in rows}


def named(operator: Member, kind: str, text: str) -> BarredShown | None:
    """The one that keeps out this very thing. Raises NotFound, Refused("what", …)."""
    site.insist_operator(operator)
    rows = Barred.objects.filter(kind=kind, what=rules.plain(kind, text))
    row = rows.values_list(*_COLUMNS).first()
    return None if row is None else BarredShown(*row)


def at_joining(email: str, address: str = "") -> str:
    """How far somebody who wants to join with this e-mail address, from this internet address, is kept out:
    "" not at all, `ASK` or `REFUSE`.
    """
    lists = _now()
    found = {_of_networks(lists, address), _of_mail(lists, email)}
    if found & {REFUSE, NOTHING}:
        return REFUSE
    return ASK if ASK in found else ""


def may_come_in(address: str) -> bool:
    """Is anything answered to this internet address?"""
    return _of_networks(_now(), address) != NOTHING


def _of_mail(lists: _Lists, email: str) -> str:
    if not lists.names or "@" not in email:
        return ""
    try:
        mark = rules.fingerprint(email)
    except Refused:
        return ""
    names = (mark, *rules.parents(email.rpartition("@")[2]))
    return next((lists.names[name] for name in names if name in lists.names), "")


def _of_networks(lists: _Lists, address: str) -> str:
    if not lists.networks or not address:
        return ""
    found = {
        manner
        for network, manner, ends_at in lists.networks
        if (ends_at is None or ends_at > clock.now()) and rules.inside(address, network)
    }
    return next((manner for manner in (NOTHING, REFUSE, ASK) if manner in found), "")


def _now() -> _Lists:
    return _lists.get(1, (SITE_FACTS,), _read)


def _read() -> _Lists:
    names: dict[str, str] = {}
    networks = []
    rows = Barred.objects.filter(kind__in=("mail", "address", "network"))
    for kind, what, manner, ends_at in rows.values_list("kind", "what", "manner", "ends_at"):
        if kind == "network":
            networks.append((rules.network(what), manner, ends_at))
        else:
            names[what] = manner
    return _Lists(names, networks)


def shut_servers(actor: int, window: Window) -> list[tuple[int, str]]:
    """The servers that a face keeps away from itself, each with its place in the list, the newest first."""
    return window.cut_by_time(ShutServer.objects.filter(face=actor), "at", "domain")
