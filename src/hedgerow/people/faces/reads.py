"""What faces look like to others, and to their owner."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, BinaryIO

import msgspec
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered, author_key
from hedgerow.kernel import blobs, images
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.keys import member_key
from hedgerow.people.links import reads as links
from hedgerow.people.models import Block, Face, Site, Warning

from . import finding, names, rules


class FaceCard(msgspec.Struct, frozen=True):
    """A face as every page shows it. `picture_url` is empty where initials are drawn."""

    id: int
    public_id: int
    handle: str
    address: str
    name: str
    colour: int
    picture_url: str
    local: bool
    state: str
    """active, waiting, suspended, closing or gone; only active faces are shown to others."""

    @property
    def url(self) -> str:
        """Where its page is on this site."""
        return f"/@{self.address}"


class Link(msgspec.Struct, frozen=True):
    """One of a face's links. `proven`: when the page behind it was last seen to link back here."""

    name: str
    url: str
    proven: datetime | None = None


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


class Settings(msgspec.Struct, frozen=True):
    """Small switches of a face, kept in `Face.settings`."""

    home_order: str = "newest"
    """newest or people"""
    theme: str = ""
    """light, dark, or empty: as the system says"""
    messages_from: str = "everybody"
    """Who may begin a conversation with it: everybody, contacts, follows (those it follows) or nobody."""
    read_marks: bool = True
    """It shows how far it has read and that it is writing, and is shown the same by others who do."""
    presence: bool = False
    """It shows a page of all its places, to anybody."""
    told_about_threads: bool = False
    """It was said once that acting in a thread shows one to its readers."""


class FaceFacts(msgspec.Struct, frozen=True):
    """What rooms need to know of a face; shown to nobody."""

    id: int
    public_id: int
    member: int | None
    handle: str
    name: str
    bio: str
    links: list[dict[str, str]]
    colour: int
    language: str
    own_language: str
    """Empty where the face follows its member's language."""
    time_zone: str
    no_index: bool
    locked: bool
    bot: bool
    picture: str
    local: bool
    state: str
    own_state: str
    """The face's own state, whatever its member's."""
    followers_circle: int | None
    mutuals_circle: int | None
    default_audience: Any
    settings: Settings
    closing_at: Any


class Manners(msgspec.Struct, frozen=True):
    """How pages are made for a face: its language (empty: the member's), time zone and theme."""

    language: str
    time_zone: str
    theme: str


class WarningShown(msgspec.Struct, frozen=True):
    """A moderator's word to a face."""

    id: int
    text: str
    at: Any


_CARD_COLUMNS = (
    "id", "public_id", "handle", "domain", "name", "colour", "picture", "state", "member__state",
)  # fmt: skip
_AT_ONCE = 5_000
PICTURE_TYPE = images.MIME

_cards: Remembered[FaceCard] = Remembered(100_000)
_own: Remembered[tuple[int, ...]] = Remembered(20_000)
_manners: Remembered[Manners] = Remembered(20_000)


def cards(ids: Iterable[int]) -> dict[int, FaceCard]:
    """The cards of these faces, in one query for those not remembered. Unknown ids are left out.

    Says nothing about who may see whom: whoever shows a card has asked the boundary for what it stands by.
    """
    began = epoch.now()
    wanted = list(dict.fromkeys(ids))
    known = {face: card for face in wanted if (card := _cards.peek(face)) is not None}
    for some in rules.chunks((face for face in wanted if face not in known), _AT_ONCE):
        for row in Face.objects.filter(pk__in=some).values_list(*_CARD_COLUMNS):
            card = _card(row)
            known[card.id] = card
            _cards.put(card.id, (author_key(card.id),), began, card)
    return {face: known[face] for face in wanted if face in known}


def _card(row: Sequence[Any]) -> FaceCard:
    face, public_id, handle, domain, name, colour, picture, state, member_state = row
    return FaceCard(
        id=face,
        public_id=public_id,
        handle=handle,
        address=f"{handle}@{domain}" if domain else handle,
        name=name or handle,
        colour=colour,
        picture_url=f"/media/avatar/{picture}" if picture else "",
        local=not domain,
        state=rules.standing(state, member_state),
    )


CARDS_FROM = "people_face f LEFT JOIN people_member m ON m.id = f.member_id"
CARD_NUMBERS = ("f.public_id", "f.colour")
CARD_WORDS = ("f.handle", "f.domain", "f.name", "f.picture", "f.state", "m.state")
"""For a room that reads cards in one statement with its own rows: where from (by `f.id`), and the columns."""


def cards_read(rows: Iterable[tuple[int, Sequence[int], Sequence[Any]]], began: int) -> dict[int, FaceCard]:
    """The cards of rows that such a statement brought: a face's id, its numbers and its words.

    `began`: the epoch before the statement was sent.
    """
    found: dict[int, FaceCard] = {}
    for face, (public_id, colour), (handle, domain, name, picture, state, member_state) in rows:
        found[face] = _card((face, public_id, handle, domain, name, colour, picture, state, member_state))
        _cards.put(face, (author_key(face),), began, found[face])
    return found


