"""Who is in a conversation: bringing in, taking out, leaving, naming, muting."""

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import NotFound, Refused, TooMany
from hedgerow.talk.conversations import acts, reads

from .saying import OFFERED, _found


@require_http_methods(["GET", "HEAD", "POST"])
@for_faces
def page(request: Any, conversation: int) -> HttpResponse:
    """The people of a conversation; a POST brings somebody into a group."""
    error = ""
    if request.method == "POST":
        try:
            chosen = reads.writable(request.face_id, request.POST.getlist("to")[:60])
            if not chosen:
                raise Refused("to", _("Choose whom you want to bring in."))
            acts.add(request.face_id, conversation, [card.id for card in chosen])
            return redirect("conversation", conversation)
        except TooMany:
            error = _("You wrote to many new people. Go on in a while.")
        except Refused as refused:
            error = refused.message
    found = reads.one(request.face_id, conversation)
    if found.state == "left":
        raise NotFound
    text = request.GET.get("find", "")[:100].strip()
    there = {card.id for card in found.people}
    offered = [card for card in _found(request.face_id, text) if card.id not in there] if found.group else []
    context = {
        "nav": "messages",
        "found": found,
        "offered": offered[:OFFERED],
        "find": text,
        "error": error,
    }
    return render(request, "web/talking/people.html", context, status=422 if error else 200)


@require_POST
@for_faces
def remove(request: Any, conversation: int) -> HttpResponse:
    """Take somebody out of a group that the face began."""
    chosen = reads.writable(request.face_id, [request.POST.get("who", "")])
    if not chosen:
        raise NotFound
    acts.remove(request.face_id, conversation, chosen[0].id)
    return redirect("conversation_people", conversation)


@require_http_methods(["GET", "HEAD", "POST"])
@for_faces
def leave(request: Any, conversation: int) -> HttpResponse:
    """Go from a group, after a question."""
    found = reads.one(request.face_id, conversation)
    if not found.group or found.state == "left":
        raise NotFound
    if request.method == "POST":
        acts.leave(request.face_id, conversation)
        toasts.success(request, _("You left."))
        return redirect("messages")
    context = {
        "nav": "messages",
        "question": _("Leave %(title)s?") % {"title": isolated(found.title)},
        "words": _(
            "From now on you see only what you wrote yourself. A line tells the others that you left."
        ),
        "action": request.path,
        "fields": {},
        "yes": _("Leave"),
        "danger": True,
        "no_url": f"{found.url}/people",
    }
    return render(request, "web/confirm.html", context)


@require_POST
@for_faces
def mute(request: Any, conversation: int) -> HttpResponse:
    """Be told nothing of a conversation, or again."""
    acts.mute(request.face_id, conversation, request.POST.get("mute") == "1")
    return redirect("conversation_people", conversation)


@require_POST
@for_faces
def rename(request: Any, conversation: int) -> HttpResponse:
    """Give a group a name."""
    acts.rename(request.face_id, conversation, request.POST.get("name", ""))
    return redirect("conversation_people", conversation)
