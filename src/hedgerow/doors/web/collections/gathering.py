"""Putting posts on collections, taking them off, and their order."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web import cards
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.posts.choosing import whole
from hedgerow.doors.web.ways import back
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.talk.collections import acts, reads
from hedgerow.talk.collections.acts import Draft
from hedgerow.talk.posts import reads as posts


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: Any, post: int) -> HttpResponse:
    """Choose on which of one's collections a post is; several at once, and a new one by its name."""
    shown = posts.post(request.face_id, post)
    if request.method == "POST":
        try:
            _gather(request, shown.public_id)
        except Refused as error:
            return _choices(request, shown, error.message, 422)
        messages.success(request, _("Your collections are up to date."))
        return redirect(back(request, shown.url))
    return _choices(request, shown)


def _gather(request: Any, post: int) -> None:
    actor, data = request.face_id, request.POST
    wanted = [number for value in data.getlist("collection") if (number := whole(value)) is not None]
    if data.get("name", "").strip():
        wanted.append(acts.make(actor, Draft(data["name"])))
    acts.gather(actor, post, wanted)


def _choices(request: Any, shown: Any, error: str = "", status: int = 200) -> HttpResponse:
    boards, held = reads.with_post(request.face_id, shown.public_id)
    context = {
        "shown": shown,
        "card": cards.card(request, shown, plain=True),
        "boards": [{"board": board, "held": board.public_id in held} for board in boards],
        "error": error,
    }
    return render(request, "web/collections/collect.html", context, status=status)


@for_faces
@require_POST
def move(request: Any, number: int) -> HttpResponse:
    """One place up or down, or to an end."""
    acts.move(request.face_id, number, _post(request), request.POST.get("way", ""))
    return redirect(_page(request, number))


@for_faces
@require_POST
def take_off(request: Any, number: int) -> HttpResponse:
    """Take a post off a collection."""
    acts.take_off(request.face_id, number, _post(request))
    return redirect(_page(request, number))


def _page(request: Any, number: int) -> str:
    """Where one was, at the post that moved."""
    return f"{reads.one(request.face_id, number).url}#post-{_post(request)}"


def _post(request: Any) -> int:
    found = whole(request.POST.get("post"))
    if found is None:
        raise NotFound
    return found
