"""The menu, the settings, and switching the face that speaks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web import errors, ways
from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web.access import for_faces, for_members
from hedgerow.doors.web.middleware import CODES, FACE, SWITCHED
from hedgerow.doors.web.posts import drafts
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.members import acts as members
from hedgerow.people.moving import reads as moving
from hedgerow.talk.posts import acts as writing
from hedgerow.talk.posts import reads as posts

from .forms import SettingsForm


@for_members
@require_safe
def menu(request: Any) -> HttpResponse:
    """Everything that is one's own, one tap away; what moderators said first."""
    warnings = face_reads.warnings(request.face_id) if request.face_id else []
    hosts = moving.hosts(request.face_id) if request.face_id else []
    context = {"warnings": warnings, "hosts": hosts, "may_invite": moving.members_may_invite(), "nav": "me"}
    return render(request, "web/me/menu.html", context)


@for_members
@require_POST
def switch(request: Any) -> HttpResponse:
    """Speak as another of one's own faces, and stay on the page where that face may see it. `kept`: with what
    was typed as that face, before another one spoke.
    """
    handle = request.POST.get("face", "").removeprefix("@")
    card = next((c for c in request.faces if c.handle == handle and c.state == "active"), None)
    if card is None:
        raise NotFound
    page = ways.back(request)
    if request.POST.get("kept"):
        try:
            page = drafts.carried_over(request, card.id)
        except Refused:
            # The page with the words once more; nobody else speaks meanwhile.
            return errors.csrf_failure(request)
    request.session[FACE] = card.id
    request.session[SWITCHED] = page
    # A form drawn for the face before, in another tab, must not act as this one.
    rotate_token(request)
    return redirect(page)


@for_faces
@require_http_methods(["GET", "POST"])
def settings(request: Any) -> HttpResponse:
    """How pages look and begin for the face that speaks, and the language of the account."""
    now = face_reads.face(request.face_id).settings
    first = {
        "language": request.member.language, "home_order": now.home_order, "theme": now.theme,
        "vanish_after": posts.vanish_habit(request.face_id) or "",
    }  # fmt: skip
    form = helpers.filled(SettingsForm, request, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        members.set_language(request.member.pk, said["language"])
        faces.set_settings(request.face_id, home_order=said["home_order"], theme=said["theme"])
        writing.keep_habit(request.face_id, said["vanish_after"])
        with translation.override(said["language"]):
            messages.success(request, _("Saved."))
        return redirect("me_settings")
    own = face_reads.manners(request.face_id).language
    return helpers.page(request, "web/me/settings.html", form, own=own if own in CODES else "", nav="me")


@for_faces
@require_POST
def read_warning(request: Any, number: int) -> HttpResponse:
    """The owner read what a moderator said."""
    faces.read_warning(request.face_id, number)
    return redirect("me")
