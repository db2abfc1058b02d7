"""The list of conversations, requests, who may write to one, and files."""

from typing import Any

from django.contrib import messages as toasts
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.text import beginning
from hedgerow.people.emoji.reads import bare
from hedgerow.people.faces import reads as faces
from hedgerow.talk.conversations import acts, reads
from hedgerow.talk.conversations.reads import Listed, Page

from .given import whole

LONGEST = 90
WRITERS = (
    ("everybody", gettext_lazy("Everybody")),
    ("contacts", gettext_lazy("My contacts")),
    ("follows", gettext_lazy("People I follow")),
    ("nobody", gettext_lazy("Nobody")),
)


@require_safe
@for_faces
def messages(request: Any) -> HttpResponse:
    """The conversations of the face, those last written in first."""
    return _list(request, reads.listed(request.face_id, _below(request)), "messages")


@require_safe
@for_faces
def requests(request: Any) -> HttpResponse:
    """Conversations that somebody unknown began."""
    return _list(request, reads.requests(request.face_id, _below(request)), "requests")


def _below(request: Any) -> int | None:
    return whole(request.GET.get("below", ""))


def _list(request: Any, page: Page, which: str) -> HttpResponse:
    rows = [
        {"it": each, "says": _says(each), "words": _words(each), "people": each.found.people[:2]}
        for each in page.items
    ]
    waiting = reads.waiting(request.face_id)
    tabs = [
        {"url": "/messages", "text": _("Conversations"), "current": which == "messages"},
        {
            "url": "/messages/requests",
            "text": _("Requests"),
            "current": which != "messages",
            "count": waiting,
        },
    ]
    context = {
        "nav": "messages",
        "rows": rows,
        "tabs": tabs,
        "which": which,
        "older": f"{request.path}?below={page.older}" if page.older is not None else "",
        "top": request.path if "below" in request.GET else "",
    }
    return render(request, "web/talking/list.html", context)


def _words(each: Listed) -> str:
    """What was last said, in a line."""
    if each.last is None:
        return ""
    return beginning(each.last.body.html, LONGEST) or _("A picture or a file")


def _says(each: Listed) -> str:
    """Who said it, where that is not plain from the conversation's name."""
    if each.last is None:
        return ""
    if each.last.mine:
        return _("You:")
    return _("%(name)s:") % {"name": isolated(bare(each.last.author.name))} if each.found.group else ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_faces
def settings(request: Any) -> HttpResponse:
    """Who may begin a conversation with the face, and whether it shows how far it has read."""
    if request.method == "POST":
        acts.wish(request.face_id, request.POST.get("messages_from", ""), "read_marks" in request.POST)
        toasts.success(request, _("Kept."))
        return redirect("message_settings")
    now = faces.face(request.face_id).settings
    context = {"nav": "messages", "now": now, "writers": WRITERS}
    return render(request, "web/talking/settings.html", context)


@require_safe
def file(request: Any, file: int) -> HttpResponseBase:
    """A file of a message, for keeping: no browser opens it here."""
    found = reads.file_for(request.face_id, file, request.GET.get("grant", ""))
    try:
        handle = found.path.open("rb")
    except FileNotFoundError as error:
        raise NotFound from error
    answer = FileResponse(
        handle, as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
