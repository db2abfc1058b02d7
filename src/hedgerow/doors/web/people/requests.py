"""Who asks to follow, whom one asked, and answering."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hedgerow.doors.web import ways
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.contacts import acts
from hedgerow.people.contacts import reads as contacts

from . import frame


@for_faces
@require_safe
def page(request: Any) -> HttpResponse:
    """Requests that wait, those one sent, and those one declined."""
    follows = contacts.follows(request.face_id)
    waiting = contacts.requests(request.face_id)
    context = {
        **frame.around(request, "requests"),
        "waiting": [{"request": one, "following": one.face.id in follows} for one in waiting],
        "asked": contacts.asked(request.face_id),
        "declined": contacts.requests(request.face_id, declined=True),
    }
    return render(request, "web/people/requests.html", context)


@for_faces
@require_POST
def answer(request: Any, handle: str) -> HttpResponse:
    """Accept, accept and follow back, or decline."""
    card = contacts.reachable(request.face_id, handle)
    choice = request.POST.get("answer", "")
    try:
        if choice in {"accept", "accept-back"}:
            acts.accept(request.face_id, card.id, follow_back=choice == "accept-back")
            messages.success(request, _("%(name)s follows you now.") % {"name": isolated(card.name)})
        elif choice == "decline":
            acts.decline(request.face_id, card.id)
            messages.success(request, _("Declined. %(name)s is not told.") % {"name": isolated(card.name)})
        else:
            raise NotFound
    except Refused as error:
        messages.error(request, error.message)
    return redirect(ways.back(request, "/requests"))
