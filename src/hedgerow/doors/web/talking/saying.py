"""Beginning a conversation: whom to, and the first words."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.errors import Refused, TooMany
from hedgerow.kernel.ids import opaque
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.conversations import acts, reads

from .given import Given, again, said

OFFERED = 24
MOST_ASKED = 60


@require_http_methods(["GET", "HEAD", "POST"])
@for_faces
def new(request: Any) -> HttpResponse:
    """Choose people by name, then write to them; with one known already: to that conversation."""
    given = request.POST if request.method == "POST" else request.GET
    chosen = reads.writable(request.face_id, given.getlist("to")[:MOST_ASKED])
    if request.method == "POST" and given.get("do") == "send":
        return _send(request, chosen)
    if len(chosen) == 1 and request.method != "POST":
        known = reads.conversation_with(request.face_id, chosen[0].id)
        if known is not None:
            return redirect(known.url)
    kept = Given(text=given.get("text", ""), key=given.get("key", ""), alt=given.get("alt", ""))
    return _page(request, chosen, kept)


def _send(request: Any, chosen: list[FaceCard]) -> HttpResponse:
    try:
        if len(chosen) < len(set(request.POST.getlist("to"))):
            raise Refused("to", _("There is nobody of this name whom you can write to."))
        name = request.POST.get("name", "")
        number = acts.begin(request.face_id, [card.id for card in chosen], said(request), name)
    except TooMany:
        return _page(request, chosen, again(request, _("You wrote to many new people. Go on in a while.")))
    except Refused as refused:
        return _page(request, chosen, again(request, refused.message))
    return redirect("conversation", number)


def _page(request: Any, chosen: list[FaceCard], given: Given) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    text = (data.get("find") or "")[:100].strip()
    taken = {card.id for card in chosen}
    found = [card for card in _found(request.face_id, text) if card.id not in taken]
    context = {
        "nav": "messages",
        "chosen": chosen,
        "found": found[:OFFERED],
        "find": text,
        "name": data.get("name", "")[:80],
        "given": given,
        "key": given.key or opaque(),
    }
    return render(request, "web/talking/new.html", context, status=422 if given.error else 200)


def _found(actor: int, text: str) -> list[FaceCard]:
    if text:
        return [each.face for each in contacts.find(actor, text)]
    return [each.face for each in contacts.contacts(actor, limit=OFFERED * 2).contacts]
