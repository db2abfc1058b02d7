"""A conversation's page, and what one does in it."""

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.delivery.notifications import acts as notifications
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.drawings import offered
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.ids import opaque
from hedgerow.talk.conversations import acts, reads
from hedgerow.talk.conversations.reads import Found, Message
from hedgerow.talk.posts import acts as posts

from . import rows
from .given import Given, again, insist_on_face, said, whole


@require_http_methods(["GET", "HEAD", "POST"])
@for_faces
def page(request: Any, conversation: int) -> HttpResponse:
    """What was said, the latest at the end, and a place to write; a POST says something."""
    if request.method == "POST":
        return _say(request, conversation)
    return _page(request, conversation)


def _say(request: Any, conversation: int) -> HttpResponse:
    found = reads.one(request.face_id, conversation)
    try:
        number = acts.say(request.face_id, conversation, said(request))
    except Refused as refused:
        if request.htmx:
            return HttpResponse(refused.message, status=422, content_type="text/plain; charset=utf-8")
        return _page(request, conversation, again(request, refused.message))
    if request.htmx:
        above = whole(request.POST.get("above", "")) or 0
        return HttpResponse(rows.fresh(request.face_id, conversation, number, above) or "")
    return redirect(f"{found.url}#end")


def _page(request: Any, conversation: int, given: Given | None = None) -> HttpResponse:
    viewer = request.face_id
    found = reads.one(viewer, conversation)
    before, at = _number(request, "before"), _number(request, "at")
    shown = reads.messages(viewer, conversation, before=before, after=at)
    marks = reads.read_marks(viewer, conversation)
    html = rows.drawn(found, shown.items, marks)
    latest = before is None and at is None
    context = {
        "nav": "messages",
        "found": found,
        "rows": html,
        "any": bool(shown.items),
        "older": f"{found.url}?before={shown.older}" if shown.older is not None else "",
        "latest": latest,
        "back_to": "/messages/requests" if found.state == "asked" else "/messages",
        "given": given or Given(),
        "emoji": offered(),
        "key": (given.key if given else "") or opaque(),
        "writes": found.state == "in" and bool(found.people),
        "last": str(shown.items[-1].number) if shown.items else "0",
    }
    if request.htmx and before is not None:
        return render(request, "web/talking/older.html", context)
    answer = render(request, "web/talking/one.html", context, status=422 if given else 200)
    if latest and request.method == "GET":
        _have_read(viewer, found)
    return answer


def _have_read(viewer: int, found: Found, message: int = 2**62) -> None:
    """What stands on the page is read; of a request nothing is noted."""
    if found.state == "in":
        acts.read_to(viewer, found.public_id, message)
        notifications.seen_in(viewer, found.id)


@require_POST
@for_faces
def read(request: Any, conversation: int) -> HttpResponse:
    """The page in sight shows everything up to a message."""
    found = reads.one(request.face_id, conversation)
    number = whole(request.POST.get("message", ""))
    if number is not None:
        _have_read(request.face_id, found, number)
    return HttpResponse(status=204)


@require_POST
@for_faces
def writing(request: Any, conversation: int) -> HttpResponse:
    """The face is writing."""
    acts.writing(request.face_id, conversation)
    return HttpResponse(status=204)


@require_POST
@for_faces
def answer(request: Any, conversation: int) -> HttpResponse:
    """Let somebody unknown write on, or put the request out of the way."""
    if request.POST.get("answer") == "accept":
        acts.accept(request.face_id, conversation)
        return redirect("conversation", conversation)
    acts.decline(request.face_id, conversation)
    toasts.success(request, _("Out of the way. Nobody is told."))
    return redirect("message_requests")


def _message(request: Any, conversation: int, message: int) -> Message:
    """A message as it stands in this conversation. Raises NotFound."""
    page_of = reads.messages(request.face_id, conversation, before=message + 1, limit=1)
    item = page_of.items[-1] if page_of.items else None
    if not isinstance(item, Message) or item.number != message:
        raise NotFound
    return item


def _redrawn(request: Any, conversation: int, message: int) -> HttpResponse:
    if request.htmx:
        return HttpResponse(rows.row_of(request.face_id, conversation, message) or "")
    return redirect(f"/messages/{conversation}?at={message}#m{message}")


@require_http_methods(["GET", "HEAD", "POST"])
@for_faces
def react(request: Any, conversation: int, message: int) -> HttpResponse:
    """React with one emoji; the one already left takes it back."""
    shown = _message(request, conversation, message).shown
    if request.method == "POST":
        emoji = request.POST.get("emoji", "")
        if emoji and emoji == shown.reacted:
            posts.unreact(request.face_id, message)
        else:
            posts.react(request.face_id, message, emoji)
    return _redrawn(request, conversation, message)


@require_http_methods(["GET", "HEAD", "POST"])
@for_faces
def edit(request: Any, conversation: int, message: int) -> HttpResponse:
    """Say an own message anew."""
    item = _message(request, conversation, message)
    if not item.shown.mine:
        raise NotFound
    error, text = "", ""
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            insist_on_face(request)
            acts.edit(request.face_id, message, text)
            return _redrawn(request, conversation, message)
        except Refused as refused:
            error = refused.message
    context = {
        "nav": "messages",
        "found": reads.one(request.face_id, conversation),
        "action": request.path,
        "text": text or reads.words(request.face_id, message),
        "error": error,
        "number": str(message),
    }
    return render(request, "web/talking/edit.html", context, status=422 if error else 200)


@require_POST
@for_faces
def delete(request: Any, conversation: int, message: int) -> HttpResponse:
    """Take an own message away; for a minute it can come back."""
    if not _message(request, conversation, message).shown.mine:
        raise NotFound
    posts.delete(request.face_id, message)
    toasts.success(request, _("Deleted."), extra_tags=f"/p/{message}/undo-delete")
    return redirect("conversation", conversation)


def _number(request: Any, name: str) -> int | None:
    return whole(request.GET.get(name, ""))
