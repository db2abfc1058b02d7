"""The site itself: its facts, its texts, the log of what was done in its name."""

from typing import Any

from django.conf import settings as django
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web import uploads
from hedgerow.doors.web.access import for_moderators, for_operators
from hedgerow.kernel.errors import Refused
from hedgerow.people.members import reads as members
from hedgerow.people.site import acts, reads
from hedgerow.people.site.acts import SiteDraft
from hedgerow.talk.reports import reads as reports

from . import log
from .first_steps import first_steps
from .forms import SiteForm, TextsForm
from .frame import FRAME


@for_moderators
@require_safe
def menu(request: Any) -> HttpResponse:
    """What there is to do, and where."""
    operates = members.is_operator(request.member)
    context = {
        "waiting": members.waiting_count() if operates else 0,
        "open_reports": reports.open_count(request.member),
        # In the demo nobody waits for any.
        "mail_leaves": django.MAIL_LEAVES or django.DEMO,
        "steps": first_steps(request.member) if operates else [],
    }
    return render(request, "web/operate/menu.html", context | FRAME)


@for_operators
@require_http_methods(["GET", "POST"])
def settings(request: Any) -> HttpResponse:
    """What the site is called, looks like, and who may join."""
    facts = reads.site()
    first = {name: getattr(facts, name) for name in SiteForm.base_fields if name != "picture"}
    form = helpers.filled(SiteForm, request, initial=first)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            picture = uploads.picture(said.pop("picture"))
            acts.change(request.member, SiteDraft(**said))
            if picture:
                acts.set_picture(request.member, picture)
            messages.success(request, _("Saved."))
            return redirect("operate_site")
        except Refused as error:
            helpers.refuse(form, error)
    return helpers.page(request, "web/operate/site.html", form, facts=facts, **FRAME)


@for_operators
@require_POST
def remove_picture(request: Any) -> HttpResponse:
    """The site goes without a picture."""
    acts.set_picture(request.member, None)
    return redirect("operate_site")


@for_operators
@require_http_methods(["GET", "POST"])
def texts(request: Any) -> HttpResponse:
    """Rules, privacy and imprint."""
    facts = reads.site()
    first = {name: getattr(facts, name) for name in TextsForm.base_fields}
    form = helpers.filled(TextsForm, request, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            acts.change(request.member, SiteDraft(**form.cleaned_data))
            messages.success(request, _("Saved."))
            return redirect("operate_texts")
        except Refused as error:
            helpers.refuse(form, error)
    return helpers.page(request, "web/operate/texts.html", form, **FRAME)


@for_moderators
@require_safe
def audit(request: Any) -> HttpResponse:
    """The newest entries first, a page at a time."""
    before = request.GET.get("before", "")
    entries = reads.audit_log(request.member, int(before) if before.isdecimal() and len(before) < 18 else 0)
    older = entries[-1].id if len(entries) == reads.AUDIT_PAGE else None
    return render(
        request,
        "web/operate/audit.html",
        {"entries": log.in_words(entries, request.member), "older": older, **FRAME},
    )
