"""All circles at a glance, and one circle: who is in it, what it has been sent, its name and its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.cards import cards
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import Refused
from hedgerow.people.circles import acts
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles.reads import OwnCircle
from hedgerow.people.contacts import reads as contacts
from hedgerow.talk.posts import reads as posts

from . import changes, choosing, frame

SHOWN = 200
"""How many people a circle's page lists; the contacts page pages through all."""
POSTS = 10


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: Any) -> HttpResponse:
    """The circles as trays; a POST makes one."""
    error = None
    if request.method == "POST":
        try:
            made = acts.make(request.face_id, request.POST.get("name", ""))
            return redirect("circle", _own(request.face_id, made).public_id)
        except Refused as refusal:
            error = refusal
    found = circles.glimpses(request.face_id)
    context = {
        **frame.around(request, "circles"),
        "own": [one for one in found if one.circle.kind == "own"],
        "given": [one for one in found if one.circle.kind in {"followers", "mutuals"}],
        "labels": [one for one in found if one.circle.kind == "label"],
        "loose": contacts.counts(request.face_id)["loose"],
        "error": error,
        "name": request.POST.get("name", ""),
    }
    return render(request, "web/people/circles.html", context, status=422 if error else 200)


def _own(actor: int, circle: int) -> OwnCircle:
    return next(one for one in circles.on_trays(actor) if one.id == circle)


@for_faces
@require_safe
def page(request: Any, public_id: int) -> HttpResponse:
    """One circle. Somebody else's is answered like one that does not exist."""
    return _page(request, circles.by_public_id(request.face_id, public_id))


def _page(request: Any, circle: OwnCircle, error: Refused | None = None) -> HttpResponse:
    people = circles.people_in(request.face_id, circle.id)
    before = choosing.number(request.GET.get("before"))
    sent = posts.sent_to(request.face_id, circle.id, before, POSTS)
    context = {
        **frame.around(request, "circles"),
        "circle": circle,
        "gate": "wide" if circle.kind == "followers" else "ajar",
        "people": people[:SHOWN],
        "rest": max(0, len(people) - SHOWN),
        "cards": cards(request, sent.shown),
        "any": bool(sent.shown),
        "older": f"/circles/{circle.key}?before={sent.next}" if sent.next is not None else "",
        "error": error,
        "name": request.POST.get("name", circle.name) if error else circle.name,
    }
    return render(request, "web/people/circle.html", context, status=422 if error else 200)


@for_faces
@require_POST
def rename(request: Any, public_id: int) -> HttpResponse:
    """Another name for a circle."""
    circle = circles.by_public_id(request.face_id, public_id)
    try:
        acts.rename(request.face_id, circle.id, request.POST.get("name", ""))
    except Refused as error:
        return _page(request, circle, error)
    messages.success(request, _("Renamed."))
    return redirect("circle", public_id)


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Any, public_id: int) -> HttpResponse:
    """Says what follows, then closes."""
    circle = circles.by_public_id(request.face_id, public_id)
    if request.method == "POST":
        acts.close(request.face_id, circle.id)
        text = _("The circle %(name)s is closed.") % {"name": isolated(circle.name)}
        messages.success(request, text)
        return redirect("circles")
    context = {
        "question": _("Close the circle %(name)s?") % {"name": isolated(circle.name)},
        "words": [
            _("Everybody leaves it, nobody is told, and it cannot be opened again. Contacts stay contacts."),
            *changes.of_closing(request.face_id, circle.id),
        ],
        "action": request.path,
        "yes": _("Close the circle"),
        "danger": True,
        "no_url": f"/circles/{circle.key}",
        "nav": "circles",
    }
    return render(request, "web/confirm.html", context)
