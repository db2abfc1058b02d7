"""Once a year, or whenever one likes: who sees what, each line with where to change it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.talk.yearly import reads


@for_faces
@require_safe
def page(request: Any) -> HttpResponse:
    """All of it on one calm page."""
    context = {"year": reads.gather(request.face_id), "nav": "me"}
    return render(request, "web/asking/yearly.html", context)
