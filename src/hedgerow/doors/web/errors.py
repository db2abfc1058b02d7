"""Answers for what went wrong: what happened, what is kept, what to do."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext

from hedgerow.kernel.errors import Refused, TooMany
from hedgerow.people.faces.reads import FaceCard


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """The request itself was broken, or a form is larger than is read at all."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Not for this caller."""
    return render(request, "403.html", status=403)


def kept_out() -> HttpResponse:
    """To where nothing is answered: a few words, and no page of ours."""
    return HttpResponse(gettext("Nothing is answered to where you are."), "text/plain; charset=utf-8", 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Missing or forbidden: one answer for both."""
    return render(request, "404.html", status=404)


def not_a_page(request: HttpRequest, allowed: str) -> HttpResponse:
    """An address that only forms are sent to was opened; `allowed` are the methods it takes."""
    response = render(request, "405.html", status=405)
    response["Allow"] = allowed
    return response


def too_many(request: HttpRequest, exception: TooMany) -> HttpResponse:
    """Too much in too short a time; says when to come back."""
    response = render(request, "429.html", {"retry_after": exception.retry_after}, status=429)
    response["Retry-After"] = str(exception.retry_after)
    return response


def refused(request: HttpRequest, exception: Refused) -> HttpResponse:
    """Input that cannot be taken, where no form stood to say it next to its field."""
    return render(request, "400.html", {"message": exception.message}, status=422)


LONGEST_SHOWN = 60_000

NOT_KEPT = ("csrfmiddlewaretoken", "do", "face")
"""What is not carried over from a composer that was refused: what says that it shall be sent, and by whom."""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not come from a page of ours, or the page was too old."""
    words = _words(request)
    again, fields = _speak_again(request) if words.strip() else (None, [])
    return render(request, "403_csrf.html", {"words": words, "again": again, "fields": fields}, status=403)


def _speak_again(request: Any) -> tuple[FaceCard | None, list[tuple[str, str]]]:
    """The own face that a composer was drawn for, where another one speaks now, and what stood in it."""
    wanted = request.POST.get("face", "") if request.path == "/compose" else ""
    own = [card for card in getattr(request, "faces", []) if card.state == "active"]
    card = next((card for card in own if card.handle == wanted and card.id != request.face_id), None)
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return card, [field for field in fields if field[0] not in NOT_KEPT]


def _words(request: HttpRequest) -> str:
    """What somebody had written into the form that was refused, so that it is not lost."""
    try:
        return request.POST.get("text", "")[:LONGEST_SHOWN]
    except (SuspiciousOperation, UnreadablePostError):
        return ""


def server_error(request: HttpRequest) -> HttpResponse:
    """We failed. Nothing here asks for anything that may have failed too."""
    return render(request, "500.html", status=500)
