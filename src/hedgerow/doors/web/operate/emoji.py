"""The site's own emoji: bring, switch off and on, remove."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web import uploads
from hedgerow.doors.web.access import for_operators
from hedgerow.kernel.errors import Refused
from hedgerow.people.emoji import acts, reads

from .forms import EmojiForm
from .frame import FRAME


@for_operators
@require_http_methods(["GET", "POST"])
def listed(request: Any) -> HttpResponse:
    """Every emoji, and a new one."""
    form = helpers.filled(EmojiForm, request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            picture = uploads.picture(said["picture"])
            acts.bring(request.member, said["code"], picture or b"", said["category"])
            messages.success(request, _("It can be used now."))
            return redirect("operate_emoji")
        except Refused as error:
            helpers.refuse(form, error)
    return helpers.page(request, "web/operate/emoji.html", form, listed=reads.listed(request.member), **FRAME)


@for_operators
@require_POST
def switch(request: Any, number: int) -> HttpResponse:
    """Let it be used, or not for now."""
    acts.switch(request.member, number, on=request.POST.get("on") == "1")
    return redirect("operate_emoji")


@for_operators
@require_POST
def remove(request: Any, number: int) -> HttpResponse:
    """It is gone for good."""
    acts.remove(request.member, number)
    messages.success(request, _("Removed. Where it stood, its name stands now."))
    return redirect("operate_emoji")
