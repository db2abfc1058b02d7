"""Who knows whom, for who may begin a conversation and who has to ask."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.errors import Refused
from hedgerow.people import ties
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.models import Seat

from . import rules

_CHOSEN = frozenset({"own", "label"})


def placed(face: int, other: int) -> bool:
    """Did this face label the other, or put it into a circle of its own?"""
    inside = boundary.circles_with(face, [other])[other]
    return any(row.kind in _CHOSEN for row in boundary.circle_rows(inside).values()) if inside else False


def knows(face: int, other: int) -> bool:
    """Does this face follow the other, has it labelled or placed it, or has it written to it before?"""
    if other in contacts.follows(face) or placed(face, other):
        return True
    own = Seat.objects.filter(conversation__pair=rules.pair(face, other), face=face)
    return own.filter(state=Seat.State.IN).exists()


def insist_on_letters(actor: int, others: Collection[int]) -> None:
    """Raise Refused unless the actor may begin a conversation with each of these faces. A face that does not
    exist, one behind a block and one that does not wish it are refused with the same words.
    """
    found = ties.visible(actor, others)
    for other in others:
        if other not in found or not _lets(other, actor):
            raise Refused("to", nobody())


def nobody() -> str:
    """What is said of whom one cannot write to, whatever the reason."""
    return _("There is nobody of this name whom you can write to.")


def _lets(face: int, actor: int) -> bool:
    facts = faces.face(face)
    if not facts.local:
        return False
    follows = actor in contacts.follows(face)
    contact = follows or face in contacts.follows(actor) or placed(face, actor)
    return rules.lets_begin(facts.settings.messages_from, follows=follows, contact=contact)
