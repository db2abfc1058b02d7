"""Old posts by whom they are for: look into a group, and let fewer people see all of it or some."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.cards import card
from hedgerow.doors.web.forms import UNPROCESSABLE
from hedgerow.doors.web.posts import choosing
from hedgerow.doors.web.posts.choosing import Chosen
from hedgerow.doors.web.posts.threads import excerpt
from hedgerow.kernel import limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.somebody import reads as somebody
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Effect, Group

from . import effects

PAGE = 30
AT_ONCE = 200
"""How many posts one step narrows; then the page says how far it is."""
ASKS_A_MINUTE = 120
LOOKS = ("find", "find-without", "look")
"""What buttons of the choice do that change nothing: without scripts they bring the page again."""
DONE = "reviewed"
"""The session's key for what the last narrowing did, shown once it is done."""


@for_faces
@require_safe
def overview(request: Any) -> HttpResponse:
    """The groups: whom posts are for, how many, since when."""
    groups = posts.own_by_audience(request.face_id)
    context = {
        "groups": [_row(group) for group in groups],
        "total": sum(group.count for group in groups),
        "nav": "me",
    }
    return render(request, "web/asking/review.html", context)


def _row(group: Group) -> dict[str, Any]:
    one_day = timezone.localdate(group.oldest) == timezone.localdate(group.newest)
    return {"group": group, "key": str(group.key), "one_day": one_day}


@for_faces
@require_safe
def group(request: Any, key: int) -> HttpResponse:
    """The posts of one group, to choose some or all of them."""
    return _group(request, key)


def _group(request: Any, key: int, error: Refused | None = None) -> HttpResponse:
    actor = request.face_id
    whole = _group_of(actor, key)
    before = choosing.whole(request.GET.get("before"))
    page = posts.own_like(actor, key, before, PAGE)
    chosen = set(request.POST.getlist("post"))
    context = {
        "group": whole,
        "key": str(key),
        "items": [
            {
                "value": str(shown.public_id),
                "said": excerpt(shown),
                "html": card(request, shown, plain=True),
                "chosen": str(shown.public_id) in chosen,
            }
            for shown in page.shown
        ],
        "older": f"/me/review/{key}?before={page.next}" if page.next is not None else "",
        "error": error,
        "nav": "me",
    }
    return render(request, "web/asking/group.html", context, status=UNPROCESSABLE if error else 200)


def _group_of(actor: int, key: int) -> Group:
    """The group that a post names, be it the newest of it or another. Raises NotFound."""
    like = posts.public_ids_like(actor, key)
    found = next((each for each in posts.own_by_audience(actor) if each.key == like[0]), None)
    if found is None:
        raise NotFound
    return found


# --- narrowing ----------------------------------------------------------------------------------------


@for_faces
@require_POST
def preview(request: Any, key: int) -> HttpResponse:
    """The effect of the choice as it stands, in numbers: for the page that chooses."""
    limits.allow(f"ask:{request.face_id}", limit=ASKS_A_MINUTE, per_seconds=60)
    context = _told(request, key, _selected(request.POST))
    return render(request, "web/asking/effect.html", context)


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def narrow(request: Any, key: int) -> HttpResponse:
    """Choose who may still see them; see what that does; do it, step by step where there are many.

    A POST with `way` and no more shows the effect; with `sure` it acts.
    """
    given = request.POST
    step = given.get("step", "choose") if request.method == "POST" else "choose"
    if step == "choose" or given.get("do") in LOOKS:
        return _choose(request, key)
    try:
        found = _effect(request, key, _selected(given))
    except Refused as error:
        return _group(request, key, error) if error.field == "post" else _choose(request, key, error)
    if step != "sure":
        return _ask(request, key, found)
    return _carry_out(request, key, found)


def _selected(given: Any) -> set[int] | None:
    """The chosen posts; None for the whole group."""
    if given.get("all"):
        return None
    return {number for text in given.getlist("post") if (number := choosing.whole(text)) is not None}


def _chosen(request: Any) -> Chosen:
    """The choice as sent; to begin with, only oneself."""
    sent = choosing.sent(request.POST, request.face_id)
    return sent if sent != Chosen() else Chosen("me")


def _effect(request: Any, key: int, only: set[int] | None) -> Effect:
    return posts.effect(request.face_id, key, _chosen(request).choice(), only)


