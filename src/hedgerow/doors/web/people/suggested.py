"""Suggested circles: looking, what was found, taking it as it is or corrected, and waving it away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import Refused
from hedgerow.people.circles import reads as circles
from hedgerow.talk.suggesting import acts, reads
from hedgerow.talk.suggesting.reads import Proposal

from . import changes, frame
from .moves import undo_address


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: Any) -> HttpResponse:
    """What was found; a POST looks at the contacts."""
    if request.method == "POST":
        acts.begin(request.face_id)
        return redirect("circles_suggested")
    return _page(request)


def _page(request: Any, wrong: str = "", error: Refused | None = None) -> HttpResponse:
    look = reads.look(request.face_id)
    context = {
        **frame.around(request, "circles"),
        "look": look,
        "wrong": wrong,
        "error": error,
        "name": request.POST.get("name", ""),
    }
    return render(request, "web/people/suggested.html", context, status=422 if error else 200)


@for_faces
@require_POST
def take(request: Any, key: str) -> HttpResponse:
    """Make the circle of those who are ticked, or put them into the one there is."""
    wanted = reads.proposal(request.face_id, key)
    people = _ticked(request, wanted)
    try:
        if not people:
            raise Refused("person", _("Choose somebody."))
        circle, move = acts.take(request.face_id, wanted, request.POST.get("name", ""), people)
    except Refused as error:
        return _page(request, key, error)
    row = next(one for one in circles.on_trays(request.face_id) if one.id == circle)
    cards = [card for card in (*wanted.people, *wanted.also) if card.id in people]
    said = changes.done(cards, row.name, joined=True, left=False)
    messages.success(request, said, extra_tags=undo_address(request, move))
    return redirect("circles_suggested")


def _ticked(request: Any, wanted: Proposal) -> set[int]:
    chosen = set(request.POST.getlist("person"))
    return {card.id for card in (*wanted.people, *wanted.also) if str(card.public_id) in chosen}


@for_faces
@require_POST
def dismiss(request: Any, key: str) -> HttpResponse:
    """Never again."""
    wanted = reads.proposal(request.face_id, key)
    acts.dismiss(request.face_id, wanted)
    name = wanted.into.name if wanted.into else wanted.name
    said = _("This will not be suggested again.")
    messages.info(request, f"{isolated(name)}: {said}" if name else said)
    return redirect("circles_suggested")
