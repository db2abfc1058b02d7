"""What a face brought, and its address book: for that face alone."""

from datetime import datetime
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound
from hedgerow.people.circles.rules import folded, label_word
from hedgerow.people.faces import reads as faces
from hedgerow.people.invitations import reads as invitations
from hedgerow.people.invitations.reads import members_may_invite
from hedgerow.people.models import AddressEntry, Greeting, Import

from . import rules
from .rules import BLOCKS, CONTACT_KINDS, KINDS, LINKEDIN, MUTES, POST_KINDS, kind_word, reason_word

__all__ = [
    "BLOCKS",
    "CONTACT_KINDS",
    "KINDS",
    "LINKEDIN",
    "MUTES",
    "POST_KINDS",
    "Entry",
    "EntryPage",
    "Host",
    "ImportShown",
    "book",
    "brought",
    "entries",
    "hosts",
    "imports",
    "kept_blobs",
    "kind_word",
    "members_may_invite",
    "reason_word",
]  # fmt: skip

PAGE = 100


class ImportShown(msgspec.Struct, frozen=True):
    """One import. `counts` and `made` are numbers by name; `circles`: name and how many; `report`: lines."""

    public_id: int
    kind: str
    state: str
    title: str
    done: int
    total: int
    counts: dict[str, Any]
    circles: list[dict[str, Any]]
    options: dict[str, Any]
    report: list[list[Any]]
    at: datetime
    can_undo: bool
    can_read_again: bool

    @property
    def key(self) -> str:
        """The outside id as text."""
        return str(self.public_id)

    @property
    def chosen_circles(self) -> list[str]:
        """The names of the circles chosen so far: all of them, to begin with."""
        names: list[str] = self.options.get("circles", [one["name"] for one in self.circles])
        return names

    @property
    def suggested_label(self) -> str:
        """A label that everybody in it might have, in words; empty for none."""
        return label_word(rules.SUGGESTED[self.kind]) if self.kind in rules.SUGGESTED else ""

    @property
    def kind_word(self) -> str:
        """What kind of file it is."""
        return kind_word(self.kind)

    @property
    def under_way(self) -> bool:
        """Is a job at it?"""
        return self.state in ("reading", "running")

    @property
    def lines(self) -> list[tuple[int, str, str]]:
        """Lines not understood: number, why in words, how it begins."""
        return [(line, reason_word(reason), words) for line, reason, words in self.report]

    @property
    def why(self) -> str:
        """Why it failed, in words."""
        return reason_word(self.counts.get("why", rules.UNREADABLE))


class Entry(msgspec.Struct, frozen=True):
    """Somebody in a preview or in the address book. `here`: who they are on this site, if that is known."""

    public_id: int
    line: int
    name: str
    note: str
    circles: list[str]
    label: str
    chosen: bool
    here: faces.FaceCard | None
    link: str
    """Their own invitation's address, while it works."""

    @property
    def key(self) -> str:
        """The outside id as text."""
        return str(self.public_id)


class EntryPage(msgspec.Struct, frozen=True):
    """Some entries by name; `next`: where the next page begins."""

    entries: list[Entry]
    total: int
    next: int | None


def imports(actor: int) -> list[ImportShown]:
    """This face's imports, newest first."""
    return [_shown(row) for row in Import.objects.filter(face=actor).order_by("-id")[:50]]


def brought(actor: int, number: int) -> ImportShown:
    """One of this face's imports. Raises NotFound, for anybody else's too."""
    row = Import.objects.filter(face=actor, public_id=number).first()
    if row is None:
        raise NotFound
    return _shown(row)


def _shown(row: Import) -> ImportShown:
    return ImportShown(
        public_id=row.public_id,
        kind=row.kind,
        state=row.state,
        title=row.title,
        done=row.done,
        total=row.total,
        counts=row.counts,
        circles=row.circles,
        options=row.options,
        report=row.report,
        at=row.at,
        can_undo=row.state == Import.State.DONE and row.at > clock.now() - rules.UNDO_FOR,
        can_read_again=bool(row.blob) and row.kind in CONTACT_KINDS,
    )


def entries(
    actor: int, number: int, text: str = "", start: int = 0, *, here: bool | None = None
) -> EntryPage:
    """The people of an import's preview, by name; `here`: only those who are, or are not, on this site."""
    rows = AddressEntry.objects.filter(face=actor, brought__public_id=number, kept=False)
    if here is not None:
        rows = rows.filter(here__isnull=not here)
    return _page(rows, text, start)


def book(actor: int, text: str = "", start: int = 0, *, here: bool = False) -> EntryPage:
    """This face's address book by name; `here`: those alone who said that they joined."""
    rows = AddressEntry.objects.filter(face=actor, kept=True)
    return _page(rows.filter(here__isnull=False) if here else rows, text, start)


def _page(rows: QuerySet[AddressEntry], text: str, start: int) -> EntryPage:
    for word in folded(text).split()[:8]:
        rows = rows.filter(sort_key__contains=word)
    total = rows.count()
    found = list(rows.select_related("invitation").order_by("sort_key", "pk")[start : start + PAGE])
    cards = faces.cards({row.here_id for row in found if row.here_id is not None})
    open_links = _open({row.invitation_id for row in found if row.invitation_id is not None})
    after = start + len(found)
    shown = [_entry(row, cards, open_links) for row in found]
    return EntryPage(shown, total, after if after < total else None)


def _open(links: set[int]) -> set[int]:
    if not links:
        return set()
    return set(invitations.open_now().filter(pk__in=links).values_list("pk", flat=True))


def _entry(row: AddressEntry, cards: dict[int, faces.FaceCard], open_links: set[int]) -> Entry:
    card = cards.get(row.here_id) if row.here_id is not None else None
    link = row.invitation
    return Entry(
        public_id=row.public_id,
        line=row.line,
        name=row.name,
        note=row.note,
        circles=row.circles,
        label=label_word(row.label) if row.label else "",
        chosen=row.chosen,
        here=card if card is not None and card.state == "active" else None,
        link=address_of(link.code) if link is not None and link.pk in open_links else "",
    )


def address_of(code: str) -> str:
    """The whole address of an invitation."""
    return settings.SITE_URL + reverse("join_with", args=[code])


class Host(msgspec.Struct, frozen=True):
    """Somebody by whose link this face came, who does not know yet."""

    face: faces.FaceCard
    at: datetime


def hosts(actor: int) -> list[Host]:
    """By whose links this face came and has not answered about."""
    rows = list(Greeting.objects.filter(newcomer=actor).values_list("host", "at"))
    cards = faces.cards(host for host, _at in rows) if rows else {}
    return [Host(cards[host], at) for host, at in rows if host in cards and cards[host].state == "active"]


def kept_blobs() -> set[str]:
    """The files that imports still need."""
    return set(Import.objects.exclude(blob="").values_list("blob", flat=True))
