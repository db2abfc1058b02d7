"""What somebody is to one, and the circles they are in; both say first what that reveals or hides."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hedgerow.doors.web import ways
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.counting import filled
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.circles import acts as circle_acts
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces.reads import FaceCard

from . import changes, choosing
from .moves import undo_address
from .person import again, sure


@for_faces
@require_POST
def labels(request: Any, handle: str) -> HttpResponse:
    """What somebody is to me. Words of one's own come separated by commas."""
    card = contacts.reachable(request.face_id, handle)
    own = [word for word in request.POST.get("own", "").split(",") if word.strip()]
    wanted = [*request.POST.getlist("label"), *own]
    if not request.POST.get("sure"):
        said = _said_of_labels(request.face_id, card, wanted)
        if said:
            question = _("Change the labels of %(name)s?") % {"name": isolated(card.name)}
            return sure(request, card, question, [("label", word) for word in wanted], said)
    try:
        acts.label(request.face_id, card.id, wanted)
    except Refused as error:
        return again(request, card, error)
    messages.success(request, _("Saved. Only you see labels."))
    return redirect(ways.back(request, f"/contacts/@{card.address}"))


def _said_of_labels(actor: int, card: FaceCard, wanted: list[str]) -> list[str]:
    """A label is a circle too: what another label would reveal or hide."""
    known = {row.name: row.id for row in circle_reads.rows(actor) if row.kind == "label"}
    present = set(contacts.relation(actor, card.id).labels)
    joins = {known[word] for word in wanted if word in known and word not in present}
    leaves = {circle for name, circle in known.items() if name in present and name not in wanted}
    return changes.of_move(actor, [card], joins, leaves)


@for_faces
@require_POST
def circles(request: Any, handle: str) -> HttpResponse:
    """The circles somebody is in, all at once; asks first where that changes who sees what."""
    card = contacts.reachable(request.face_id, handle)
    wanted = {choosing.circle_of(request.face_id, text).id for text in request.POST.getlist("circle")}
    own = {one.id: one for one in circle_reads.on_trays(request.face_id)}
    if not wanted <= own.keys():
        raise NotFound
    present = set(contacts.relation(request.face_id, card.id).circles)
    joins, leaves = wanted - present, present - wanted
    if not request.POST.get("sure"):
        said = changes.of_move(request.face_id, [card], joins, leaves)
        if said:
            question = _("Change the circles of %(name)s?") % {"name": isolated(card.name)}
            return sure(request, card, question, [("circle", own[one].key) for one in wanted], said)
    if joins or leaves:
        pairs = ([(circle, card.id) for circle in some] for some in (joins, leaves))
        made = circle_acts.move(request.face_id, *pairs)
        messages.success(request, _filed(card, len(joins)), extra_tags=undo_address(request, made))
    return redirect(ways.back(request, f"/contacts/@{card.address}"))


def _filed(card: FaceCard, joined: int) -> str:
    if not joined:
        return _("Saved.")
    sentence = ngettext(
        "%(name)s is in %(count)d more circle and sees its new posts only.",
        "%(name)s is in %(count)d more circles and sees their new posts only.",
        joined,
    )
    return filled(sentence, {"name": isolated(card.name), "count": joined})
