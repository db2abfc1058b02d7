"""Who sees something of one's own, and why: told to its author in full, whatever kind of thing it is."""

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Reason
from hedgerow.boundary.sight import Thing
from hedgerow.people.audiences.reads import Told
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard

MOST_READERS = 500


class Reader(msgspec.Struct, frozen=True):
    """Somebody who can see it, and why."""

    face: FaceCard
    reason: Reason


class Readers(msgspec.Struct, frozen=True):
    """Who can see it. `count` is None where everybody can, or where it is for others to know."""

    everybody: bool
    count: int | None
    told: Told
    people: list[Reader]
    """The first by name; `count` says how many there are."""
    behind: FaceCard | None
    """Somebody else's post that it answers: only those who see that one see this, and nobody is named."""


class Explained(msgspec.Struct, frozen=True):
    """Why a face sees it or does not. `behind`: and only if it sees that face's post, too."""

    face: FaceCard
    reason: Reason
    circles: list[boundary.CircleRow]
    """The actor's circles that decided."""
    behind: FaceCard | None


def of(actor: int, thing: Thing, told: Told, start: int, limit: int) -> Readers:
    """Who can see a thing of the actor's now, and why."""
    reach = boundary.readers(thing, apart=faces.apart(actor, boundary.vetoed(actor)))
    if reach.everybody:
        return Readers(True, None, told, [], None)
    cards = sorted(faces.cards(reach.faces).values(), key=lambda card: (card.name.casefold(), card.id))
    people = [
        Reader(card, boundary.explain(card.id, thing, blocks=False)) for card in cards[start : start + limit]
    ]
    return Readers(False, len(cards), told, people, None)


def explained(actor: int, thing: Thing, face: int, behind: FaceCard | None = None) -> Explained:
    """Why a face sees a thing of the actor's, or why not. Raises NotFound for a face that is not there."""
    reason = boundary.explain(face, thing, blocks=face in faces.apart(actor, [face]))
    rows = boundary.circle_rows(list(reason.circles))
    return Explained(faces.card(face), reason, [row for row in rows.values() if row.owner == actor], behind)
