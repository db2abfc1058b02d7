"""What the sign-in library asks of us: who may sign up, how members are made, how mail is sent."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import EmailVerificationStage
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from msgspec import structs

from hedgerow.people.apps import acts as apps
from hedgerow.people.barring import acts as barring_acts
from hedgerow.people.barring import reads as barring
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from hedgerow.people.members import reads as member_reads
from hedgerow.people.site import reads as site

OWN_STAGE = "hedgerow.doors.web.auth.adapter.ConfirmStage"
THEIR_STAGE = "allauth.account.stages.EmailVerificationStage"


class SiteName:
    """This site as the library's mails speak of it."""

    def __init__(self, name: str, domain: str) -> None:
        self.name = name
        self.domain = domain


def first_face(request: HttpRequest, said: dict[str, Any]) -> FaceDraft:
    """The first face of who signs up, by the clock of their browser; without scripts by that of UTC."""
    zone = request.POST.get("time_zone", "")
    draft = FaceDraft(handle=said["handle"], name=said["name"])
    return structs.replace(draft, time_zone=zone) if faces.is_time_zone(zone) else draft


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our answers to the sign-in library."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether the page is shown at all; the invitation and the reason are asked on it."""
        return site.site().registration != "closed"

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """The second of the three screens."""
        return reverse("welcome_face")

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """The member and its first face, in one act. Raises Refused."""
        said = form.cleaned_data
        return members.register(
            said["email"],
            said["password1"],
            said["handle"],
            said["name"],
            language=(get_language() or "en")[:12],
            invitation=said.get("invitation", ""),
            why=said.get("why", ""),
            draft=first_face(request, said),
            address=request.META.get("REMOTE_ADDR", ""),
        )

    def clean_email(self, email: str) -> str:
        """An address to sign up with, or to have instead, that is not kept out. Raises ValidationError."""
        cleaned = str(super().clean_email(email))
        address = self.request.META.get("REMOTE_ADDR", "") if self.request is not None else ""
        if barring.at_joining(cleaned, address) == barring.REFUSE:
            barring_acts.turned_away(cleaned, address)
            raise ValidationError(gettext("Nobody can join with this e-mail address, or from where you are."))
        return cleaned

    def set_password(self, user: Any, password: str) -> None:
        """A new password ends every session but this one, and every app's access with them."""
        super().set_password(user, password)
        apps.take_all_away(user.pk)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """The address is theirs: whoever is new comes in."""
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            members.come_in(email_address.user_id)
        return confirmed

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """The letter with which an address is confirmed. Where somebody new says the address of somebody who
        is here, its owner is told so instead: nobody but who reads the mail learns which of them it is.
        """
        address = emailconfirmation.email_address
        if member_reads.is_new(address.user) and member_reads.is_known(address.email):
            self.send_account_already_exists_mail(address.email)
        else:
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def get_login_stages(self) -> list[str]:
        """The library's own, with ours for confirming the address: the operator may switch that off."""
        return [OWN_STAGE if stage == THEIR_STAGE else stage for stage in super().get_login_stages()]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail now, in the language of whoever gets it, and leave sending it to a job: no page
        waits for a mail server.
        """
        about = site.site()
        words = {
            "email": email,
            "current_site": SiteName(about.name, settings.DOMAIN),
            "can_join": about.registration in {"open", "approval"},
            **context,
        }
        reader = context.get("user")
        language = reader.language if reader is not None else member_reads.language_at(email)
        with override(language or get_language()):
            mail = self.render_mail(template_prefix, email, {"request": self.request, **words})
            members.send_letter(email, str(mail.subject), str(mail.body), _html_of(mail))

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """A word about a change to the login, which `send_mail` is told whose it is."""
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)


def _html_of(mail: Any) -> str:
    """The part of a mail that is written in HTML; "" without one."""
    parts = mail.alternatives if isinstance(mail, EmailMultiAlternatives) else []
    return str(parts[0][0]) if parts else ""


class ConfirmStage(EmailVerificationStage):  # type: ignore[misc]
    """Waits for the address to be confirmed, where this site asks for that; whoever is new comes in then."""

    def handle(self) -> Any:
        answer, goes_on = super().handle() if site.site().confirm_email else (None, True)
        if answer is None and member_reads.is_new(self.login.user):
            members.come_in(self.login.user.pk)
        return answer, goes_on
