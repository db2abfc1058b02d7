"""Writing: the composer alone, and what led to it."""

from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.circles import reads as circles

from . import choosing, drafts, looking
from .choosing import Chosen
from .composing import POST, Given
from .further import Further
from .sending import send
from .writing import answered_of, page

LONGEST_SHARED = 5_000


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: Any) -> HttpResponse:
    """The composer alone; a POST sends."""
    if request.method == "POST":
        return send(request)
    kept = choosing.whole(request.GET.get("draft"))
    if kept is not None:
        kind, answered, typed, draft = drafts.opened(request, kept)
        guard = looking.asks(request.face_id, draft.draft, request.GET) if request.GET.get("look") else []
        return page(request, kind, answered, typed, draft=draft, guard=guard)
    kind, answered = answered_of(request.face_id, request.GET)
    if answered is not None and answered.direct:
        # It is answered in its conversation; its address leads there.
        return redirect(answered.url)
    started, asks = _started(request), answered is None and not request.GET.get("to")
    if asks and audiences.default_choice(request.face_id).scope == "nobody":
        # Who usually writes to nobody chooses each time: circles stand ready, open where there is room.
        started = msgspec.structs.replace(started, chosen=Chosen(choosing.CIRCLES))
        return page(request, kind, answered, started, open_wide=True)
    return page(request, kind, answered, started)


@for_faces
@require_safe
def story(request: Any) -> HttpResponse:
    """The composer for something longer, with a title."""
    return page(request, POST, None, msgspec.structs.replace(_started(request), further=Further(story=True)))


def _started(request: Any) -> Given:
    """A draft begun by whoever led here: a text shared from elsewhere, a circle to write to."""
    shared = [request.GET.get(name, "").strip() for name in ("title", "text", "url")]
    text = "\n\n".join(part for part in shared if part)[:LONGEST_SHARED]
    return Given(text=text, chosen=_to(request.face_id, request.GET.get("to", "")))


def _to(actor: int, key: str) -> Chosen:
    if not key:
        return Chosen()
    number = choosing.whole(key)
    if number is None:
        raise NotFound
    return Chosen("circles", [choosing.value_of(circles.by_public_id(actor, number))])
