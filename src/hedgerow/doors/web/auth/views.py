"""Signing up in three short screens, and the pages of who may do nothing else."""

from typing import Any

import structlog
from allauth.account.views import SignupView
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.socialaccount.views import SignupView as SignOnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web import uploads, ways
from hedgerow.doors.web.access import for_faces, for_members
from hedgerow.doors.web.moving.bringing import bring
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.circles import acts as circles
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.invitations import reads as invitations
from hedgerow.people.members import acts as members
from hedgerow.people.moving import reads as moving

from . import confirming
from .forms import CircleForm, FaceForm, HandleForm

log = structlog.get_logger(__name__)

YEAR = 365 * 24 * 3600


class Refusing:
    """What was refused at the last moment stands next to its field like all else."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except Refused as error:
            helpers.refuse(form, error)
            return self.form_invalid(form)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        answer.status_code = helpers.UNPROCESSABLE
        return answer


class Signup(Refusing, SignupView):  # type: ignore[misc]
    """The first screen."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "invitation": self._code()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        field, code = context["form"].fields.get("invitation"), self._code()
        asked = field is not None and not field.widget.is_hidden
        invited = asked and invitations.can_join_with(code)
        # By whom is said only on a link whose face wished it.
        host = invitations.named_host(code) if code else None
        return {
            **context,
            "invited": invited,
            "host": face_reads.card(host) if host is not None else None,
            "ended": invitations.not_open() if asked and code and not invited else "",
        }

    def _code(self) -> str:
        """The code of the link that led here."""
        given = self.request.POST.get("invitation") or self.request.GET.get("invitation", "")
        return str(given)[:64]

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        confirming.remember(self.request, form.cleaned_data.get("invitation", ""))
        return answer


class SignOn(Refusing, SignOnView):  # type: ignore[misc]
    """The first screen of whom an organisation vouches for."""


def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the organisation's own sign-in page; where that is away, a page that says so."""
    try:
        answer: HttpResponse = openid.login(request, provider_id)
    except (RequestException, ValueError) as error:
        log.warning("the sign-on provider does not answer", error=type(error).__name__)
        return redirect("socialaccount_login_error")
    return answer


@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """To where a password is changed, for programs that know no address of this site."""
    return redirect("account_change_password")


@require_safe
def join(request: HttpRequest, code: str = "") -> HttpResponse:
    """Where an invitation's link leads."""
    query = f"?{urlencode({'invitation': code})}" if code else ""
    return redirect(reverse("account_signup") + query)


@for_faces
@require_http_methods(["GET", "POST"])
def welcome_face(request: Any) -> HttpResponse:
    """The second screen: a picture and a sentence, or later."""
    members.welcome(request.member)
    facts = face_reads.face(request.face_id)
    form = helpers.filled(FaceForm, request, initial={"bio": facts.bio})
    if request.method == "POST" and form.is_valid():
        try:
            _say(request.face_id, form, facts)
            return redirect("welcome_circle")
        except Refused as error:
            helpers.refuse(form, error)
    return helpers.page(request, "web/auth/welcome_face.html", form)


def _say(face: int, form: FaceForm, facts: face_reads.FaceFacts) -> None:
    """The bio and the picture of the second screen. Raises Refused."""
    picture = uploads.picture(form.cleaned_data["picture"])
    faces.edit(face, faces.draft_of(facts, bio=form.cleaned_data["bio"]))
    if picture:
        faces.set_picture(face, picture)


@for_faces
@require_http_methods(["GET", "POST"])
def welcome_circle(request: Any) -> HttpResponse:
    """The third screen: one circle, or bringing people, now or later."""
    if request.POST.get("bring"):
        try:
            return redirect("brought", bring(request))
        except Refused as error:
            return _third(request, CircleForm(), wrong_file=error.message)
    form = helpers.filled(CircleForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            circles.make(request.face_id, form.cleaned_data["name"])
            messages.success(request, _("Your circle is there. Put people into it whenever you like."))
            return redirect(reverse("strategy") + "?first")
        except Refused as error:
            helpers.refuse(form, error)
    return _third(request, form)


def _third(request: Any, form: CircleForm, wrong_file: str = "") -> HttpResponse:
    suggestions = [_("Family"), _("Friends"), _("Work"), _("Neighbours")]
    hosts = moving.hosts(request.face_id)
    answer = helpers.page(
        request, "web/auth/welcome_circle.html", form,
        suggestions=suggestions, hosts=hosts, wrong_file=wrong_file,
    )  # fmt: skip
    if wrong_file:
        answer.status_code = helpers.UNPROCESSABLE
    return answer


@for_members
@require_http_methods(["GET", "POST"])
def other_handle(request: Any) -> HttpResponse:
    """Another handle, for somebody new whose wish somebody else has got."""
    if request.member.state != "new":
        raise NotFound
    form = helpers.filled(HandleForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            members.choose_handle(request.member.pk, form.cleaned_data["handle"])
            return redirect("welcome_face")
        except Refused as error:
            helpers.refuse(form, error)
    said = {"wish": request.faces[0].handle, "hide_entrance": True}
    return helpers.page(request, "web/auth/other_handle.html", form, **said)


@for_members
@require_POST
def reopen(request: Any) -> HttpResponse:
    """Take the closing of the account back."""
    if request.member.state != "closing":
        raise NotFound
    members.reopen(request.member.pk)
    messages.success(request, _("Your account stays. Everything is as it was."))
    return redirect("me")


@for_members
@require_http_methods(["GET", "POST"])
def withdraw(request: Any) -> HttpResponse:
    """Take a request to join back."""
    if request.member.state != "waiting":
        raise NotFound
    if request.method == "POST":
        members.withdraw(request.member.pk)
        logout(request)
        return render(request, "web/auth/withdrawn.html")
    return render(
        request,
        "web/confirm.html",
        {
            "question": _("Withdraw your request to join?"),
            "words": _("Nothing of what you entered is kept. You can ask again later."),
            "action": reverse("halted_withdraw"),
            "yes": _("Withdraw"),
            "danger": True,
            "no_url": "/",
        },
    )


@require_POST
def language(request: Any) -> HttpResponse:
    """The language of the pages, for this browser and, when signed in, for the member and the face."""
    code = request.POST.get("language", "")
    answer = redirect(ways.back(request))
    if not check_for_language(code) or code not in dict(settings.LANGUAGES):
        return answer
    if request.member is not None:
        members.set_language(request.member.pk, code)
    if request.face_id is not None:
        faces.set_language(request.face_id, code)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    return answer
