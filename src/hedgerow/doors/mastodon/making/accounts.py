"""Faces as accounts. What others see of one is the same for all of them, and encoded once."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import msgspec
from django.conf import settings
from django.templatetags.static import static

from hedgerow.doors.mastodon import paging
from hedgerow.doors.mastodon.answers import Answer, encode
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.entities.account import (
    Account,
    CredentialAccount,
    Field,
    Relationship,
    Role,
    Source,
)
from hedgerow.doors.mastodon.entities.common import CustomEmoji, absolute, moment
from hedgerow.doors.mastodon.entities.people import FeaturedTag, Profile
from hedgerow.kernel.cache import Recent
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.windows import Window
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.contacts.reads import FacePage, Relation
from hedgerow.people.emoji import reads as emoji
from hedgerow.people.emoji.reads import Emoji
from hedgerow.people.endorsements import reads as endorsements
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard, Link
from hedgerow.people.members import reads as members
from hedgerow.people.notes import reads as notes
from hedgerow.people.profiles import reads as profiles
from hedgerow.people.profiles.reads import Described
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Said

from . import instances
from .html import for_apps

BORN = "2020-01-01T00:00:00.000Z"
"""Of every face: when it was made is nobody's business, and could tell that two belong together."""

QUOTERS = {"all": "public", "followers": "followers", "nobody": "nobody"}
"""Who may quote, in the room's words, and the original's."""
PERMISSIONS = {"member": "65536", "moderator": "1376732", "operator": "1"}
"""Bits as the original numbers them: invite; moderate; everything."""
ROLES = {"member": "", "moderator": "Moderator", "operator": "Owner"}
ROLE_IDS = {"member": "-99", "moderator": "1", "operator": "3"}


class _Kept(msgspec.Struct, frozen=True):
    """Bytes, and what they were made from."""

    face: Described
    said: Said
    emoji: dict[str, Emoji] | None
    """Those of the site; None for a face whose words name none."""
    body: bytes


_kept: Recent[int, _Kept] = Recent(20_000)


def encoded(ids: Iterable[int]) -> dict[int, bytes]:
    """Each of these faces (dense ids) as an Account in JSON; unknown ones are left out.

    Whoever shows one has asked the boundary for what it stands by.
    """
    found = profiles.described(ids)
    said = posts.said(found)
    bodies = {}
    for face, described in found.items():
        kept = _kept.get(face)
        same = kept is not None and kept.face is described and kept.said is said[face]
        if kept is None or not same or (kept.emoji is not None and kept.emoji is not emoji.known()):
            bodies[face] = _encoded(face, described, said[face])
        else:
            bodies[face] = kept.body
    return bodies


def _encoded(face: int, described: Described, said: Said) -> bytes:
    kept = _kept.get(face)
    signs = emoji.known() if emoji.named(_words(described)) else None
    if kept is None or kept.said != said or kept.face != described or kept.emoji != signs:
        body = encode(Account(**_facts(described, said)))
    else:
        body = kept.body
    _kept.put(face, _Kept(described, said, signs, body))
    return body


def listed(ids: Iterable[int]) -> bytes:
    """These faces as a JSON array, in the order given."""
    return b"[" + b",".join(encoded(ids).values()) + b"]"


def one(face: int) -> bytes:
    """One face."""
    return encoded([face])[face]


def own(face: int, member: int | None) -> CredentialAccount:
    """The caller's own face, with the numbers that are its own to know."""
    described = profiles.described([face])[face]
    facts = _facts(described, posts.said([face])[face])
    facts["followers_count"] = contacts.followers_count(face, face) or 0
    facts["following_count"] = len(contacts.follows(face))
    return CredentialAccount(**facts, source=_source(face, described), role=_role(member))


def _facts(described: Described, said: Said) -> dict[str, Any]:
    card = described.card
    page = absolute(card.url)
    avatar = absolute(card.picture_url or static("mastodon/avatars/original/missing.png"))
    header = absolute(described.header_url or static("mastodon/headers/original/missing.png"))
    return {
        "id": str(card.public_id),
        "username": card.handle,
        "acct": card.address,
        "display_name": _named(card),
        "locked": described.locked,
        "bot": described.bot,
        "discoverable": not described.no_index,
        "indexable": not described.no_index,
        "created_at": BORN,
        "note": for_apps(described.bio_html),
        "url": page,
        "uri": page,
        "avatar": avatar,
        "avatar_static": avatar,
        "avatar_description": described.picture_words,
        "header": header,
        "header_static": header,
        "header_description": described.header_words,
        "followers_count": 0,
        "following_count": 0,
        "statuses_count": said.count,
        "last_status_at": said.last or None,
        "noindex": described.no_index,
        "emojis": _emojis(described),
        "fields": [_field(link) for link in described.links],
        "limited": card.limited or msgspec.UNSET,
    }


def _named(card: FaceCard) -> str:
    """Its name; empty for one that goes by its handle alone, which apps then show."""
    return "" if card.name == card.handle else card.name


def _words(described: Described) -> str:
    """Those in which a face may name emoji."""
    return f"{described.card.name} {described.bio_html}"


def _emojis(described: Described) -> list[CustomEmoji]:
    named = emoji.named(_words(described))
    known = emoji.known() if named else {}
    return [instances.drawn(known[code]) for code in named if code in known]


def _field(link: Link) -> Field:
    url = escape(link.url)
    if not link.leads:
        return Field(link.name, f"{url}", None)
    value = f'<a href="{url}" target="_blank" rel="nofollow noopener noreferrer me" translate="no">{url}</a>'
    verified = link.proven.isoformat(timespec="milliseconds") if link.proven else None
    return Field(link.name, value, verified)


