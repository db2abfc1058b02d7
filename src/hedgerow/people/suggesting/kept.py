"""What was suggested to a face, for itself alone: read by the room above, which knows who talks with whom."""

from collections.abc import Collection
from datetime import timedelta

import msgspec

from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.models import DismissedCircle, Face, Suggesting
from hedgerow.people.ties import visible

from . import rules
from .seen import Seen, words

__all__ = ["Look", "Proposal", "look", "proposal", "seen"]

MOST_CONTACTS = 1_000
"""With more contacts the first by name are looked at."""
GIVEN_UP = timedelta(minutes=10)
"""A look that takes longer has failed; one may look again."""


class Proposal(msgspec.Struct, frozen=True):
    """People for a new circle, or for `into`, one of the face's own; `also` might belong to them, too."""

    key: str
    name: str
    into: circles.OwnCircle | None
    people: list[FaceCard]
    also: list[FaceCard]


class Look(msgspec.Struct, frozen=True):
    """`state`: none (never looked, or what it rested on is no longer to be seen), looking or ready."""

    state: str
    proposals: list[Proposal]


def seen(actor: int, ties: Collection[tuple[int, int]] = ()) -> Seen:
    """What this face sees of its contacts now: their profiles, its own labels, and the ties given."""
    known = contacts.contacts(actor, limit=MOST_CONTACTS).contacts
    open_to = visible(actor, [one.face.id for one in known])
    labels = {one.face.id: one.labels for one in known if one.face.id in open_to}
    columns = ("id", "name", "bio", "links", "domain")
    rows = Face.objects.filter(pk__in=labels).values_list(*columns)
    return Seen(
        people=sorted(labels),
        ties=sorted((a, b) for a, b in ties if a in labels and b in labels),
        words={
            face: words(name, bio, links, domain, labels[face]) for face, name, bio, links, domain in rows
        },
    )


def look(actor: int, now: Seen) -> Look:
    """What the last look found, as far as it is still to be said. `now`: what the face sees now."""
    row = Suggesting.objects.filter(face=actor).first()
    if row is not None and row.looking and row.at > clock.now() - GIVEN_UP:
        return Look("looking", [])
    if row is None or row.looking or not msgspec.convert(row.rests_on, Seen, str_keys=True).within(now):
        return Look("none", [])
    return Look("ready", _proposals(actor, row, now))


def proposal(actor: int, key: str, now: Seen) -> Proposal:
    """One of them. Raises NotFound."""
    for one in look(actor, now).proposals:
        if one.key == key:
            return one
    raise NotFound


def _proposals(actor: int, row: Suggesting, now: Seen) -> list[Proposal]:
    refused = [
        set(one) for one in DismissedCircle.objects.filter(face=actor).values_list("people", flat=True)
    ]
    own = {one.id: one for one in circles.on_trays(actor)}
    inside = contacts.inside(actor, own)
    found = []
    for group in row.groups:
        into, missing = rules.place(group["people"], inside)
        if not rules.worth_saying(missing, len(now.people), new=into is None):
            continue
        if not any(rules.alike(missing, one) for one in refused):
            also = rules.also(set(group["people"]), now.ties, inside.get(into, set()) if into else set())
            cards = faces.cards([*missing, *also])
            people, more = ([cards[face] for face in some if face in cards] for some in (missing, also))
            name, circle = circles.label_word(group["name"]), own[into] if into else None
            found.append(Proposal(group["key"], name, circle, people, more))
    return found
