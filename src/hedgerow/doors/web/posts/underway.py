"""Answers while somebody writes: people to choose from, and who would read it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel import limits
from hedgerow.kernel.errors import Refused
from hedgerow.people.faces import reads as faces

from . import choosing, composing, looking, versions
from .choosing import Chosen
from .composing import REPLY, Given
from .writing import answered_of

ASKS_A_MINUTE = 120
"""How often a minute a choice may be changed, and a name be looked for."""


@for_faces
@require_safe
def people(request: Any) -> HttpResponse:
    """People by the beginning of a name, to choose or to leave out."""
    limits.allow(f"find:{request.face_id}", limit=ASKS_A_MINUTE, per_seconds=60)
    without = request.GET.get("field") == "without"
    before = request.GET.get("before", "")
    before = before if versions.BEFORE.fullmatch(before) else ""
    wanted = request.GET.get("find-without" if without else f"{before}find", "")[:100]
    found = faces.find(request.face_id, wanted, composing.FOUND)
    first = choosing.PERSON if without else ""
    context = {
        "people": [
            {"value": f"{first}{card.public_id}", "name": card.name, "handle": card.address, "face": card}
            for card in found
        ],
        "field": "without" if without else f"{before}person",
        "asked": bool(wanted.strip()),
    }
    return render(request, "web/compose/people.html", context)


@for_faces
@require_POST
def audience(request: Any) -> HttpResponse:
    """Who would read it, as the fields stand now."""
    limits.allow(f"ask:{request.face_id}", limit=ASKS_A_MINUTE, per_seconds=60)
    chosen = choosing.sent(request.POST, request.face_id)
    kind, answered = answered_of(request.face_id, request.POST)
    try:
        told = choosing.told(
            request.face_id,
            _meant(request.face_id, kind, chosen),
            behind=composing.behind_of(kind, answered),
        )
    except Refused as error:
        told = choosing.refused(chosen, error)
    return render(request, "web/compose/answer.html", {"audience": told})


def _meant(actor: int, kind: str, chosen: Chosen) -> Chosen:
    """Nothing named means what is usual; of a reply, whoever sees what it answers."""
    return composing.usual(actor) if chosen == Chosen() and kind != REPLY else chosen


@for_faces
@require_POST
def choices(request: Any) -> HttpResponse:
    """The choice of an audience, for a composer that came without it."""
    kind, answered = answered_of(request.face_id, request.POST)
    do = request.POST.get("do", "")
    chosen = (
        looking.taken(request.face_id, request.POST.get("likely", ""))
        if do == "take"
        else choosing.sent(request.POST, request.face_id)
    )
    drawn = "taken" if do == "take" else "left_out" if do.startswith(choosing.LEAVE_OUT) else "audience"
    context = composing.composer_context(
        request, kind=kind, answered=answered, written=Given(chosen=chosen), open=drawn == "audience"
    )
    return render(request, f"web/compose/{drawn}.html", context)


@for_faces
@require_POST
def likely(request: Any) -> HttpResponse:
    """Which circles the text looks like so far."""
    limits.allow(f"ask:{request.face_id}", limit=ASKS_A_MINUTE, per_seconds=60)
    text = request.POST.get("text", "")[: composing.LONGEST_STORY]
    chosen = choosing.sent(request.POST, request.face_id)
    return render(
        request, "web/compose/likely.html", {"likely": looking.likely(request.face_id, text, chosen)}
    )
