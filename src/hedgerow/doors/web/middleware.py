"""Who asks: the member, the face that speaks, and how a page is made for them.

`request.member` is the login or None, `request.faces` its own faces, `request.face` the card of the one that
speaks or None, `request.face_id` its number. State is read at every request, never from the session: a
suspended member's next request is answered by the page that says so, whatever the browser still holds.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import SimpleTemplateResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from hedgerow.doors.web import errors
from hedgerow.kernel.errors import NotFound, Refused, TooMany
from hedgerow.people.barring import reads as barring
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.members import reads as members

Answer = Callable[[HttpRequest], HttpResponseBase]

FACE = "face"
"""The session's key for the number of the face that speaks."""

SWITCHED = "switched"
"""The session's key for the page on which the face was just changed, until it is answered."""

NOBODYS = ("/static/", "/media/avatar/", "/healthz", "/manifest.webmanifest", "/sw.js", "/offline")
"""Answered alike to everybody: no session is opened for them."""

OPEN_TO_HALTED = (
    "/account/logout/", "/language", "/rules", "/privacy", "/imprint", "/about", "/halted/", "/media/avatar/",
    "/unsubscribe/",
)  # fmt: skip
"""What a member who waits, closes, is suspended or has to choose a handle may still open."""

OPEN_WITHOUT_FACE = (
    "/me", "/account/", "/operate", "/language", "/rules", "/privacy", "/imprint", "/about", "/media/",
    "/unsubscribe/", "/.well-known/",
)  # fmt: skip
"""What a member without an active face may open: above all, the page that makes one."""

CODES = {code for code, _name in settings.LANGUAGES}


class Caller(HttpRequest):
    """A request as it reaches the views of this door (for types only)."""

    member: Any
    faces: list[FaceCard]
    face: FaceCard | None
    face_id: int | None
    theme: str


def member(get_response: Answer) -> Answer:
    """Puts the login on the request as `user` once it is asked for, as Django's own middleware does; but with
    the member who came with the session.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        cast(Any, request).user = SimpleLazyObject(partial(_login, request))
        return get_response(request)

    return answer


def _login(request: HttpRequest) -> Any:
    return members.member_of(request.session) or get_user(request)


def face(get_response: Answer) -> "FaceMiddleware":
    """The middleware, as the settings name it."""
    return FaceMiddleware(get_response)


class FaceMiddleware:
    """Puts the caller on the request, and turns what rooms raise into answers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        caller = cast(Caller, request)
        kept_out = not barring.may_come_in(request.META.get("REMOTE_ADDR", ""))
        if kept_out or request.path.startswith(NOBODYS):
            caller.member, caller.faces, caller.face, caller.face_id, caller.theme = None, [], None, None, ""
            return errors.kept_out() if kept_out else self.get_response(request)
        _recognise(caller)
        try:
            return _stay_or_go_home(caller, _page_of(caller, _halt(caller) or self.get_response(request)))
        finally:
            timezone.deactivate()

    def process_template_response(
        self, request: HttpRequest, response: SimpleTemplateResponse
    ) -> SimpleTemplateResponse:
        """The sign-in library's pages bring a `site` of their own; ours is the one with the name."""
        context = response.context_data
        if context is not None and isinstance(context.get("site"), RequestSite):
            del context["site"]
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Missing and forbidden are one answer; too much says when to come back."""
        if isinstance(error, NotFound):
            return errors.not_found(request, error)
        if isinstance(error, TooMany):
            return errors.too_many(request, error)
        if isinstance(error, Refused):
            return errors.refused(request, error)
        return None


def _recognise(caller: Caller) -> None:
    member = caller.user if caller.user.is_authenticated else None
    # The lazy user hides its class; rooms and templates want the member itself.
    caller.member = member._wrapped if isinstance(member, SimpleLazyObject) else member
    if caller.member is not None:
        caller.user = caller.member
    caller.faces = faces.own(caller.member.pk) if caller.member is not None else []
    caller.face = _speaking(caller)
    caller.face_id = caller.face.id if caller.face else None
    caller.theme = ""
    _prepare(caller)


def _speaking(caller: Caller) -> FaceCard | None:
    """The face chosen last in this browser, where it is the member's and may act; else the first that may."""
    active = [card for card in caller.faces if card.state == "active"]
    chosen = caller.session.get(FACE) if active else None
    return next((card for card in active if card.id == chosen), active[0] if active else None)


def _prepare(caller: Caller) -> None:
    """Language, time zone and theme of the face that speaks."""
    timezone.deactivate()
    if caller.member is None:
        return
    language = caller.member.language
    if caller.face is not None:
        manners = faces.manners(caller.face.id)
        timezone.activate(ZoneInfo(manners.time_zone))
        caller.theme = manners.theme
        language = manners.language if manners.language in CODES else language
    if language in CODES:
        translation.activate(language)
        caller.LANGUAGE_CODE = language


def _page_of(caller: Caller, answer: HttpResponseBase) -> HttpResponseBase:
    """A page for who opens an address that only forms are sent to; the library's answer is an empty one."""
    if answer.status_code != 405 or caller.method != "GET":
        return answer
    return errors.not_a_page(caller, answer.headers.get("Allow", ""))


def _stay_or_go_home(caller: Caller, answer: HttpResponseBase) -> HttpResponseBase:
    """After switching faces the same page is shown, or home where that page is not for the new face."""
    if caller.method != "GET" or caller.member is None or SWITCHED not in caller.session:
        return answer
    here = caller.session[SWITCHED] == caller.get_full_path()
    if here:
        del caller.session[SWITCHED]
    return redirect("/") if here and answer.status_code == 404 else answer


def _halt(caller: Caller) -> HttpResponse | None:
    """The one page for who may do nothing else, or None to go on."""
    member = caller.member
    if member is None:
        return None
    if member.state != "active":
        if caller.path.startswith(OPEN_TO_HALTED):
            return None
        if member.state == "new":
            return redirect("halted_handle")
        context = {"state": member.state, "hide_entrance": True}
        return render(caller, "web/auth/halted.html", context, status=403)
    if caller.face is None and not caller.path.startswith(OPEN_WITHOUT_FACE):
        return redirect("me_faces" if caller.faces else "me_new_face")
    return None
