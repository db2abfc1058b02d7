"""Keeping out, and letting in again. Each act of an operator writes one entry of the log."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from django.db.models import F, Q
from django.utils.translation import gettext as _

from hedgerow.boundary.epoch import changed
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people.keys import SITE_FACTS
from hedgerow.people.models import Barred, Member, ShutServer
from hedgerow.people.site import acts as site

from . import rules
from .reads import matching

MOST = 5_000
LONGEST = 2_000
MOST_SERVERS = 2_000


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """How something is kept out, and why. None leaves it as it is, or as usual."""

    manner: str | None = None
    note: str | None = None
    said: str | None = None
    flags: Collection[str] | None = None
    ends_at: datetime | msgspec.UnsetType | None = msgspec.UNSET


def keep_out(operator: Member, kind: str, what: str, bar: Bar, *, here: str = "") -> int:
    """Keep something out from now on; its number. `here`: the internet address of who says so. Raises
    NotFound, Refused("what", "manner", "note", …): above all for what is kept out already.
    """
    site.insist_operator(operator)
    name = rules.plain(kind, what)
    columns = {"manner": rules.MANNERS[kind][0], **_columns(kind, bar)}
    _spare(kind, name, columns["manner"], here)
    with write():
        if Barred.objects.count() >= MOST:
            raise Refused("what", _("The lists are full."))
        row, made = Barred.objects.get_or_create(kind=kind, what=name, defaults=columns)
        if not made:
            raise Refused("what", _("This is kept out already."))
        _note(operator, "bar", row)
    return row.public_id


def change(
    operator: Member, kind: str, number: int, bar: Bar, what: str | None = None, *, here: str = ""
) -> None:
    """Keep it out in another way, or something else instead. Raises NotFound, Refused."""
    site.insist_operator(operator)
    columns = _columns(kind, bar)
    if what is not None:
        columns["what"] = rules.plain(kind, what)
    with write():
        found = _found(kind, number)
        _spare(kind, str(columns.get("what", found.what)), columns.get("manner", found.manner), here)
        if Barred.objects.filter(kind=kind, what=columns.get("what", "")).exclude(pk=found.pk).exists():
            raise Refused("what", _("This is kept out already."))
        Barred.objects.filter(pk=found.pk).update(**columns)
        _note(operator, "bar.change", found)


def _spare(kind: str, what: str, manner: object, here: str) -> None:
    """Raise Refused("what", …) where nothing would be answered to the very one who says so."""
    if kind == "network" and manner == rules.NOTHING and rules.inside(here, rules.network(what)):
        raise Refused("what", _("You are there yourself, and could not take it back."))


def let_in(operator: Member, kind: str, number: int) -> None:
    """Keep it out no more. Raises NotFound."""
    site.insist_operator(operator)
    with write():
        found = _found(kind, number)
        _note(operator, "bar.lift", found)
        found.delete()


def _columns(kind: str, bar: Bar) -> dict[str, object]:
    said: dict[str, object] = {}
    if bar.manner is not None:
        if bar.manner not in rules.MANNERS[kind]:
            raise Refused("manner", _("Choose how far it is kept out."))
        said["manner"] = bar.manner
    for name, text in (("note", bar.note), ("said", bar.said)):
        if text is not None:
            if len(text) > LONGEST:
                raise Refused(name, _("This is too long: at most 2,000 letters."))
            said[name] = text.replace("\x00", "").strip()
    if bar.flags is not None:
        said["flags"] = sorted(set(bar.flags) & set(rules.FLAGS))
    if bar.ends_at is not msgspec.UNSET:
        said["ends_at"] = bar.ends_at
    return said


def _found(kind: str, number: int) -> Barred:
    found = Barred.objects.filter(kind=kind, public_id=number).first()
    if found is None:
        raise NotFound
    return found


def _note(operator: Member, act: str, row: Barred) -> None:
    """The log keeps numbers: what was kept out is on the list, as long as it is."""
    site.audit(operator.pk, act, rules.subject(row.public_id), {})
    changed([SITE_FACTS])


def turned_away(email: str, address: str = "") -> None:
    """Somebody could not join with this e-mail address, from this internet address: counted, not kept."""
    rows = {*matching(email), *(matching(address) if address else ())}
    still = Q(ends_at=None) | Q(ends_at__gt=clock.now())
    with write():
        stopping = Barred.objects.filter(still, pk__in=rows, manner__in=(rules.REFUSE, rules.NOTHING))
        stopping.update(turned_away=F("turned_away") + 1)


def shut(actor: int, domain: str) -> None:
    """A face wants nothing of this server. Twice is once. Raises Refused("what", …)."""
    name = rules.domain(domain)
    with write():
        if ShutServer.objects.filter(face=actor).count() >= MOST_SERVERS:
            raise Refused("what", _("You keep as many servers away as one can."))
        ShutServer.objects.get_or_create(face_id=actor, domain=name)


def open_again(actor: int, domain: str) -> None:
    """A face lets a server come near again. Where it was not kept away, nothing happens. Raises Refused."""
    with write():
        ShutServer.objects.filter(face=actor, domain=rules.domain(domain)).delete()
