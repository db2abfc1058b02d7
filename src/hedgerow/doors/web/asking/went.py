"""Where an own post went besides these pages, and calling it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hedgerow.delivery.leaving import acts, reads
from hedgerow.delivery.leaving.reads import Told
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.posts.changing import own
from hedgerow.kernel.counting import filled
from hedgerow.talk.posts import reads as posts


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, post: int) -> HttpResponse:
    """By which doors it left, to how many, when; a POST calls it back."""
    shown = own(request.face_id, post)
    if request.method == "POST":
        acts.call_back(request.face_id, post)
        messages.success(request, _("Called back. Only you see it now; what cannot be called back stays."))
        return redirect(f"/p/{post}/went")
    went, found = reads.told(request.face_id, post), posts.who(request.face_id, post, 0, 0)
    context = {
        "shown": shown,
        "rows": [_row(each) for each in went],
        "back_words": [_back()[each.door] for each in went],
        "closed": not found.everybody and found.count == 0,
        "nav": "me",
    }
    return render(request, "web/asking/went.html", context)


def _row(told: Told) -> dict[str, Any]:
    people = filled(ngettext("%(n)d person", "%(n)d people", told.people or 0), {"n": told.people or 0})
    only = ngettext(
        "%(n)d of them was told only that there is something new",
        "%(n)d of them were told only that there is something new",
        told.unworded or 0,
    )
    return {
        "door": _doors()[told.door],
        "people": _("A few people") if told.people is None else people,
        "without": filled(only, {"n": told.unworded}) if told.unworded else "",
        "silent": told.silent,
        "day": not told.exact,
        "first": told.first,
        "last": told.last,
    }


def _doors() -> dict[str, str]:
    return {
        "mail": _("By e-mail, at once"),
        "note": _("In the note of a day or a week, by e-mail"),
        "push": _("As a message on a device"),
        "app": _("Into an app"),
    }


def _back() -> dict[str, str]:
    """What calling back does at each door, and what it cannot."""
    return {
        "mail": _("A mail that arrived stays where it is. It cannot be called back."),
        "note": _("A note that arrived by e-mail stays where it is. It cannot be called back."),
        "push": _(
            "Browsers close the message they still show. What an app shows stays until it checks again."
        ),
        "app": _("Apps that are open are told to take it away, and none is given it again."),
    }
