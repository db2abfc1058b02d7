"""The pages of notifications."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hedgerow.delivery.notifications import acts, reads
from hedgerow.delivery.notifications.reads import Group
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.cards import card
from hedgerow.kernel.bidi import isolated

from .views import aside, number

SYMBOLS = {
    "follow": "user-plus", "request": "user-plus", "accepted": "check", "mention": "at-sign",
    "reply": "message-circle", "reaction": "smile-plus", "boost": "repeat-2", "quote": "quote",
    "named": "mail", "edit": "pencil", "warning": "circle-alert", "report": "flag", "waiting": "user-plus",
    "message": "message-circle",
}  # fmt: skip

KINDS = {
    "message": (gettext_lazy("Messages"), gettext_lazy("Somebody writes in a conversation with you.")),
    "reply": (gettext_lazy("Replies"), gettext_lazy("Somebody answers what you wrote.")),
    "mention": (gettext_lazy("Mentions"), gettext_lazy("Somebody names you in a post that you can see.")),
    "named": (gettext_lazy("Addressed to you"), gettext_lazy("A post is addressed to you by name.")),
    "quote": (gettext_lazy("Quotes"), gettext_lazy("Somebody quotes what you wrote.")),
    "reaction": (gettext_lazy("Reactions"), gettext_lazy("Somebody reacts to what you wrote.")),
    "boost": (gettext_lazy("Boosts"), gettext_lazy("Somebody passes on what you wrote.")),
    "edit": (gettext_lazy("Edits"), gettext_lazy("A post that you quoted or boosted was changed.")),
    "follow": (gettext_lazy("New followers"), gettext_lazy("Somebody follows you.")),
    "request": (gettext_lazy("Requests"), gettext_lazy("Somebody asks to follow you.")),
    "accepted": (gettext_lazy("Accepted"), gettext_lazy("Somebody lets you follow them.")),
}
WISHES = (
    ("all", gettext_lazy("From everybody")),
    ("contacts", gettext_lazy("From contacts")),
    ("none", gettext_lazy("From nobody")),
)


@require_safe
@for_faces
def notifications(request: Any) -> HttpResponse:
    """What concerns the face, newest first. Looking at the first page is seeing it."""
    viewer, before = request.face.id, number(request, "before")
    page = reads.page(viewer, before)
    context = {
        "nav": "notifications",
        "groups": [_shown(request, group) for group in page.groups],
        "first_time": page.first_time and bool(page.groups),
        "older": f"{request.path}?before={page.next}" if page.next is not None else "",
        **aside(request),
    }
    answer = render(request, "web/reading/notifications.html", context)
    if before is None and page.newest and request.method == "GET":
        acts.seen(viewer, page.newest)
    return answer


def _shown(request: Any, group: Group) -> dict[str, Any]:
    """A group as the template draws it."""
    return {
        "group": group,
        "symbol": SYMBOLS[group.kind],
        "who": _who(group),
        "words": _words(group),
        "url": _url(group),
        "emoji": " ".join(group.emoji),
        "card": card(request, group.post) if group.post is not None and group.kind in _WHOLE else "",
        "excerpt": _excerpt(group),
    }


_WHOLE = frozenset({"mention", "reply", "quote", "named"})


def _who(group: Group) -> str:
    """Who did it, in words: "Ana", "Ana and Ben", "Ana and 3 others"."""
    names = [isolated(face.name) for face in group.faces]
    count = len(names) + group.others
    if count <= 1:
        return "".join(names)
    if count == 2:
        return _("%(first)s and %(second)s") % {"first": names[0], "second": names[1]}
    rest = count - 1
    words = ngettext("%(first)s and %(n)d other", "%(first)s and %(n)d others", rest)
    return words % {"first": names[0], "n": rest}


def _words(group: Group) -> str:
    """What happened, as a sentence that begins with `%(who)s`."""
    count = len(group.faces) + group.others
    forms = {
        "follow": ngettext("%(who)s follows you", "%(who)s follow you", count),
        "request": _("%(who)s asks to follow you"),
        "accepted": _("%(who)s lets you follow them"),
        "mention": _("%(who)s mentioned you"),
        "reply": _("%(who)s answered you"),
        "reaction": ngettext("%(who)s reacted to your post", "%(who)s reacted to your post", count),
        "boost": ngettext("%(who)s boosted your post", "%(who)s boosted your post", count),
        "quote": _("%(who)s quoted you"),
        "named": _("%(who)s wrote to you by name"),
        "edit": _("%(who)s changed a post that you quoted or boosted"),
        "warning": _("The moderators have a word for you"),
        "report": _("There is a new report"),
        "waiting": _("Somebody asks to join"),
        "message": _("%(who)s wrote to you"),
    }
    return forms[group.kind] % {"who": _who(group)}


_OF_THE_SITE = {"report": "/operate/reports", "waiting": "/operate/requests"}


def _url(group: Group) -> str:
    """Where a notification leads."""
    if group.post is not None:
        return group.post.url
    if group.kind == "request":
        return "/requests"
    if group.kind in _OF_THE_SITE:
        return _OF_THE_SITE[group.kind]
    return group.faces[0].url if group.faces else "/me"


def _excerpt(group: Group) -> str:
    """The beginning of the post as plain words; its note, where it has one."""
    if group.post is None or group.kind in _WHOLE or group.kind == "message":
        return ""
    body = group.post.body
    return body.note or reads.excerpt(body.html)


@require_http_methods(["GET", "HEAD", "POST"])
@for_faces
def settings(request: Any) -> HttpResponse:
    """From whom each kind is wanted."""
    viewer = request.face.id
    if request.method == "POST":
        acts.wish(viewer, {kind: request.POST[kind] for kind in KINDS if kind in request.POST})
        messages.success(request, _("Kept."))
        return redirect("notification_settings")
    rows = [
        {"kind": row.kind, "name": KINDS[row.kind][0], "words": KINDS[row.kind][1], "wish": row.wish}
        for row in reads.settings(viewer)
    ]
    context = {"nav": "notifications", "rows": rows, "wishes": WISHES}
    return render(request, "web/reading/notification_settings.html", context)
