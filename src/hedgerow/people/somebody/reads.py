"""Through whose eyes: a person, somebody in one circle, somebody on this site, or who is signed out."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Sight
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import NotFound
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard

STRANGER, SIGNED_OUT, CIRCLE = "stranger", "signed-out", "circle-"


class Somebody(NamedTuple):
    """Whose eyes are asked for. `name` stands within a sentence; `card` only where it is one person."""

    key: str
    name: str
    eyes: Sight
    card: FaceCard | None = None
    blocked: bool = False
    """The owner blocked this very face."""


def person(actor: int, address: str) -> FaceCard:
    """Somebody else the actor may ask about, by handle. Raises NotFound.

    A block shows only as one's own, put up by this very name. Who blocked the actor is not there; another
    face of somebody the actor blocked is there as if nothing were, or it would tell that the two belong
    together.
    """
    card = contacts.reachable(actor, address)
    if card.id == actor or card.state != "active":
        raise NotFound
    if faces.apart(actor, [card.id]) and not blocked(actor, card):
        raise NotFound
    return card


def blocked(actor: int, card: FaceCard) -> bool:
    """Did the actor block this face, by this name?"""
    if card.id not in boundary.vetoed(actor):
        return False
    return any(shut.face.id == card.id for shut in contacts.blocked(actor))


def people(actor: int, text: str, limit: int = 8) -> list[FaceCard]:
    """People the actor may ask about whose name or handle begins so; those it blocked by name as well."""
    found = [one.face for one in contacts.find(actor, text, limit)]
    words = text.casefold().removeprefix("@")
    shut = [one.face for one in contacts.blocked(actor) if one.face.state == "active"]
    return found + [card for card in shut if _matches(card, words) and card not in found]


def _matches(card: FaceCard, words: str) -> bool:
    name = card.name.casefold()
    return card.handle.casefold().startswith(words) or name.startswith(words) or f" {words}" in name


def of(actor: int, key: str) -> Somebody:
    """Whom an address names: `@handle`, `circle-ID`, `stranger` or `signed-out`. Raises NotFound."""
    if key == STRANGER:
        return Somebody(key, _("a stranger on this site"), boundary.somebody())
    if key == SIGNED_OUT:
        return Somebody(key, _("somebody who is signed out"), boundary.sight(None))
    if key.startswith(CIRCLE):
        return _member(actor, key)
    if not key.startswith("@"):
        raise NotFound
    card = person(actor, key)
    shut = blocked(actor, card)
    eyes = boundary.sight(card.id) if shut else boundary.unblocked(boundary.sight(card.id), actor)
    return Somebody(f"@{card.address}", card.name, eyes, card, shut)


def _member(actor: int, key: str) -> Somebody:
    number = key.removeprefix(CIRCLE)
    if not (number.isascii() and number.isdigit() and len(number) < 20):
        raise NotFound
    circle = circles.by_public_id(actor, int(number))
    return Somebody(key, in_general(circle), boundary.somebody(circle.id))


def in_general(circle: circles.OwnCircle) -> str:
    """Somebody in a circle, nobody in particular."""
    if circle.kind == "followers":
        return _("somebody who follows you")
    if circle.kind == "mutuals":
        return _("somebody whom you follow and who follows you")
    if circle.kind == "label":
        return _("somebody you labelled %(label)s") % {"label": circle.name}
    return _("somebody in %(circle)s") % {"circle": isolated(circle.name)}
