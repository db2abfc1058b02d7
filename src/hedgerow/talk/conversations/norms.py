"""How a group uses its conversation: a page of the group's own, like its name, and what it said before.

Whoever is in the conversation now reads what it says now; an earlier version is for those who were in it
while that one held. It is nobody's single word: a block hides who changed it, never what it says.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.kernel import clock, limits
from hedgerow.kernel.clock import from_us
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.keys import conversation_key
from hedgerow.talk.models import Happening, Norms

from . import rules, sitting
from .lines import note
from .saying import Said, audience_of, say
from .shapes import Norm
from .sitting import Place


def norms(viewer: int, conversation: int) -> Norm | None:
    """What the page of a group (public id) says now; None where nothing was ever written. Raises NotFound."""
    place = _group(viewer, conversation)
    rows = list(Norms.objects.filter(conversation=place.conversation, ended_at=None)[:1])
    return next(iter(_shown(viewer, rows)), None)


def norms_before(viewer: int, conversation: int) -> list[Norm]:
    """What it said before, the newest first, as far as the viewer was there. Raises NotFound."""
    place = _group(viewer, conversation)
    rows = Norms.objects.filter(conversation=place.conversation, ended_at__isnull=False)
    return _shown(viewer, list(rows.order_by("-ended_at")))


def _group(viewer: int, conversation: int) -> Place:
    """The viewer's place in a group that it is still in. Raises NotFound."""
    place = sitting.at(viewer, conversation)
    if not place.group or not place.present:
        raise NotFound
    return place


def _shown(viewer: int, rows: Sequence[Norms]) -> list[Norm]:
    """Those of these versions that still held when the viewer came in, if it is in now."""
    audiences = {row.audience for row in rows}
    eyes = boundary.sight(viewer, audiences)
    from_when = {audience: eyes.opens(audience) for audience in audiences}
    seen = [row for row in rows if _held_until(row) >= from_when[row.audience] < boundary.NEVER]
    cards = _cards(viewer, {row.author_id for row in seen if row.author_id is not None})
    return [
        Norm(row.public_id, row.text, row.html, from_us(row.entered_at), cards.get(row.author_id or 0))
        for row in seen
    ]


def _held_until(row: Norms) -> int:
    return row.ended_at if row.ended_at is not None else boundary.NEVER


def _cards(viewer: int, authors: set[int]) -> dict[int, FaceCard]:
    return {card.id: card for card in sitting.shown(viewer, authors)} if authors else {}


def say_norms(actor: int, conversation: int, text: str, seen: int | None) -> None:
    """Write the page of a group anew; a line tells the others. `seen`: the version (public id) that the actor
    had before it, None for none. Raises NotFound; Refused("text", …), also where somebody else was faster.
    """
    said, html = rules.norms(text)
    with write():
        place = sitting.insist_on_being_there(actor, conversation)
        if not place.group or place.seat.state != sitting.IN:
            raise NotFound
        limits.allow(f"conversation:{actor}", limit=rules.CHANGES_AN_HOUR, per_seconds=3600)
        now = Norms.objects.filter(conversation=place.conversation, ended_at=None).first()
        if (now.text if now else "") == said:
            return
        if (now.public_id if now else None) != seen:
            raise Refused("text", rules.faster())
        _replace(actor, place, said, html)


def _replace(actor: int, place: Place, text: str, html: str) -> None:
    moment, row = clock.now_us(), place.conversation
    versions = Norms.objects.filter(conversation=row)
    versions.filter(ended_at=None).update(ended_at=moment)
    Norms.objects.create(
        conversation=row,
        author_id=actor,
        text=text,
        html=html,
        audience=audience_of(row),
        entered_at=moment,
    )
    kept = versions.order_by("-entered_at").values_list("pk", flat=True)[: rules.MOST_NORMS]
    versions.exclude(pk__in=list(kept)).delete()
    epoch.changed([conversation_key(row.pk)])
    note(place, actor, Happening.Kind.NORMS)


def discuss_norms(actor: int, conversation: int, address: str, once_key: str = "") -> int:
    """Ask the others what they think of the page, by a message that leads to its `address`: the message's
    public id. Raises NotFound, also where nothing is written; Refused; TooMany.
    """
    norm = norms(actor, conversation)
    if norm is None or not norm.html:
        raise NotFound
    said = _("How do we want to use this? Here is what we have so far: %(address)s")
    return say(actor, conversation, Said(said % {"address": address}, once_key=once_key))
