"""What moderators and operators do about faces and logins. Neither page shows which belong together."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web.access import for_moderators, for_operators
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.members import acts as member_acts
from hedgerow.people.members import reads as member_reads
from hedgerow.people.site import acts as site

from .forms import FindFaceForm, ReasonForm, RoleForm, SuspendForm, WarnForm
from .frame import FRAME


@for_operators
@require_safe
def members(request: Any) -> HttpResponse:
    """Logins by e-mail address and state, a page at a time."""
    text, state = request.GET.get("find", "")[:254], request.GET.get("state", "")
    after = request.GET.get("after", "")
    found = member_reads.search(
        request.member, text, int(after) if after.isdecimal() and len(after) < 18 else 0, state
    )
    context = {
        "found": found,
        "find": text,
        "state": state,
        "states": member_reads.STATES,
        "more": found[-1].id if len(found) == member_reads.PAGE else None,
    }
    return render(request, "web/operate/members.html", {**context, **FRAME})


@for_operators
@require_http_methods(["GET", "POST"])
def member(request: Any, number: int) -> HttpResponse:
    """One login: its role and state."""
    facts = member_reads.facts(number)
    form = helpers.filled(RoleForm, request, initial={"role": facts.role})
    if request.method == "POST" and form.is_valid():
        try:
            member_acts.appoint(request.member, number, form.cleaned_data["role"])
            messages.success(request, _("Saved."))
            return redirect("operate_members")
        except Refused as error:
            helpers.refuse(form, error)
    own = facts.id == request.member.pk
    return helpers.page(request, "web/operate/member.html", form, facts=facts, own=own, **FRAME)


@for_operators
@require_http_methods(["GET", "POST"])
def suspend_member(request: Any, number: int) -> HttpResponse:
    """Stop a login with every face of it, asked on a page of its own."""
    facts = member_reads.facts(number)
    form = helpers.filled(ReasonForm, request)
    if request.method == "POST" and form.is_valid():
        member_acts.suspend_member(request.member, number, form.cleaned_data["reason"])
        messages.success(request, _("Suspended, at once and everywhere."))
        return redirect("operate_member", number)
    return helpers.page(request, "web/operate/suspend_member.html", form, facts=facts, **FRAME)


@for_operators
@require_POST
def restore_member(request: Any, number: int) -> HttpResponse:
    """Take it back."""
    member_acts.restore_member(request.member, number)
    messages.success(request, _("Restored."))
    return redirect("operate_member", number)


@for_moderators
@require_http_methods(["GET", "POST"])
def find_face(request: Any) -> HttpResponse:
    """A face by its handle: suspended ones too, which no other search finds."""
    form = helpers.filled(FindFaceForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("operate_face", faces.for_moderators(form.cleaned_data["handle"]).handle)
        except NotFound:
            form.add_error("handle", _("There is no face with this handle."))
    return helpers.page(request, "web/operate/faces.html", form, **FRAME)


@for_moderators
@require_safe
def face(request: Any, handle: str) -> HttpResponse:
    """What can be done about a face."""
    card = faces.for_moderators(handle)
    return render(request, "web/operate/face.html", {"card": card, **FRAME})


@for_moderators
@require_http_methods(["GET", "POST"])
def warn(request: Any, handle: str) -> HttpResponse:
    """Say a word to a face."""
    card = faces.for_moderators(handle)
    form = helpers.filled(WarnForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            site.warn(request.member, card.id, form.cleaned_data["text"])
            messages.success(request, _("Said. They see it until they have read it."))
            return redirect("operate_face", card.handle)
        except Refused as error:
            helpers.refuse(form, error)
    return helpers.page(request, "web/operate/warn.html", form, card=card, **FRAME)


@for_moderators
@require_http_methods(["GET", "POST"])
def suspend(request: Any, handle: str) -> HttpResponse:
    """Stop a face, or the member behind it, asked on a page of its own."""
    card = faces.for_moderators(handle)
    form = helpers.filled(SuspendForm, request)
    if request.method == "POST" and form.is_valid():
        _suspend(request, card, form)
        messages.success(request, _("Suspended, at once and everywhere."))
        return redirect("operate_face", card.handle)
    return helpers.page(request, "web/operate/suspend.html", form, card=card, **FRAME)


def _suspend(request: Any, card: FaceCard, form: SuspendForm) -> None:
    said = form.cleaned_data
    if said["whole"] == "member":
        member_acts.suspend_behind(request.member, card.id, said["reason"])
    else:
        site.suspend_face(request.member, card.id, said["reason"])


@for_moderators
@require_POST
def restore(request: Any, handle: str) -> HttpResponse:
    """Take a suspension back: the face's own, and its member's."""
    card = faces.for_moderators(handle)
    site.restore_face(request.member, card.id)
    member_acts.restore_behind(request.member, card.id)
    messages.success(request, _("Restored."))
    return redirect("operate_face", card.handle)


@for_moderators
@require_POST
def limit(request: Any, handle: str) -> HttpResponse:
    """Keep it out of public lists, or no more."""
    return _switched(request, handle, site.limit_face)


@for_moderators
@require_POST
def cover(request: Any, handle: str) -> HttpResponse:
    """Cover the files it posts, or no more."""
    return _switched(request, handle, site.cover_face)


def _switched(request: Any, handle: str, act: Callable[[Any, int, bool], None]) -> HttpResponse:
    card = faces.for_moderators(handle)
    act(request.member, card.id, request.POST.get("on") == "1")
    messages.success(request, _("Saved."))
    return redirect("operate_face", card.handle)
