"""Answers for what went wrong: what happened, what is kept, what to do."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext

from hedgerow.kernel.errors import Refused, TooMany


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """The request itself was broken."""
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


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not come from a page of ours, or the page was too old."""
    return render(request, "403_csrf.html", {"words": _words(request)}, status=403)


def _words(request: HttpRequest) -> str:
    """What somebody had written into the form that was refused, so that it is not lost."""
    try:
        return request.POST.get("text", "")[:LONGEST_SHOWN]
    except (SuspiciousOperation, UnreadablePostError):
        return ""


def server_error(request: HttpRequest) -> HttpResponse:
    """We failed. Nothing here asks for anything that may have failed too."""
    return render(request, "500.html", status=500)
