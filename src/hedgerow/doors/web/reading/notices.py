"""The pages of notifications."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hedgerow.delivery.notifications import acts, reads, words
from hedgerow.delivery.notifications.reads import Group
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.cards import card

from .views import aside, number

SYMBOLS = {
    "follow": "user-plus", "request": "user-plus", "accepted": "check", "mention": "at-sign",
    "reply": "message-circle", "reaction": "smile-plus", "boost": "repeat-2", "quote": "quote",
    "named": "mail", "edit": "pencil", "warning": "circle-alert", "accident": "circle-alert",
    "report": "flag", "waiting": "user-plus",
    "answer": "message-circle", "message": "message-circle",
    "said": "bell", "poll": "chart-bar", "returned": "pen-line",
    "deflected": "mail", "readers": "eye", "unspoken": "heart", "yearly": "leaf", "mirror": "chart-bar",
}  # fmt: skip


@require_safe
@for_faces
def notifications(request: Any) -> HttpResponse:
    """What concerns the face, newest first. Looking at the first page is seeing it."""
    viewer, before = request.face.id, number(request, "before")
    apart = request.GET.get("apart") == "1"
    page = reads.page(viewer, before, filtered=apart)
    context = {
        "nav": "notifications",
        "groups": [_shown(request, group) for group in page.groups],
        "first_time": page.first_time and bool(page.groups),
        "older": _older(request.path, page.next, apart),
        "apart": apart,
        "kept_apart": reads.keeps_apart(viewer),
        **aside(request),
    }
    answer = render(request, "web/reading/notifications.html", context)
    if before is None and page.newest and not apart and request.method == "GET":
        acts.seen(viewer, page.newest)
    return answer


def _older(path: str, before: int | None, apart: bool) -> str:
    return f"{path}?before={before}{'&apart=1' if apart else ''}" if before is not None else ""


def _shown(request: Any, group: Group) -> dict[str, Any]:
    """A group as the template draws it."""
    return {
        "group": group,
        "symbol": SYMBOLS[group.kind],
        "who": words.who(group),
        "words": words.words(group),
        "url": words.url(group),
        "emoji": " ".join(group.emoji),
        "card": card(request, group.post) if group.post is not None and group.kind in _WHOLE else "",
        "excerpt": _excerpt(group),
        # What somebody wrote stands below with its own time, which is this one.
        "timed": group.kind in _WHOLE and group.post is not None,
    }


_WHOLE = frozenset({"mention", "reply", "quote", "named", "answer", "said"})


def _excerpt(group: Group) -> str:
    """The beginning of the post as plain words; its note, where it has one."""
    if group.post is None or group.kind in _WHOLE or group.kind == "message":
        return ""
    body = group.post.body
    return body.note or body.title or reads.excerpt(body.html)
