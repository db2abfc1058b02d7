"""What faces look like to others, and to their owner."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, BinaryIO

import msgspec
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel import blobs, images
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.keys import member_key
from hedgerow.people.links import reads as links
from hedgerow.people.models import Block, Face, Site, Warning

from . import finding, names, rules
from .cards import (
    CARD_NUMBERS,
    CARD_WORDS,
    CARDS_FROM,
    FaceCard,
    by_handles,
    by_public_ids,
    card,
    cards,
    cards_read,
    limited,
)
from .facts import FaceFacts, Manners, Settings, Voice, anniversaries, face, followers_circles, manners, voice
from .rules import LONGEST_BIO, LONGEST_LINK, LONGEST_LINK_NAME, misses_link

__all__ = [
    "CARDS_FROM",
    "CARD_NUMBERS",
    "CARD_WORDS",
    "LONGEST_BIO",
    "LONGEST_LINK",
    "LONGEST_LINK_NAME",
    "PICTURE_TYPE",
    "FaceCard",
    "FaceFacts",
    "Link",
    "Manners",
    "Profile",
    "Settings",
    "Voice",
    "WarningShown",
    "anniversaries",
    "apart",
    "by_handles",
    "by_public_ids",
    "card",
    "cards",
    "cards_read",
    "face",
    "find",
    "followers_circles",
    "for_moderators",
    "free_handle",
    "how_many",
    "insist_not_blocked",
    "is_taken",
    "kept_pictures",
    "limited",
    "manners",
    "misses_link",
    "own",
    "picture_file",
    "profile",
    "shutting",
    "told",
    "voice",
    "warnings",
]  # fmt: skip


class Link(msgspec.Struct, frozen=True):
    """One of a face's links. `proven`: when the page behind it was last seen to link back here."""

    name: str
    url: str
    """An address, or words."""
    proven: datetime | None = None

    @property
    def leads(self) -> bool:
        """Is it an address that one may go to?"""
        return rules.good_link(self.url)


class Profile(msgspec.Struct, frozen=True):
    """A face's own page. `blocked`: the viewer blocked it, and sees no more than what unblocking needs."""

    card: FaceCard
    bio_html: str
    links: list[Link]
    language: str
    locked: bool
    no_index: bool
    mine: bool
    blocked: bool
    presence: bool = False
    """It has a page of all its places."""


class WarningShown(msgspec.Struct, frozen=True):
    """A moderator's word to a face; or the site's, of an `accident`."""

    id: int
    text: str
    accident: bool
    at: Any


PICTURE_TYPE = images.MIME

_own: Remembered[tuple[int, ...]] = Remembered(20_000)


def _active() -> QuerySet[Face]:
    return Face.objects.filter(Q(member=None) | Q(member__state=rules.ACTIVE), state=rules.ACTIVE)


def how_many() -> int:
    """How many faces of this site can be met."""
    return _active().filter(domain="").count()


def own(member: int) -> list[FaceCard]:
    """The member's own faces, oldest first, those being closed included. For nobody but the member."""
    ids = _own.get(member, (member_key(member),), lambda: _read_own(member))
    return list(cards(ids).values())


def _read_own(member: int) -> tuple[int, ...]:
    rows = Face.objects.filter(member=member).exclude(state=rules.GONE).order_by("id")
    return tuple(rows.values_list("id", flat=True))


def profile(viewer: int | None, handle: str) -> Profile:
    """A face's page by its handle. Raises NotFound: missing, stopped, closing, or it blocked the viewer.

    Who blocked this very face sees what unblocking needs. Who blocked another face of the same member sees
    this page unchanged, or a block would tell which faces belong together.
    """
    typed = names.typed(handle)
    row = Face.objects.select_related("member").filter(handle_key=names.key_of(typed), domain="").first()
    if row is None or row.handle.casefold() != typed.casefold():
        raise NotFound
    shown = card(row.pk)
    if shown.state != rules.ACTIVE and viewer != row.pk:
        raise NotFound
    blocked = insist_not_blocked(viewer, row.pk)
    return Profile(
        card=shown,
        bio_html="" if blocked else row.bio_html,
        links=[] if blocked else _links(row),
        language=row.language,
        locked=row.locked,
        no_index=row.no_index,
        mine=viewer == row.pk,
        blocked=blocked,
        presence=not blocked and bool(row.settings.get("presence")),
    )


def _links(row: Face) -> list[Link]:
    seen = links.proven(row.pk) if row.links else {}
    return [Link(link["name"], link["url"], seen.get(link["url"])) for link in row.links]


def insist_not_blocked(viewer: int | None, face: int) -> bool:
    """Did the viewer block this very face? Raises NotFound where it blocked the viewer's member."""
    if viewer is None or face not in boundary.vetoed(viewer):
        return False
    member = Face.objects.filter(pk=viewer).values_list("member", flat=True).first()
    against = Q(blocked=viewer) if member is None else Q(blocked__member=member)
    if Block.objects.filter(against, blocker=face).exists():
        raise NotFound
    return Block.objects.filter(blocker=viewer, blocked=face).exists()


