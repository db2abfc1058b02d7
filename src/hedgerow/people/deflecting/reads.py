"""Kind answers, for who asked and for who wrote them."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from hedgerow.people import ties
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.models import Deflection, FollowRequest


class Answer(msgspec.Struct, frozen=True):
    """What was said. `instead`: the face that may be asked, as long as who asked could open its page; `tie`:
    what who asked is to that one by now: `follows` it, `asked` it, or nothing yet.
    """

    words: str
    instead: FaceCard | None
    at: datetime
    tie: str = ""


def received(actor: int) -> dict[int, Answer]:
    """What faces (dense ids) answered that this one asked to follow."""
    rows = list(
        Deflection.objects.filter(request__asker=actor).values_list(
            "request__asked", "words", "instead", "at"
        )
    )
    open_to = ties.visible(actor, [row[2] for row in rows if row[2] is not None])
    cards = faces.cards(open_to)
    asked_too = FollowRequest.objects.filter(asker=actor, asked__in=cards).values_list("asked", flat=True)
    by_now = dict.fromkeys(asked_too, "asked") | dict.fromkeys(
        contacts.follows(actor) & cards.keys(), "follows"
    )
    return {
        asked: Answer(words, cards.get(instead), at, by_now.get(instead, ""))
        for asked, words, instead, at in rows
    }


def received_from(actor: int, asked: int) -> Answer | None:
    """What this one face (dense id) answered, if it did."""
    return received(actor).get(asked)


def given(actor: int) -> dict[int, str]:
    """What this face answered to whom (dense ids), as long as they go on asking."""
    rows = Deflection.objects.filter(request__asked=actor)
    return dict(rows.values_list("request__asker", "words"))


def invited(face: int, askers: Collection[int]) -> set[int]:
    """Those of these faces (dense ids) to whom another face of the same member named this one."""
    rows = Deflection.objects.filter(instead=face, request__asker__in=askers)
    return set(rows.values_list("request__asker", flat=True))
