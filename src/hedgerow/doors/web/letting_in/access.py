"""Which apps were let in, and taking that away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hedgerow.doors.web.access import for_members
from hedgerow.people.apps import acts, reads
from hedgerow.people.faces import reads as faces


@for_members
@require_safe
def listed(request: Any) -> HttpResponse:
    """Every app with access to a face of this member."""
    let_in = reads.let_in(request.member.pk)
    cards = faces.cards({each.face for each in let_in})
    own = [(each, cards[each.face]) for each in let_in if each.face in cards]
    return render(request, "web/letting_in/listed.html", {"let_in": own, "nav": "me"})


@for_members
@require_POST
def take_away(request: Any, token: int) -> HttpResponse:
    """This app may do nothing more, from now on."""
    acts.take_away(request.member.pk, token)
    messages.success(request, _("The app has no access any more."))
    return redirect("me_apps")