def _source(face: int, described: Described) -> Source:
    facts = faces.face(face)
    public = audiences.default_choice(face).scope == "public"
    quiet = public and facts.settings.quiet
    return Source(
        note=described.bio,
        fields=[Field(link.name, link.url, None) for link in described.links],
        privacy="unlisted" if quiet else "public" if public else "private",
        sensitive=facts.settings.covered,
        quote_policy=QUOTERS[facts.settings.may_quote],
        language=facts.language or None,
        follow_requests_count=contacts.waiting(face),
        discoverable=not described.no_index,
        indexable=not described.no_index,
        attribution_domains=facts.settings.attribution,
    )


def profile(me: int, featured: list[FeaturedTag]) -> Profile:
    """The caller's own profile as it is edited: pictures that are not there are null."""
    described, kept = profiles.described([me])[me], faces.face(me).settings
    avatar = absolute(described.card.picture_url) or None
    header = absolute(described.header_url) or None
    return Profile(
        id=str(described.card.public_id),
        display_name=_named(described.card),
        note=described.bio,
        fields=[Field(link.name, link.url, None) for link in described.links],
        avatar=avatar,
        avatar_static=avatar,
        avatar_description=described.picture_words,
        header=header,
        header_static=header,
        header_description=described.header_words,
        locked=described.locked,
        bot=described.bot,
        discoverable=not described.no_index,
        indexable=not described.no_index,
        show_media=kept.shows_media,
        show_media_replies=kept.shows_media_replies,
        show_featured=kept.shows_featured,
        attribution_domains=kept.attribution,
        featured_tags=featured,
    )


def _role(member: int | None) -> Role:
    role = members.facts(member).role if member is not None else "member"
    return Role(ROLE_IDS[role], ROLES[role], "", PERMISSIONS[role], role != "member")


def relationships(me: int, ids: Sequence[int]) -> list[Relationship]:
    """What stands between the caller and each of these faces (dense ids), in a fixed number of queries."""
    between, cards = contacts.relations(me, ids), faces.cards(ids)
    written, endorsed, silenced = notes.about(me, ids), endorsements.among(me, ids), contacts.silenced(me)
    return [
        _relationship(
            cards[face].public_id,
            between[face],
            silenced=face in silenced,
            endorsed=face in endorsed,
            note=written.get(face, ""),
        )
        for face in ids
        if face in cards
    ]


def relationship(me: int, face: int) -> Relationship:
    """What stands between the caller and one face."""
    return relationships(me, [face])[0]


def _relationship(
    public_id: int, between: Relation, *, silenced: bool, endorsed: bool, note: str
) -> Relationship:
    until = between.muted_until
    return Relationship(
        id=str(public_id),
        following=between.following,
        showing_reblogs=(between.following or between.requested) and between.boosts,
        notifying=between.bell,
        languages=between.languages or None,
        followed_by=between.followed_by,
        blocking=between.blocking,
        muting=between.muted,
        muting_notifications=between.muted and silenced,
        muting_expires_at=moment(until) if until is not None else None,
        requested=between.requested,
        requested_by=between.asks,
        endorsed=endorsed,
        note=note,
    )


def people(caller: Caller, found: FacePage, window: Window, body: bytes | None = None) -> Answer:
    """A page of faces, with the addresses of those before and after. `body`: how they are shown, where they
    are not shown as accounts are everywhere.
    """
    made = listed(found.faces) if body is None else body
    more = found.next is not None
    return paging.listed(caller, made, found.places, window, next_place=found.next, more=more)


def muted(me: int, ids: Iterable[int]) -> bytes:
    """These faces as a JSON array, each with the moment until when the caller does not want to read it."""
    ends = contacts.mute_ends(me)
    made = [
        body[:-1]
        + b',"mute_expires_at":'
        + encode(moment(until) if (until := ends.get(face)) else None)
        + b"}"
        for face, body in encoded(ids).items()
    ]
    return b"[" + b",".join(made) + b"]"


def blocked(me: int, text: str) -> list[int]:
    """Whom the caller blocked and names by the whole handle: apps look it up to take the block back."""
    face = addressed(text.strip())
    if face is None or not contacts.relation(me, face).blocking:
        return []
    return profiles.met(me, [face])


def known(public_ids: Sequence[str]) -> list[int]:
    """The faces (dense ids) of these account ids, in order; what is no id, or of nobody, is left out."""
    numbers = [int(each) for each in public_ids if each.isascii() and each.isdigit() and len(each) < 20]
    found = faces.by_public_ids(numbers)
    return [found[number] for number in dict.fromkeys(numbers) if number in found]


def addressed(acct: str) -> int | None:
    """The face of a handle, with or without this site's own name behind it."""
    handle, _, domain = acct.strip().removeprefix("@").partition("@")
    if domain and domain.casefold() != settings.DOMAIN.casefold():
        return None
    return faces.by_handles([handle]).get(handle)


def reachable(me: int, public_id: int) -> int:
    """The face of an account's id, if the caller may meet it, or has it in its lists. Raises NotFound."""
    found = contacts.reachable_among(me, known([str(public_id)]))
    if not found:
        raise NotFound
    return next(iter(found))


def meet(viewer: int | None, public_id: int) -> int:
    """The face of an account's id, if the viewer may open its page. Raises NotFound."""
    return profiles.meet(viewer, public_id)
