"""Single sign-on: what the sign-in library asks of us when an organisation vouches for somebody.

The organisation learns that somebody signs in here, and nothing of their faces; of what it tells us we keep
its number for the person and the confirmed address. Its groups are looked at once, when somebody joins: an
invitation may be made for a group (`people.invitations`).
"""

import re
from typing import Any

from allauth.socialaccount import forms as library
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused
from hedgerow.kernel.writing import write
from hedgerow.people.faces import reads as faces
from hedgerow.people.invitations import reads as invitations
from hedgerow.people.members import acts as members
from hedgerow.people.members import reads as member_reads
from hedgerow.people.site import reads as site

from .adapter import first_face
from .forms import Newcomer

GROUPS = "groups"
MOST_GROUPS = 500


def is_offered() -> bool:
    """Whether this site has single sign-on."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS)


def claims(login: SocialLogin) -> dict[str, Any]:
    """What the provider says of the person: its userinfo over its token (OpenID Connect Core 1.0, 5.1)."""
    data = login.account.extra_data
    return {**(data.get("id_token") or {}), **(data.get("userinfo") or {})}


def groups(login: SocialLogin) -> list[str]:
    """The groups the provider says they are in: a list of names, or one name."""
    app = login.provider.app
    said = claims(login).get(app.settings.get("groups_claim") or GROUPS) or []
    listed = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    return [name for name in listed[:MOST_GROUPS] if isinstance(name, str)]


def vouched_for(login: SocialLogin) -> set[str]:
    """The addresses that the provider says are theirs."""
    return {each.email.lower() for each in login.email_addresses if each.verified}


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Our answers to the library where it signs somebody on."""

    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """The one provider of the settings. The library would ask the database for more at each page."""
        listed = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
        apps = [SocialApp(provider="openid_connect", **fields) for fields in listed]
        return [
            app
            for app in apps
            if provider in (None, app.provider, app.provider_id) and client_id in (None, app.client_id)
        ]

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        """A name and a handle to begin with; the person changes them as they like."""
        said = claims(sociallogin)
        wished = re.sub(r"\W", "_", str(said.get("preferred_username") or "").partition("@")[0])
        return {
            **super().get_signup_form_initial_data(sociallogin),
            "name": str(said.get("name") or "")[:60],
            "handle": _free(wished),
        }

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """What the provider said stays no longer than it is needed."""
        if sociallogin.is_existing and sociallogin.account.pk and sociallogin.account.extra_data:
            sociallogin.account.extra_data = {}
            with write():
                sociallogin.account.save(update_fields=["extra_data"])

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        """The member and its first face, in one act, and whom the provider knows it as. Raises Refused."""
        said = form.cleaned_data
        of = groups(sociallogin)
        with write():
            member = members.register(
                said["email"],
                None,
                said["handle"],
                said["name"],
                language=(get_language() or "en")[:12],
                invitation=said.get("invitation", "") or invitations.of_groups(of),
                groups=of,
                why=said.get("why", ""),
                draft=first_face(request, said),
                address=request.META.get("REMOTE_ADDR", ""),
            )
            sociallogin.user = member
            sociallogin.account.extra_data = {}
            # Whoever typed another address gets no mail at the organisation's.
            sociallogin.email_addresses = [
                each for each in sociallogin.email_addresses if each.email.lower() == said["email"]
            ]
            sociallogin.save(request)
            if said["email"] in vouched_for(sociallogin):
                members.come_in(member.pk)
        return member


def _free(handle: str) -> str:
    try:
        return faces.free_handle(handle)
    except Refused:
        return ""


class SignOnForm(Newcomer, library.SignupForm):  # type: ignore[misc]
    """Who you are here, when an organisation vouches for you: no password."""

    field_order = ["name", "handle", "email", "invitation", "why"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way = site.site().registration
        self.invited = way != "open" and bool(invitations.of_groups(groups(self.sociallogin)))
        self.ask_by("invited" if self.invited else way)

    def validate_unique_email(self, value: str) -> str:
        """Who is vouched for owns the address, so saying that it is in use tells them nothing new. Any other
        is answered like a new one.
        """
        if value.lower() in vouched_for(self.sociallogin) and member_reads.is_known(value):
            raise forms.ValidationError(
                _("You have an account here with this address. Sign in to it, then connect the two.")
            )
        return value

    def clean(self) -> dict[str, Any]:
        return self.insist_on_why(super().clean())

    def try_save(self, request: HttpRequest) -> Any:
        """All or nothing."""
        with write():
            return super().try_save(request)