def for_moderators(handle: str) -> FaceCard:
    """The card of a face in any state but gone, for pages of moderation alone. Raises NotFound."""
    typed = names.typed(handle)
    rows = Face.objects.filter(handle_key=names.key_of(typed), domain="", handle__iexact=typed)
    found = rows.exclude(state=rules.GONE).values_list("id", flat=True).first()
    if found is None:
        raise NotFound
    return card(found)


def wishing(switch: str) -> list[int]:
    """The active faces (dense ids) that switched this on (`Settings`), for who does what they wish."""
    return list(_active().filter(**{f"settings__{switch}": True}).values_list("id", flat=True))


def suspended() -> list[int]:
    """The faces (dense ids) that were stopped as themselves, the newest first, for moderation alone. Not
    those whose member was stopped: together they would tell who belongs to whom.
    """
    rows = Face.objects.filter(state=rules.SUSPENDED).order_by("-public_id")
    return list(rows.values_list("id", flat=True)[:1_000])


def covered() -> list[int]:
    """The faces (dense ids) whose files moderators cover, the newest first, for moderation alone."""
    return list(Face.objects.filter(covered=True).order_by("-public_id").values_list("id", flat=True)[:1_000])


def find(viewer: int | None, text: str, limit: int = 20, *, oneself: bool = False) -> list[FaceCard]:
    """People by words of handle, name and what they say of themselves, the last word only begun: contacts
    first, then those who are named so.

    Who does not want to be indexed is found by contacts, or by who types the whole handle. `oneself`: the
    viewer, too.
    """
    typed = names.typed(text)
    phrases = finding.asked(typed)
    if not phrases:
        return []
    # Not everybody a block binds: other faces of a blocked member must be found as ever.
    hidden = apart(viewer, boundary.vetoed(viewer)) if viewer is not None else set()
    near = finding.among_contacts(viewer, phrases) if viewer is not None else set()
    hits = {*near, *finding.by_words(phrases, hidden), *by_handles([typed]).values()}
    shown = [
        card
        for card in cards(hits - hidden - (set() if oneself else {viewer})).values()
        if card.state == rules.ACTIVE
    ]
    named = {card.id for card in shown if finding.is_named(card.handle, card.name, phrases)}
    return sorted(shown, key=lambda card: (card.id not in near, card.id not in named, card.handle))[:limit]


def apart(viewer: int, others: Collection[int]) -> set[int]:
    """Those of the others who blocked a face of the viewer's member, and those the viewer blocked by name."""
    if not others:
        return set()
    named = Block.objects.filter(blocker=viewer, blocked__in=others).values_list("blocked", flat=True)
    return {*shutting(viewer, others), *named}


def shutting(viewer: int, others: Collection[int]) -> set[int]:
    """Those of the others who blocked a face of the viewer's member: their pages are not there for it."""
    if not others:
        return set()
    member = Face.objects.filter(pk=viewer).values_list("member", flat=True).first()
    mine = Q(blocked=viewer) if member is None else Q(blocked__member=member)
    return set(Block.objects.filter(mine, blocker__in=others).values_list("blocker", flat=True))


def warnings(actor: int) -> list[WarningShown]:
    """What moderators told this face and it has not yet read."""
    rows = Warning.objects.filter(face=actor, read_at=None).order_by("id")
    return [WarningShown(*row) for row in rows.values_list("id", "text", "accident", "at")]


def told(actor: int) -> list[WarningShown]:
    """Everything that moderators told this face, read or not, newest first."""
    rows = Warning.objects.filter(face=actor).order_by("-id")
    return [WarningShown(*row) for row in rows.values_list("id", "text", "accident", "at")]


def free_handle(text: str) -> str:
    """The handle as it would be shown. Raises Refused("handle", …) when it cannot be one, or is taken."""
    handle, key = names.handle_of(text)
    if is_taken(key):
        raise Refused("handle", _("This handle is taken."))
    return handle


def is_taken(key: str) -> bool:
    """Has a face this handle, one that looks like it, or had one that is gone?"""
    return Face.objects.filter(handle_key__in=[key, names.retired_key(key)], domain="").exists()


def picture_file(blob: str) -> BinaryIO:
    """The file of a picture of a face that others may see now, or of the site. Raises NotFound."""
    try:
        file = blobs.open_blob(blob)
    except (FileNotFoundError, ValueError):
        raise NotFound from None
    if (
        _active().filter(Q(picture=blob) | Q(header=blob)).exists()
        or Site.objects.filter(picture=blob).exists()
    ):
        return file
    file.close()
    raise NotFound


def kept_pictures() -> set[str]:
    """Every file that a face or the site has for its picture: what a sweep of the files leaves alone."""
    faces = Face.objects.exclude(picture="", header="").values_list("picture", "header")
    shown = {blob for blobs in faces for blob in blobs if blob}
    return {*shown, *Site.objects.exclude(picture="").values_list("picture", flat=True)}
