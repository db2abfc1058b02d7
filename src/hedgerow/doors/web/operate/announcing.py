"""What everybody on this site is told: announced, changed, ended, deleted."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web.access import for_operators
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.announcements import acts, reads
from hedgerow.people.announcements.acts import Said
from hedgerow.people.announcements.reads import Facts

from .forms import AnnouncementForm
from .frame import FRAME


@for_operators
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: Any) -> HttpResponse:
    """All of them, and a new one."""
    form = helpers.filled(AnnouncementForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            acts.make(request.member, Said(**form.cleaned_data))
        except Refused as error:
            helpers.refuse(form, error)
        else:
            later = form.cleaned_data["publish_at"]
            messages.success(request, _("It waits for its moment.") if later else _("Everybody sees it now."))
            return redirect("operate_announcements")
    rows = reads.listed(request.member)
    return helpers.page(request, "web/operate/announcements.html", form, listed=rows, **FRAME)


@for_operators
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Any, number: int) -> HttpResponse:
    """One of them, to say it otherwise."""
    row = next((each for each in reads.listed(request.member) if each.facts.id == number), None)
    if row is None:
        raise NotFound
    form = helpers.filled(AnnouncementForm, request, initial=_first(row.facts))
    if request.method == "POST" and form.is_valid():
        try:
            acts.change(request.member, number, Said(**form.cleaned_data))
        except Refused as error:
            helpers.refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("operate_announcements")
    return helpers.page(request, "web/operate/announcement.html", form, row=row, **FRAME)


def _first(facts: Facts) -> dict[str, Any]:
    """What the form begins with: whole days as days here, too."""
    first = {name: getattr(facts, name) for name in AnnouncementForm.base_fields}
    if facts.all_day:
        for name, day in (("starts_at", facts.first_day), ("ends_at", facts.last_day)):
            first[name] = datetime.combine(day, time()) if day is not None else None
    return first


@for_operators
@require_POST
def end(request: Any, number: int) -> HttpResponse:
    """It is shown no more."""
    acts.end(request.member, number)
    messages.success(request, _("It is shown to nobody any more."))
    return redirect("operate_announcements")


@for_operators
@require_POST
def remove(request: Any, number: int) -> HttpResponse:
    """It is gone for good."""
    acts.remove(request.member, number)
    messages.success(request, _("Deleted."))
    return redirect("operate_announcements")
