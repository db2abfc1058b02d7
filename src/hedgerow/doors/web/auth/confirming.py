"""While an address waits to be confirmed: the letter once more, or all over again with another address.

Both answer alike whether the address was new or is known, and only in the browser that signed up.
"""

from typing import Any

from allauth.account.internal.flows import email_verification as letters
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.views import EmailVerificationSentView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hedgerow.people.members import acts as members

INVITATION = "joined_with"


def remember(request: HttpRequest, invitation: str) -> None:
    """What they came with, until they are in."""
    if invitation and not request.user.is_authenticated:
        request.session[INVITATION] = invitation


class Sent(EmailVerificationSentView):  # type: ignore[misc]
    """Says that a letter left, and to which address, in the browser that signed up or in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stage = LoginStageController.enter(self.request, EmailVerificationStage.key)
        user = stage.login.user if stage is not None else None
        return {**super().get_context_data(**kwargs), "email": user.email if user is not None else ""}


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """The letter once more, unless several left within the hour."""
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    if stage is None:
        return redirect("account_login")
    if not letters.send_verification_email_at_login(request, stage.login):
        messages.info(request, _("We sent several already. Look among the spam, or ask again in an hour."))
    return redirect("account_email_verification_sent")


@require_POST
def over(request: HttpRequest) -> HttpResponse:
    """Forget what was entered, the address of nobody with it, and begin anew."""
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    invitation = request.session.pop(INVITATION, "")
    if stage is not None:
        if stage.login.user is not None:
            members.start_over(stage.login.user.pk)
        clear_login(request)
    query = f"?{urlencode({'invitation': invitation})}" if invitation else ""
    return redirect(reverse("account_signup") + query)
