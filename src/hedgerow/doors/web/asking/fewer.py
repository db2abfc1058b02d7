"""Let fewer people see one post: by one of the ways that take somebody away, or by hand."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.forms import UNPROCESSABLE
from hedgerow.doors.web.posts import choosing
from hedgerow.doors.web.posts.answers import came_from, gone_back
from hedgerow.doors.web.posts.changing import own
from hedgerow.doors.web.posts.choosing import Chosen
from hedgerow.doors.web.ways import back
from hedgerow.kernel import limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.somebody import reads as somebody
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown

from . import effects, leaving_out

ASKS_A_MINUTE = 120
HAND = "hand"


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def narrow(request: Any, post: int) -> HttpResponse:
    """Let fewer see it, at once and everywhere. `by=hand`: circles and people chosen one by one; a POST of
    those shows what they would do, and acts with `step=sure` alone.
    """
    shown = own(request.face_id, post)
    if shown.direct:
        # Its readers are those of its conversation.
        raise NotFound
    if HAND in (request.GET.get("by"), request.POST.get("by")):
        return _by_hand(request, shown)
    if request.method != "POST":
        return _list(request, shown)
    try:
        choice = _meant(request.face_id, post, request.POST.get("to", ""))
        return _done(request, shown, choice)
    except Refused as error:
        return _list(request, shown, error)


def _done(request: Any, shown: Shown, choice: Choice) -> HttpResponse:
    acts.narrow(request.face_id, shown.public_id, choice)
    said = posts.post(request.face_id, shown.public_id).told.sentence
    return gone_back(request, shown.public_id, _("From now on: %(audience)s") % {"audience": said})


def _list(request: Any, shown: Shown, error: Refused | None = None) -> HttpResponse:
    context = {
        "shown": shown,
        "few": _ways(request.face_id, shown.public_id),
        "to": request.POST.get("to", ""),
        "error": error.message if error else "",
        "next": came_from(request, shown.url),
        "nav": "home",
    }
    return render(request, "web/asking/fewer.html", context, status=UNPROCESSABLE if error else 200)


def _ways(actor: int, post: int) -> list[dict[str, Any]]:
    """What would take somebody away, each with who stays and how many lose it."""
    few = [*leaving_out.few(actor, post), *choosing.few(actor, wide=False)]
    choices = [_meant(actor, post, one["value"]) for one in few]
    found = posts.ways(actor, post, choices)
    notes = (
        (one, way) for one, choice in zip(few, choices, strict=True) for way in found if way.choice == choice
    )
    return [{**one, "note": effects.of_way(way), "shuts": way.shuts} for one, way in notes]


def _meant(actor: int, post: int, value: str) -> Choice:
    if value.startswith(leaving_out.WITHOUT):
        return leaving_out.meant(actor, post, value)
    return choosing.one_of_few(actor, value)


# --- by hand ------------------------------------------------------------------------------------------


def _by_hand(request: Any, shown: Shown) -> HttpResponse:
    if request.method != "POST":
        return _choose(request, shown)
    limits.allow(f"ask:{request.face_id}", limit=ASKS_A_MINUTE, per_seconds=60)
    if request.POST.get("step") == "sure" and not request.POST.get("do"):
        try:
            _effect(request, shown)
            return _done(request, shown, _chosen(request).choice())
        except Refused as error:
            return _choose(request, shown, error)
    if request.htmx:
        return render(request, "web/asking/effect.html", _told(request, shown))
    return _choose(request, shown)


def _chosen(request: Any) -> Chosen:
    return choosing.sent(request.POST, request.face_id)


def _effect(request: Any, shown: Shown) -> posts.Effect:
    choice = _chosen(request).choice()
    if choice.scope == "nobody":
        raise Refused("audience", _("Choose who may still see it."))
    return posts.effect(request.face_id, shown.public_id, choice, {shown.public_id})


def _told(request: Any, shown: Shown) -> dict[str, Any]:
    """What the choice would do, or what is still to be done."""
    if request.method != "POST":
        return {"effect": None, "refusal": _("Choose circles or people, and see here what changes.")}
    try:
        return {"effect": effects.sentences(_effect(request, shown)), "refusal": ""}
    except Refused as error:
        return {"effect": None, "refusal": error.message}


def _choose(request: Any, shown: Shown, error: Refused | None = None) -> HttpResponse:
    actor, given = request.face_id, request.POST
    begun = leaving_out.as_it_is(actor, shown.public_id) or Chosen("circles")
    sent = _chosen(request) if request.method == "POST" else begun
    found = [_found(actor, given, name) for name in ("find", "find-without")]
    context = {
        "shown": shown,
        "choices": {**choosing.choices(actor, sent, *found), "url": request.path},
        "error": error,
        "next": back(request, "") or came_from(request, shown.url),
        "nav": "home",
        **_told(request, shown),
    }
    return render(request, "web/asking/by_hand.html", context, status=UNPROCESSABLE if error else 200)


def _found(actor: int, given: Any, field: str) -> list[FaceCard]:
    """Without scripts: people found by a search, among those to choose from."""
    return somebody.people(actor, given.get(field, "")[:100].strip()) if given.get("do") == field else []
