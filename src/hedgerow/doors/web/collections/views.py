"""Looking at collections."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hedgerow.doors.web import cards
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.media.views import send
from hedgerow.doors.web.reading.views import number as number_in
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces
from hedgerow.talk.collections import reads as collections
from hedgerow.talk.collections.acts import WAYS

LIMIT = 20


@for_faces
@require_safe
def mine(request: Any) -> HttpResponse:
    """One's own collections."""
    context = {"boards": collections.own(request.face_id), "nav": "me"}
    return render(request, "web/collections/mine.html", context)


@require_safe
def of_face(request: Any, handle: str) -> HttpResponse:
    """A face's collections that the reader may see."""
    profile = faces.profile(request.face_id, handle)
    if handle != profile.card.address:
        return redirect(f"{profile.card.url}/collections")
    boards = [] if profile.blocked else collections.of(request.face_id, profile.card.id)
    context = {"profile": profile, "card": profile.card, "boards": boards, "index": not profile.no_index}
    return render(request, "web/collections/of.html", context)


@require_safe
def one(request: Any, handle: str, number: int) -> HttpResponse:
    """A collection, with those of its posts that the reader may see."""
    board = collections.one(request.face_id, number)
    if handle != board.author.address:
        raise NotFound
    after = number_in(request, "after")
    page = collections.items(request.face_id, number, after, LIMIT)
    context = {
        "board": board,
        "items": [
            {"html": cards.card(request, post), "id": post.public_id, "name": post.author.name}
            for post in page.shown
        ],
        "first": after is None,
        "older": f"{board.url}?after={page.next}" if page.next is not None else "",
        "ways": WAYS,
        "nav": "me" if board.mine else "",
    }
    return render(request, "web/collections/one.html", context)


@require_safe
def cover(request: Any, number: int) -> HttpResponseBase:
    """The picture on a collection."""
    return send(request, collections.cover_for(request.face_id, number, grant=request.GET.get("grant", "")))
