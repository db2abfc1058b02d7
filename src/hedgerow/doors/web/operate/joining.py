"""Who may come in: those who ask, and invitations."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web.access import for_operators
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.invitations import acts, reads
from hedgerow.people.members import acts as member_acts
from hedgerow.people.members import reads as members

from .forms import InvitationForm, ReasonForm
from .frame import FRAME


@for_operators
@require_safe
def requests(request: Any) -> HttpResponse:
    """Who asks to join."""
    return render(request, "web/operate/requests.html", {"waiting": members.waiting(request.member), **FRAME})


@for_operators
@require_POST
def approve(request: Any, member: int) -> HttpResponse:
    """Let somebody in."""
    member_acts.approve(request.member, member)
    messages.success(request, _("They can come in, and get an e-mail that says so."))
    return redirect("operate_requests")


@for_operators
@require_http_methods(["GET", "POST"])
def decline(request: Any, member: int) -> HttpResponse:
    """Say no, on a page of its own with room for a reason."""
    asks = next((one for one in members.waiting(request.member) if one.id == member), None)
    if asks is None:
        raise NotFound
    form = helpers.filled(ReasonForm, request)
    if request.method == "POST" and form.is_valid():
        member_acts.decline(request.member, member, form.cleaned_data["reason"])
        messages.success(request, _("Declined. Nothing of what they entered was kept."))
        return redirect("operate_requests")
    return helpers.page(request, "web/operate/decline.html", form, asks=asks, **FRAME)


@for_operators
@require_http_methods(["GET", "POST"])
def invitations(request: Any) -> HttpResponse:
    """Every invitation, and a new one."""
    form = helpers.filled(InvitationForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            _make(request, form)
            messages.success(request, _made(form.cleaned_data.get("group", "")))
            return redirect("operate_invitations")
        except Refused as error:
            helpers.refuse(form, error)
    listed = [
        (one, settings.SITE_URL + reverse("join_with", args=[one.code]))
        for one in reads.listed(request.member)
    ]
    return helpers.page(request, "web/operate/invitations.html", form, listed=listed, **FRAME)


def _made(group: str) -> str:
    if group:
        return _("The invitation is ready: people from %(group)s can join now.") % {"group": group}
    return _("The invitation is ready. Copy its link and hand it on.")


def _make(request: Any, form: InvitationForm) -> None:
    said = form.cleaned_data
    ends = clock.now() + timedelta(days=said["days"]) if said["days"] else None
    acts.make(
        request.member, note=said["note"], uses=said["uses"], expires_at=ends, group=said.get("group", "")
    )


@for_operators
@require_POST
def revoke(request: Any, number: int) -> HttpResponse:
    """Nobody joins with it any more."""
    acts.revoke(request.member, number)
    messages.success(request, _("Revoked."))
    return redirect("operate_invitations")
