"""Signing out of another browser, and closing the account."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web.access import for_members
from hedgerow.kernel.errors import Refused
from hedgerow.people.members import acts as members


@for_members
@require_POST
def end_session(request: Any, number: int) -> HttpResponse:
    """Whoever sits at that browser is signed out, from now on."""
    members.end_session(request.member.pk, number)
    messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")


@for_members
@reauthentication_required  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def close(request: Any) -> HttpResponse:
    """Asks on a page of its own, then closes the account with every face; undone for thirty days."""
    problem = ""
    if request.method == "POST":
        try:
            members.close(request.member.pk)
            return redirect("/")
        except Refused as error:
            problem = error.message
    context = {
        "question": _("Close your account?"),
        "words": [
            *([problem] if problem else []),
            _("Every face of yours is hidden at once: profiles, posts and pictures."),
            _("For 30 days you can sign in and take it back."),
            _("After that everything is removed for good, files included."),
            _("Nobody can take one of your handles afterwards."),
        ],
        "action": reverse("me_close"),
        "yes": _("Close my account"),
        "danger": True,
        "no_url": reverse("me"),
        "nav": "me",
    }
    return render(request, "web/confirm.html", context, status=422 if problem else 200)
