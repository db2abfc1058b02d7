"""Faces as every page shows them, and which face somebody means.

Nothing here says who may see whom: whoever shows a card has asked the boundary for what it stands by.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db import connection

from hedgerow.boundary import epoch
from hedgerow.boundary.epoch import Remembered, author_key
from hedgerow.kernel.errors import NotFound
from hedgerow.people.keys import SITE_FACTS
from hedgerow.people.models import Face

from . import names, rules


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
    """active, new, waiting, suspended, closing or gone; only active faces are shown to others."""
    limited: bool = False
    """Moderators keep it out of public lists."""
    covered: bool = False
    """Moderators cover the files it posts."""

    @property
    def url(self) -> str:
        """Where its page is on this site."""
        return f"/@{self.address}"


_CARD_COLUMNS = (
    "id", "public_id", "handle", "domain", "name", "colour", "picture", "state", "member__state",
    "limited", "covered",
)  # fmt: skip
_AT_ONCE = 5_000
_cards: Remembered[FaceCard] = Remembered(100_000)
_numbers: Remembered[int] = Remembered(100_000)
"""Dense ids by outside ids."""


def cards(ids: Iterable[int]) -> dict[int, FaceCard]:
    """The cards of these faces, in one query for those not remembered. Unknown ids are left out.

    Says nothing about who may see whom: whoever shows a card has asked the boundary for what it stands by.
    """
    began = epoch.now()
    wanted = list(dict.fromkeys(ids))
    known = _cards.several(wanted)
    if len(known) == len(wanted):
        return known
    for some in rules.chunks((face for face in wanted if face not in known), _AT_ONCE):
        for row in Face.objects.filter(pk__in=some).values_list(*_CARD_COLUMNS):
            card = _card(row)
            known[card.id] = card
            _cards.put(card.id, (author_key(card.id),), began, card)
    return {face: known[face] for face in wanted if face in known}


def _card(row: Sequence[Any]) -> FaceCard:
    face, public_id, handle, domain, name, colour, picture, state, member_state, limited, covered = row
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
        limited=bool(limited),
        covered=bool(covered),
    )


CARDS_FROM = "people_face f LEFT JOIN people_member m ON m.id = f.member_id"
CARD_NUMBERS = (
    "f.public_id", "f.colour",
    *(f"CASE WHEN f.{name} THEN 1 ELSE 0 END" for name in ("limited", "covered")),
)  # fmt: skip
CARD_WORDS = ("f.handle", "f.domain", "f.name", "f.picture", "f.state", "m.state")
"""For a room that reads cards in one statement with its own rows: where from (by `f.id`), and the columns."""


_limited: Remembered[frozenset[int]] = Remembered(1)


def limited() -> frozenset[int]:
    """The faces (dense ids) that moderators keep out of public lists; remembered."""
    return _limited.get(1, (SITE_FACTS,), _read_limited)


def _read_limited() -> frozenset[int]:
    return frozenset(Face.objects.filter(limited=True).values_list("id", flat=True))


def cards_read(rows: Iterable[tuple[int, Sequence[int], Sequence[Any]]], began: int) -> dict[int, FaceCard]:
    """The cards of rows that such a statement brought: a face's id, its numbers and its words.

    `began`: the epoch before the statement was sent.
    """
    found: dict[int, FaceCard] = {}
    for face, numbers, said in rows:
        public_id, colour, limited, covered = numbers
        handle, domain, name, picture, state, member_state = said
        row = (face, public_id, handle, domain, name, colour, picture, state, member_state, limited, covered)
        found[face] = _card(row)
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
    began = epoch.now()
    possible = {number: None for number in public_ids if 0 <= number < 2**63}
    found = _numbers.several(possible)
    for some in rules.chunks((number for number in possible if number not in found), _AT_ONCE):
        rows = Face.objects.filter(pk__isnull=False, public_id__in=some).values_list("public_id", "id")
        for number, face in rows:
            found[number] = face
            _numbers.put(number, (author_key(face),), began, face)
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
