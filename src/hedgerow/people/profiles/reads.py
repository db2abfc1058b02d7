"""Faces as apps show them wherever they stand: with what they say of themselves."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered, author_key
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces import rules
from hedgerow.people.faces.reads import FaceCard, Link
from hedgerow.people.models import Face, ProvenLink


class Described(msgspec.Struct, frozen=True):
    """A card, and what its owner says beside it."""

    card: FaceCard
    bio: str
    bio_html: str
    links: list[Link]
    locked: bool
    no_index: bool
    bot: bool
    header_url: str
    picture_words: str = ""
    """What its picture shows; empty where nobody said so, or where there is none."""
    header_words: str = ""


_described: Remembered[Described] = Remembered(20_000)
_AT_ONCE = 5_000


def described(ids: Iterable[int]) -> dict[int, Described]:
    """These faces, in two queries for those not remembered. Unknown ids are left out.

    Says nothing about who may see whom: whoever shows one has asked the boundary for what it stands by.
    """
    began = epoch.now()
    wanted = list(dict.fromkeys(ids))
    known = _described.several(wanted)
    if len(known) == len(wanted):
        return known
    for some in rules.chunks((face for face in wanted if face not in known), _AT_ONCE):
        known.update(_read(some, began))
    return {face: known[face] for face in wanted if face in known}


def _read(ids: Iterable[int], began: int) -> dict[int, Described]:
    some = list(ids)
    rows = Face.objects.filter(pk__in=some).values_list(
        "id", "bio", "bio_html", "links", "locked", "no_index", "bot", "header", "settings"
    )
    seen: dict[tuple[int, str], datetime | None] = {
        (face, url): at
        for face, url, at in ProvenLink.objects.filter(face__in=some, proven_at__isnull=False).values_list(
            "face", "url", "proven_at"
        )
    }
    cards = faces.cards(some)
    found: dict[int, Described] = {}
    for face, bio, bio_html, links, locked, no_index, bot, header, settings in rows:
        said = [Link(link["name"], link["url"], seen.get((face, link["url"]))) for link in links]
        above = f"/media/avatar/{header}" if header else ""
        pictured = settings.get("picture_words", "") if cards[face].picture_url else ""
        topped = settings.get("header_words", "") if header else ""
        facts = (bio, bio_html, said, locked, no_index, bot, above, pictured, topped)
        found[face] = Described(cards[face], *facts)
        _described.put(face, (author_key(face),), began, found[face])
    return found


def met(viewer: int | None, ids: Iterable[int]) -> list[int]:
    """Those of these faces (dense ids) whose page the viewer could open, in order."""
    cards = faces.cards(ids)
    active = [face for face, card in cards.items() if card.state == rules.ACTIVE or face == viewer]
    if viewer is None:
        return active
    shut = faces.shutting(viewer, boundary.vetoed(viewer).intersection(active))
    return [face for face in active if face not in shut]


def meet(viewer: int | None, public_id: int) -> int:
    """The face (dense id) of this outside id, if the viewer could open its page: see `faces.reads.profile`.

    Raises NotFound: missing, stopped, closing, or it blocked the viewer.
    """
    face = faces.by_public_ids([public_id]).get(public_id)
    if face is None:
        raise NotFound
    if faces.card(face).state != rules.ACTIVE and viewer != face:
        raise NotFound
    faces.insist_not_blocked(viewer, face)
    return face
