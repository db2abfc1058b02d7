"""An app asks to act for a face (RFC 6749 4.1.1): the member picks exactly one, or says no."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.errors import Refused
from hedgerow.people.apps import acts, reads
from hedgerow.people.apps.reads import Asked

STATUS = {"invalid_client": 401}


@for_faces
@require_http_methods(["GET", "POST"])
def authorise(request: Any) -> HttpResponse:
    """What the app wants to do, and for which face. Asked anew each time: the app never learns that there is
    more than one face to pick.
    """
    given = request.POST if request.method == "POST" else request.GET
    with translation.override(_language(request)):
        try:
            asked = reads.asked(given.dict())
        except Refused as error:
            return _wrong(request, error)
        return _answered(request, asked) if request.method == "POST" else _page(request, asked)


def _language(request: Any) -> str:
    """The language the app names for this page, else the one of all pages."""
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(settings.LANGUAGES) else translation.get_language() or "en"


def _answered(request: Any, asked: Asked) -> HttpResponse:
    if request.POST.get("answer") != "yes":
        return _sent(asked, acts.deny(asked))
    handle = request.POST.get("face", "")
    face = next((card for card in request.faces if card.handle == handle and card.state == "active"), None)
    if face is None:
        return _page(request, asked, _("Choose the face the app will act for."))
    return _sent(asked, acts.open_door(request.member.pk, face.id, asked))


def _sent(asked: Asked, where: str) -> HttpResponse:
    """Back to the app; exactly as it wrote its address, which Django's own redirect would not allow."""
    if asked.redirect_uri == reads.OUT_OF_BAND:
        return redirect(reverse("oauth_code") + "?" + where.partition("?")[2])
    answer = HttpResponse(status=302)
    answer["Location"] = where
    return answer


def _page(request: Any, asked: Asked, problem: str = "") -> HttpResponse:
    able = [card for card in request.faces if card.state == "active"]
    context = {
        "asked": asked,
        "may": reads.sentences(asked.scopes),
        "able": able,
        "chosen": request.POST.get("face", "") or (able[0].handle if len(able) == 1 else ""),
        "problem": problem,
        "given": _given(request),
        "again": request.get_full_path() if request.method == "GET" else "",
    }
    answer = render(request, "web/letting_in/authorise.html", context, status=422 if problem else 200)
    place = reads.source(asked.redirect_uri)
    if place:
        # Browsers hold a form to this policy through every redirect, and the last one leads to the app.
        answer._csp_update = {"form-action": [place]}  # type: ignore[attr-defined]
    return answer


def _given(request: Any) -> dict[str, str]:
    """What the app asked for, to be sent along with the answer."""
    given = request.POST if request.method == "POST" else request.GET
    return {name: given[name] for name in reads.ASKED_IN if given.get(name)}


def _wrong(request: HttpRequest, error: Refused) -> HttpResponse:
    context = {"message": error.message}
    return render(request, "web/letting_in/wrong.html", context, status=STATUS.get(error.field, 400))


@for_faces
@require_safe
def code(request: Any) -> HttpResponse:
    """The code for an app that has no address of its own: to be copied."""
    return render(request, "web/letting_in/code.html", {"code": request.GET.get("code", "")[:100]})
