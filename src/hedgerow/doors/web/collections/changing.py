"""Making, changing and deleting collections."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web import uploads
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.posts import choosing, composing, sending
from hedgerow.doors.web.posts.choosing import Chosen
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.talk.collections import acts, reads
from hedgerow.talk.collections.acts import Draft
from hedgerow.talk.collections.reads import Board

METHODS = ["GET", "HEAD", "POST"]


@for_faces
@require_http_methods(METHODS)
def new(request: Any) -> HttpResponse:
    """Make a collection."""
    if request.method != "POST":
        return _page(request, None, {}, composing.usual(request.face_id))
    return _save(request, None)


@for_faces
@require_http_methods(METHODS)
def edit(request: Any, number: int) -> HttpResponse:
    """Change a collection of one's own."""
    board = _own(request, number)
    if request.method == "POST":
        return _save(request, board)
    choice = reads.choice(request.face_id, number)
    chosen = choosing.of(choice) if choice is not None else Chosen()
    return _page(request, board, {"name": board.name, "description": board.description}, chosen)


def _save(request: Any, board: Board | None) -> HttpResponse:
    data = request.POST
    chosen = choosing.sent(data, request.face_id)
    if sending.look_again(data):
        return _page(request, board, data, chosen, open=sending.stays_open(data))
    try:
        url = _saved(request, board, chosen)
    except Refused as error:
        return _page(request, board, data, chosen, errors={error.field: error.message}, status=422)
    return redirect(url)


def _saved(request: Any, board: Board | None, chosen: Chosen) -> str:
    """Where it is. Raises Refused, and then a new one was not made."""
    actor, data = request.face_id, request.POST
    picture = _cover(request)
    audience = None if board is not None and chosen == Chosen() else chosen.choice()
    draft = Draft(data.get("name", ""), data.get("description", ""), audience)
    number = board.public_id if board else 0
    if board is None:
        number = acts.make(actor, draft)
    else:
        acts.change(actor, number, draft)
    if picture is not None:
        try:
            acts.cover(actor, number, picture, data.get("cover_alt", ""))
        except Refused as error:
            messages.error(request, error.message)
    return reads.one(actor, number).url


def _cover(request: Any) -> bytes | None:
    """The picture that was sent; no bytes to take it away; None to leave it."""
    if request.POST.get("no_cover"):
        return b""
    try:
        return uploads.picture(request.FILES.get("cover"))
    except Refused as error:
        raise Refused("cover", error.message) from error


def _page(
    request: Any,
    board: Board | None,
    typed: Any,
    chosen: Chosen,
    *,
    errors: dict[str, str] | None = None,
    open: bool = False,
    status: int = 200,
) -> HttpResponse:
    if board is None and chosen == Chosen():
        # Nothing was named: it goes to those the face usually writes to, and the page says so.
        chosen = composing.usual(request.face_id)
    audience, refused = _audience(request.face_id, board, chosen)
    wrong = refused | (errors or {})
    context = {
        "board": board,
        "typed": typed,
        "errors": wrong,
        "composer": {
            "audience": audience,
            "choices": _choices(request, chosen),
            "open": open or "audience" in wrong,
        },
        "review": True,
        "nav": "me",
    }
    return render(request, "web/collections/edit.html", context, status=status)


def _audience(
    actor: int, board: Board | None, chosen: Chosen
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """Whom it is for in words, and what is wrong with that, by field."""
    if chosen != Chosen():
        try:
            return choosing.told(actor, chosen), {}
        except Refused as error:
            return choosing.refused(chosen, error), {"audience": error.message}
    # No single choice says whom it is for: it stays so until somebody chooses anew.
    return {"gate": board.told.gate, "sentence": board.told.sentence} if board is not None else None, {}


def _choices(request: Any, chosen: Chosen) -> dict[str, Any]:
    found = sending.found(request) if request.method == "POST" else {"found": (), "found_without": ()}
    return choosing.choices(request.face_id, chosen, found["found"], found["found_without"])


@for_faces
@require_http_methods(METHODS)
def delete(request: Any, number: int) -> HttpResponse:
    """Ask, and delete."""
    board = _own(request, number)
    if request.method == "POST":
        acts.delete(request.face_id, number)
        undo = f"/collections/{number}/restore"
        messages.success(request, _("The collection is deleted."), extra_tags=undo)
        return redirect("/collections")
    context = {
        "question": _("Delete %(name)s?") % {"name": board.name},
        "words": [
            _("Nobody sees this collection any more. The posts on it stay where they are."),
            _("For a minute you can take it back."),
        ],
        "action": f"/collections/{number}/delete",
        "yes": _("Delete"),
        "danger": True,
        "no_url": board.url,
    }
    return render(request, "web/confirm.html", context)


@for_faces
@require_POST
def restore(request: Any, number: int) -> HttpResponse:
    """Take a deletion back."""
    acts.restore(request.face_id, number)
    return redirect(reads.one(request.face_id, number).url)


def _own(request: Any, number: int) -> Board:
    board = reads.one(request.face_id, number)
    if not board.mine:
        raise NotFound
    return board
