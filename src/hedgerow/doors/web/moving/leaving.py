"""Moving out: an archive of the face that speaks."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.errors import Refused
from hedgerow.talk.moving import acts, reads


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any) -> HttpResponse:
    """The archive there is, how far it is, or asking for one."""
    if request.method == "POST":
        try:
            acts.ask_for_archive(request.face_id)
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect("export")
    return render(request, "web/moving/export.html", {"export": reads.last(request.face_id), "nav": "me"})


@for_faces
@require_safe
def fetch(request: Any, grant: str) -> FileResponse:
    """The file, to the face it is of. Nothing on the way may keep it."""
    path = reads.file(request.face_id, grant)
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=_("hedgerow-archive.zip"))
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Type"] = "application/zip"
    return answer
