"""A browser asks to be told, or to be told no more: sent by `push.js`, as JSON."""

from typing import Any

import msgspec
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from hedgerow.delivery.telling import acts
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel import limits
from hedgerow.kernel.errors import Refused

LONGEST = 4_000


class Keys(msgspec.Struct, frozen=True):
    """The browser's keys for messages to it (RFC 8291)."""

    p256dh: str
    auth: str


class Subscription(msgspec.Struct, frozen=True):
    """What a browser's `PushSubscription.toJSON()` gives."""

    endpoint: str
    keys: Keys


@require_POST
@for_faces
def listen(request: Any) -> HttpResponse:
    """Tell the face that speaks on this device. 422 says in words why not."""
    limits.allow(f"push:{request.face.id}", limit=30, per_seconds=600)
    try:
        said = msgspec.json.decode(request.body[:LONGEST], type=Subscription)
        session = request.session.session_key or ""
        acts.listen(request.face.id, session, said.endpoint, said.keys.p256dh, said.keys.auth)
    except (msgspec.DecodeError, Refused) as error:
        words = error.message if isinstance(error, Refused) else ""
        return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_POST
@for_faces
def stop(request: Any) -> HttpResponse:
    """Tell the face that speaks no more on this device."""
    acts.forget_here(request.face.id, request.session.session_key or "")
    return HttpResponse(status=204)
