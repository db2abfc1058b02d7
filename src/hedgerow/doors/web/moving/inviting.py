"""A member's own invitations: links of the face that speaks, for people it would like to have here."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.errors import Refused
from hedgerow.people.invitations import reads as invitations
from hedgerow.people.moving import reads, welcoming
from hedgerow.people.site.reads import site

from .forms import InviteForm


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any) -> HttpResponse:
    """A new link, and those that still work."""
    form = helpers.filled(InviteForm, request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            welcoming.link_for_several(request.face_id, said["uses"], named=said["named"])
            messages.success(request, _("The link is ready. Copy it and hand it on."))
            return redirect("invite")
        except Refused as refusal:
            helpers.refuse(form, refusal)
    return helpers.page(
        request,
        "web/moving/invite.html",
        form,
        may_invite=reads.members_may_invite(),
        registration=site().registration,
        join_url=request.build_absolute_uri("/join"),
        links=[(one, reads.address_of(one.code)) for one in invitations.own(request.face_id)],
        nav="me",
    )


@for_faces
@require_POST
def end(request: Any, number: int) -> HttpResponse:
    """Nobody joins by this link any more."""
    welcoming.end_link(request.face_id, number)
    messages.success(request, _("This link has ended."))
    return redirect("invite")
