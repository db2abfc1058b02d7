"""How an act on a post is answered: the card drawn anew for scripts, a way back for everybody else."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hedgerow.doors.web import cards
from hedgerow.doors.web.ways import back
from hedgerow.talk.posts import reads as posts


def redrawn(request: Any, post: int, said: str = "") -> HttpResponse:
    """Done, in place: the post as it now stands, or back to where it was done."""
    if not request.htmx:
        if said:
            messages.success(request, said)
        return redirect(way_back(request, post))
    shown = posts.post(request.face_id, post)
    answer = HttpResponse(cards.card(request, shown))
    if said:
        answer["HX-Trigger"] = json.dumps({"toast": {"text": said}})
    return answer


def gone_back(request: Any, post: int, said: str, undo: str = "") -> HttpResponse:
    """Done, and the page it was done on is shown anew. `undo`: the address that takes it back."""
    messages.success(request, said, extra_tags=undo)
    return redirect(way_back(request, post))


def way_back(request: Any, post: int) -> str:
    """Where the form came from; the post's own page, where it came from a page about that post."""
    wanted = back(request, "")
    if wanted and not wanted.startswith(f"/p/{post}/"):
        return wanted
    return posts.post(request.face_id, post).url


def came_from(request: HttpRequest, fallback: str) -> str:
    """The page of ours on which a link to this one was followed, for the way back afterwards."""
    parts = urlsplit(request.headers.get("Referer", ""))
    ours = parts.netloc == request.get_host() and not parts.path.startswith(("/p/", "/compose"))
    return (parts.path + (f"?{parts.query}" if parts.query else "")) if ours and parts.path else fallback
