"""How a group uses its conversation: its page, writing it, what it said before, and talking about it."""

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.norms import group_template
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.ids import opaque
from hedgerow.talk.conversations import acts, reads
from hedgerow.talk.conversations.reads import Norm

from .given import insist_on_face, whole


@require_safe
@for_faces
def page(request: Any, conversation: int) -> HttpResponse:
    """What they expect of each other, for whoever is in it now."""
    viewer = request.face_id
    norm = reads.norms(viewer, conversation)
    found = reads.one(viewer, conversation)
    context = {
        "nav": "messages",
        "found": found,
        "norm": norm if norm is not None and norm.html else None,
        "before": bool(reads.norms_before(viewer, conversation)),
        "writes": found.state == "in",
        "talks": found.state == "in" and bool(found.people),
        "key": opaque(),
    }
    return render(request, "web/talking/norms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_faces
def write(request: Any, conversation: int) -> HttpResponse:
    """Write the page, from a template to begin with; who is in it may."""
    norm = reads.norms(request.face_id, conversation)
    found = reads.one(request.face_id, conversation)
    if found.state != "in":
        raise NotFound
    if request.method == "GET":
        return _form(request, found, norm, norm.text if norm and norm.text else group_template())
    try:
        insist_on_face(request)
        text, seen = request.POST.get("text", ""), whole(request.POST.get("seen", ""))
        acts.say_norms(request.face_id, conversation, text, seen)
    except Refused as refused:
        return _form(request, found, norm, request.POST.get("text", ""), refused.message)
    toasts.success(request, _("Kept. A line tells the others."))
    return redirect("conversation_norms", conversation)


def _form(request: Any, found: Any, norm: Norm | None, text: str, error: str = "") -> HttpResponse:
    other = error and norm is not None and str(norm.number) != request.POST.get("seen", "")
    context = {
        "nav": "messages",
        "found": found,
        "text": text,
        "error": error,
        "seen": str(norm.number) if norm is not None else "",
        "now": norm if other else None,
        "most": str(acts.LONGEST_NORMS),
    }
    return render(request, "web/talking/norms_write.html", context, status=422 if error else 200)


@require_safe
@for_faces
def before(request: Any, conversation: int) -> HttpResponse:
    """What the page said before, as far as the face was there."""
    versions = reads.norms_before(request.face_id, conversation)
    context = {
        "nav": "messages",
        "found": reads.one(request.face_id, conversation),
        "versions": versions,
    }
    return render(request, "web/talking/norms_before.html", context)


@require_POST
@for_faces
def discuss(request: Any, conversation: int) -> HttpResponse:
    """Ask the others what they think of it, by a message of the face that speaks."""
    address = request.build_absolute_uri(f"/messages/{conversation}/norms")
    key = request.POST.get("key", "")[:60]
    try:
        insist_on_face(request)
        acts.discuss_norms(request.face_id, conversation, address, key)
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect(f"/messages/{conversation}#end")
