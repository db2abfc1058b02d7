"""See it as…: the own page through somebody's eyes, by running the rules, never by being somebody else."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.cards import card
from hedgerow.doors.web.posts.choosing import whole
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import NotFound
from hedgerow.people.circles import reads as circles
from hedgerow.people.faces import reads as faces
from hedgerow.people.somebody import reads as somebody
from hedgerow.people.somebody.reads import Somebody
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Seen

LIMIT = 20
KINDS = ("posts", "replies")


@for_faces
@require_safe
def page(request: Any, handle: str) -> HttpResponse:
    """The own page as somebody sees it; without anybody chosen, whom to choose. Only the owner may ask."""
    if handle.casefold() != request.face.handle.casefold():
        raise NotFound
    key = request.GET.get("who", "")
    if request.GET.get("find") is not None or not key:
        return _choose(request)
    return _as(request, somebody.of(request.face_id, key))


def _choose(request: Any) -> HttpResponse:
    actor = request.face_id
    text = request.GET.get("find", "")[:100].strip()
    hits = somebody.people(actor, text) if text else []
    if len(hits) == 1 and text.casefold().removeprefix("@") == hits[0].handle.casefold():
        return redirect(_address(request, who=f"@{hits[0].address}"))
    members = [_member(circle) for circle in circles.circles(actor)]
    return render(
        request,
        "web/asking/choose.html",
        {"here": request.path, "text": text, "hits": hits, "members": members, "nav": "me"},
    )


def _member(circle: circles.OwnCircle) -> dict[str, Any]:
    name = capfirst(somebody.in_general(circle))
    return {"key": f"{somebody.CIRCLE}{circle.key}", "name": name, "circle": circle}


def _address(request: Any, **fields: Any) -> str:
    given = {name: value for name, value in fields.items() if value}
    return f"{request.path}?{urlencode(given)}"


def _as(request: Any, viewer: Somebody) -> HttpResponse:
    actor = request.face_id
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else KINDS[0]
    all_of_it = request.GET.get("all") == "1"
    before = whole(request.GET.get("before"))
    found = posts.as_seen(actor, viewer.eyes, before, LIMIT, kind, unseen=all_of_it)
    other = "" if kind == KINDS[0] else kind
    context = {
        "viewer": viewer,
        "said": _("As %(name)s sees it") % {"name": isolated(viewer.name)},
        "profile": None if viewer.blocked else faces.profile(actor, request.face.handle),
        "items": [_item(request, seen, viewer) for seen in found.seen],
        "older": _older(request, viewer, found.next, kind=other, all_of_it=all_of_it),
        "all": all_of_it,
        "toggle": _address(request, who=viewer.key, kind=other, all="" if all_of_it else "1"),
        "here": request.path,
        "tabs": _tabs(request, viewer, kind, all_of_it),
        "first": before is None,
        "nav": "me",
    }
    return render(request, "web/asking/as.html", context)


def _older(request: Any, viewer: Somebody, after: int | None, *, kind: str, all_of_it: bool) -> str:
    if after is None:
        return ""
    return _address(request, who=viewer.key, kind=kind, all="1" if all_of_it else "", before=after)


def _tabs(request: Any, viewer: Somebody, kind: str, all_of_it: bool) -> list[dict[str, Any]]:
    shown = "1" if all_of_it else ""
    return [
        {
            "url": _address(request, who=viewer.key, all=shown),
            "text": _("Posts"),
            "current": kind == "posts",
        },
        {
            "url": _address(request, who=viewer.key, all=shown, kind="replies"),
            "text": _("Replies"),
            "current": kind == "replies",
        },
    ]


def _item(request: Any, seen: Seen, viewer: Somebody) -> dict[str, Any]:
    """One post, drawn as anybody sees it; what this viewer does not see says so to its author."""
    shown = seen.shown
    booster = shown.boosted_by
    own = booster is None
    ask = f"/p/{shown.public_id}/who"
    if viewer.card is not None:
        ask += "?" + urlencode({"face": viewer.card.address})
    return {
        "html": card(request, shown, plain=True),
        "boosted": not own,
        "line": "" if booster is None else _("%(name)s boosted") % {"name": isolated(booster.name)},
        "seen": seen.sees,
        "told": seen.own_words,
        "reason": _reason(seen, viewer),
        "ask": ask if own else "",
    }


def _reason(seen: Seen, viewer: Somebody) -> str:
    if seen.sees:
        return ""
    if seen.behind is not None:
        return _("Shown only to those who see %(name)s’s post, and that is not yours to know.") % {
            "name": isolated(seen.behind.name)
        }
    return _("Not shown to %(name)s") % {"name": isolated(viewer.name)}