def card(face: int) -> FaceCard:
    """One face's card. Raises NotFound."""
    found = cards([face]).get(face)
    if found is None:
        raise NotFound
    return found


def by_public_ids(public_ids: Iterable[int]) -> dict[int, int]:
    """The dense ids of faces by what they are called outside; unknown ones are left out."""
    found: dict[int, int] = {}
    possible = (number for number in dict.fromkeys(public_ids) if 0 <= number < 2**63)
    for some in rules.chunks(possible, _AT_ONCE):
        found.update(Face.objects.filter(pk__isnull=False, public_id__in=some).values_list("public_id", "id"))
    return found


def by_handles(addresses: Iterable[str]) -> dict[str, int]:
    """The active faces behind handles as people type them (`ana`, `@Ana`), by the text given."""
    typed = {address: names.typed(address).casefold() for address in addresses}
    keys = {names.key_of(handle): handle for handle in typed.values() if "@" not in handle}
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BY_HANDLE % ", ".join(["%s"] * len(keys)), list(keys))
        by_handle = {handle.casefold(): face for handle, face in cursor.fetchall()}
    return {address: by_handle[handle] for address, handle in typed.items() if handle in by_handle}


# Asked for every post that names somebody.
_BY_HANDLE = f"""
SELECT f.handle, f.id FROM people_face f LEFT JOIN people_member m ON m.id = f.member_id
WHERE f.handle_key IN (%s) AND f.domain = '' AND f.state = '{rules.ACTIVE}'
AND (f.member_id IS NULL OR m.state = '{rules.ACTIVE}')
"""  # noqa: S608


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


def face(face: int) -> FaceFacts:
    """What rooms need to know of a face. Raises NotFound."""
    row = Face.objects.select_related("member").filter(pk=face).first()
    if row is None:
        raise NotFound
    return _facts(row)


def _facts(row: Face) -> FaceFacts:
    return FaceFacts(
        id=row.pk,
        public_id=row.public_id,
        member=row.member_id,
        handle=row.handle,
        name=row.name,
        bio=row.bio,
        links=row.links,
        colour=row.colour,
        language=row.language or (row.member.language if row.member else ""),
        own_language=row.language,
        time_zone=row.time_zone,
        no_index=row.no_index,
        locked=row.locked,
        bot=row.bot,
        picture=row.picture,
        local=not row.domain,
        state=rules.standing(row.state, row.member.state if row.member else None),
        own_state=row.state,
        followers_circle=row.followers_circle,
        mutuals_circle=row.mutuals_circle,
        default_audience=row.default_audience,
        settings=msgspec.convert(row.settings, Settings, strict=False),
        closing_at=row.closing_at,
    )


def followers_circles(ids: Iterable[int]) -> dict[int, int | None]:
    """The circle of followers of each of these faces."""
    rows: dict[int, int | None] = {}
    for some in rules.chunks(ids, 500):
        rows.update(Face.objects.filter(pk__in=some).values_list("id", "followers_circle"))
    return rows


def manners(face: int) -> Manners:
    """How pages are made for this face. Raises NotFound."""
    return _manners.get(face, (author_key(face),), lambda: _read_manners(face))


def _read_manners(number: int) -> Manners:
    row = Face.objects.filter(pk=number).values_list("language", "time_zone", "settings").first()
    if row is None:
        raise NotFound
    return Manners(row[0], row[1], str(row[2].get("theme", "")))


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


def find(viewer: int | None, text: str, limit: int = 20) -> list[FaceCard]:
    """People by words of handle, name and what they say of themselves, the last word only begun: contacts
    first, then those who are named so.

    Who does not want to be indexed is found by contacts, or by who types the whole handle.
    """
    typed = names.typed(text)
    phrases = finding.asked(typed)
    if not phrases:
        return []
    # Not everybody a block binds: other faces of a blocked member must be found as ever.
    hidden = apart(viewer, boundary.vetoed(viewer)) if viewer is not None else set()
    near = finding.among_contacts(viewer, phrases) if viewer is not None else set()
    hits = {*near, *finding.by_words(phrases, hidden), *by_handles([typed]).values()}
    shown = [card for card in cards(hits - hidden - {viewer}).values() if card.state == rules.ACTIVE]
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
    return [WarningShown(*row) for row in rows.values_list("id", "text", "at")]


def told(actor: int) -> list[WarningShown]:
    """Everything that moderators told this face, read or not, newest first."""
    rows = Warning.objects.filter(face=actor).order_by("-id")
    return [WarningShown(*row) for row in rows.values_list("id", "text", "at")]


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
