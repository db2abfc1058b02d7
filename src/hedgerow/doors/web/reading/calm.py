"""Reading without hurry: what one missed, person by person, and why a home stands in the order it does."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hedgerow.delivery.home import catching_up
from hedgerow.delivery.home.reads import TIMELINE, top
from hedgerow.delivery.positions import acts as positions
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.cards import cards
from hedgerow.doors.web.lists import in_a_row
from hedgerow.kernel.counting import filled
from hedgerow.people.circles.reads import label_word


@require_safe
@for_faces
def catch_up(request: Any) -> HttpResponse:
    """What the people one follows wrote since the last visit, person by person, the closest first."""
    missed = catching_up.missed(request.face.id)
    persons = [
        {
            "face": person.face,
            "count": person.count,
            "cards": cards(request, person.posts),
            "more": person.count - len(person.posts),
        }
        for person in missed.persons
    ]
    return render(request, "web/reading/catch_up.html", {"nav": "home", "missed": missed, "persons": persons})


@require_POST
@for_faces
def caught_up(request: Any) -> HttpResponse:
    """All of it is read, up to what the page showed; what came since stays new."""
    text = request.POST.get("top", "")
    if text.isascii() and text.isdigit() and len(text) < 20:
        positions.read_to(request.face.id, TIMELINE, min(int(text), top(request.face.id)))
        messages.success(request, _("You are up to date."))
    return redirect("home")


@require_safe
def order(request: HttpRequest) -> HttpResponse:
    """How *people first* orders a home, in words, and what that makes of one's own contacts."""
    face = getattr(request, "face", None)
    close = catching_up.closest(face.id) if face is not None else []
    rows = [(each.face, _reasons(each)) for each in close]
    return render(request, "web/reading/order.html", {"nav": "home", "rows": rows})


def _reasons(close: catching_up.Close) -> str:
    """Why somebody stands near the top, in the reader's own terms."""
    said = [label_word(label) for label in sorted(close.tie.labels)]
    if close.tie.circles:
        said.append(
            filled(
                ngettext("in one of your circles", "in %(n)d of your circles", close.tie.circles),
                {"n": close.tie.circles},
            )
        )
    if close.spoke_lately:
        said.append(_("you answered each other this year"))
    return in_a_row(said)
