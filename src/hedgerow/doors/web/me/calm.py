"""Few and close rather than many: who is close, where home ends, and one's own time here.

The time is counted by the reader's own device, where they want it, and never leaves it: there is no address
that it could be sent to.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hedgerow.doors.web.access import for_faces
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import acts
from hedgerow.people.faces import reads as faces

LIMITS = (10, 20, 30, 45, 60, 90)
"""After so many minutes of a day one may want to hear that it is enough."""


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any) -> HttpResponse:
    """All three on one page; a POST chooses where home ends."""
    if request.method == "POST":
        acts.set_settings(request.face_id, stops=request.POST.get("stops") == "yes")
        messages.success(request, _("Saved."))
        return redirect("calm")
    close = contacts.contacts(request.face_id, kind="close", limit=None).contacts
    context = {
        "close": [one.face for one in close],
        "stops": faces.face(request.face_id).settings.stops,
        "limits": LIMITS,
        "nav": "me",
    }
    return render(request, "web/me/calm.html", context)