def _choose(request: Any, key: int, error: Refused | None = None) -> HttpResponse:
    actor, given = request.face_id, request.POST if request.method == "POST" else request.GET
    like = posts.public_ids_like(actor, key)
    only = _selected(given) if given.getlist("post") or request.method == "POST" else None
    count = len(like) if only is None else len(only & set(like))
    if not count:
        return _group(request, key, Refused("post", _("Choose at least one post.")))
    chosen = _chosen(request)
    found = [_found(actor, given, name) for name in ("find", "find-without")]
    context = {
        "group": _group_of(actor, key),
        "key": str(key),
        "count": count,
        "posts": [] if only is None else [str(number) for number in sorted(only, reverse=True)],
        "choices": {**choosing.choices(actor, chosen, *found), "url": f"/me/review/{key}/preview"},
        "error": error,
        **_told(request, key, only),
        "nav": "me",
    }
    return render(request, "web/asking/narrow.html", context, status=UNPROCESSABLE if error else 200)


def _found(actor: int, given: Any, field: str) -> list[FaceCard]:
    """Without scripts: people found by a search, among those to choose from."""
    return somebody.people(actor, given.get(field, "")[:100].strip()) if given.get("do") == field else []


def _told(request: Any, key: int, only: set[int] | None) -> dict[str, Any]:
    """What the choice would do, in sentences, or why it cannot be taken."""
    try:
        found = _effect(request, key, only)
    except Refused as error:
        return {"effect": None, "refusal": error.message}
    return {"effect": effects.sentences(found), "refusal": ""}


def _fields(request: Any, found: Effect, only: set[int] | None) -> list[tuple[str, str]]:
    """The choice and the posts, to be sent once more."""
    given = request.POST
    names = ("way", "circle", "person", "without")
    fields = [(name, value) for name in names for value in given.getlist(name)]
    if not fields:
        fields.append(("way", "me"))
    if only is None:
        return [*fields, ("all", "1")]
    return [*fields, *(("post", str(number)) for number in found.posts)]


def _ask(request: Any, key: int, found: Effect) -> HttpResponse:
    context = {
        "effect": effects.sentences(found),
        "fields": _fields(request, found, _selected(request.POST)),
        "key": str(key),
        "many": len(found.posts) > AT_ONCE,
        "nav": "me",
    }
    return render(request, "web/asking/sure.html", context)


def _carry_out(request: Any, key: int, found: Effect) -> HttpResponse:
    """Narrow the oldest first: the post that names the group goes last, so that every step finds the rest."""
    actor = request.face_id
    work = _begun(request, key, found)
    step = found.posts[-AT_ONCE:]
    acts.narrow_many(actor, step, _chosen(request).choice())
    work = {**work, "done": work["done"] + len(step)}
    request.session[DONE] = work
    left = len(found.posts) - len(step)
    if not left:
        return redirect("review_done")
    context = {
        "fields": _rest(request, found.posts[: -len(step)]),
        "done": work["done"],
        "total": work["done"] + left,
        "key": str(key),
        "nav": "me",
    }
    return render(request, "web/asking/progress.html", context)


def _rest(request: Any, left: list[int]) -> list[tuple[str, str]]:
    given = request.POST
    names = ("way", "circle", "person", "without", "all")
    fields = [(name, value) for name in names for value in given.getlist(name)]
    fields.append(("go_on", "1"))
    return fields if given.get("all") else [*fields, *(("post", str(number)) for number in left)]


def _begun(request: Any, key: int, found: Effect) -> dict[str, Any]:
    """What is being done: noted with the first step, gone on with by the others."""
    known = request.session.get(DONE, {})
    if request.POST.get("go_on") and known.get("key") == key and known.get("face") == request.face_id:
        return dict(known)
    told = effects.sentences(found)
    return {
        "face": request.face_id,
        "key": key,
        "done": 0,
        "gate": found.after.told.gate,
        "sentence": str(found.after.told.sentence),
        "count": told["after_count"],
        "lost": found.lost,
        "everybody": found.before.everybody,
    }


@for_faces
@require_safe
def done(request: Any) -> HttpResponse:
    """What was done, and what nobody can undo."""
    work = request.session.get(DONE, {})
    if work.get("face") != request.face_id:
        return redirect("review")
    return render(request, "web/asking/done.html", {"work": work, "nav": "me"})
