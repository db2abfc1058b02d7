"""The site's list of names that are to be kept: whoever writes one is asked to look again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web.access import for_operators
from hedgerow.doors.web.listing import SiteNameForm
from hedgerow.kernel.errors import Refused
from hedgerow.talk.guarding import acts, reads

from .frame import FRAME


@for_operators
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: Any) -> HttpResponse:
    """The list, and a new name."""
    form = helpers.filled(SiteNameForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            acts.keep_name_for_site(request.member, **form.cleaned_data)
        except Refused as error:
            helpers.refuse(form, error)
        else:
            messages.success(request, _("It is on the list."))
            return redirect("operate_guard")
    names = reads.site_entries(request.member)
    return helpers.page(request, "web/operate/guard.html", form, names=names, **FRAME)


@for_operators
@require_POST
def remove(request: Any, number: int) -> HttpResponse:
    """Off the list."""
    acts.forget_name_for_site(request.member, number)
    messages.success(request, _("It is off the list."))
    return redirect("operate_guard")
