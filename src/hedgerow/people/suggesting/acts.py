"""Keeping what a look at the contacts found, and what is waved away."""

from collections.abc import Collection
from typing import Any

import msgspec

from hedgerow.kernel import clock, limits
from hedgerow.kernel.ids import opaque
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.models import DismissedCircle, Suggesting

from . import rules
from .reads import groups
from .seen import Seen

MOST_DISMISSED = 500


def begin(actor: int) -> None:
    """Note that this face's contacts are being looked at. Inside a write. Raises TooMany."""
    limits.allow(f"suggesting:{actor}", limit=30, per_seconds=3600)
    ties.lock(actor)
    Suggesting.objects.update_or_create(face_id=actor, defaults={"looking": True, "at": clock.now()})


def find(actor: int, seen: Seen) -> None:
    """Look at what the face sees and keep what is found. Twice is once."""
    place = {face: at for at, face in enumerate(seen.people)}
    known: dict[str, int] = {}
    profiles = [{known.setdefault(word, len(known)) for word in seen.words[face]} for face in seen.people]
    told = list(known)
    found: list[dict[str, Any]] = []
    for group in groups([(place[a], place[b]) for a, b in seen.ties], profiles):
        people = [seen.people[at] for at in group.people]
        taken = {one["name"] for one in found}
        found.append(_kept(seen, people, [told[trait] for trait in group.traits], taken))
    with write():
        kept = {"looking": False, "rests_on": msgspec.to_builtins(seen, str_keys=True), "groups": found}
        Suggesting.objects.filter(face=actor).update(**kept)


def _kept(seen: Seen, people: list[int], shared: list[str], taken: Collection[str]) -> dict[str, Any]:
    """A group as it is kept, called by the words that its people share."""
    written = [
        next((seen.words[face][word] for face in people if word in seen.words[face]), "") for word in shared
    ]
    return {"key": opaque(), "people": people, "name": rules.name(written, taken)}


def dismiss(actor: int, people: Collection[int]) -> None:
    """Never suggest these people again, as a circle or as newcomers to one."""
    with write():
        ties.lock(actor)
        if DismissedCircle.objects.filter(face=actor).count() >= MOST_DISMISSED:
            DismissedCircle.objects.filter(face=actor).order_by("at", "id")[:1].get().delete()
        DismissedCircle.objects.create(face_id=actor, people=sorted(people))
