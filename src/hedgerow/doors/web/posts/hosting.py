"""What the author of a thread does with answers in it, and handing a post to the moderators."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.ways import back
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.reports import acts as reports
from hedgerow.talk.reports import reads as report_reads

from .acting import may_host
from .answers import came_from, gone_back


@for_faces
@require_POST
def hide(request: Any, post: int) -> HttpResponse:
    """Fold an answer in one's own thread away for everybody, or unfold it."""
    hidden = not posts.post(request.face_id, post).hidden
    acts.hide_reply(request.face_id, post, hidden)
    said = _("Folded away. Whoever wants to read it can open it.") if hidden else _("Shown like the others.")
    return gone_back(request, post, said)


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Any, post: int) -> HttpResponse:
    """Take an answer out of one's own thread."""
    shown = posts.post(request.face_id, post)
    if not may_host(request.face_id, shown):
        raise NotFound
    root = posts.thread(request.face_id, post).root
    thread = posts.post(request.face_id, root).url
    if request.method == "POST":
        acts.remove_reply(request.face_id, post)
        messages.success(request, _("Taken out of your thread."))
        wanted = back(request, thread)
        return redirect(thread if wanted.split("?")[0] == shown.url else wanted)
    context = {
        "question": _("Take this reply out of your thread?"),
        "words": [
            _("%(name)s alone keeps it. What was answered goes with it.")
            % {"name": isolated(shown.author.name)},
            _("It cannot be put back."),
        ],
        "action": request.path,
        "fields": {"next": came_from(request, thread)},
        "yes": _("Take it out"),
        "danger": True,
        "no_url": shown.url,
    }
    return render(request, "web/confirm.html", context)


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Any, post: int) -> HttpResponse:
    """Hand the moderators a copy of a post, with one's own words."""
    shown = posts.post(request.face_id, post)
    if shown.mine:
        raise NotFound
    error = None
    if request.method == "POST":
        category, words = request.POST.get("category", ""), request.POST.get("words", "")
        try:
            reports.report(request.face_id, shown.author.id, [shown.public_id], category, words)
        except Refused as refused:
            error = refused
        else:
            messages.success(request, _("Thank you. The moderators will look at it."))
            return redirect(back(request, shown.url))
    context = {
        "shown": shown,
        "categories": list(report_reads.CATEGORIES.items()),
        "category": request.POST.get("category", ""),
        "words": request.POST.get("words", ""),
        "error": error,
        "next": came_from(request, shown.url),
    }
    return render(request, "web/posts/report.html", context, status=422 if error else 200)
