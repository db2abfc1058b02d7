"""Answers for what went wrong before or beside a view: a page for who opens one, JSON for an app."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from hedgerow.config.front import is_for_apps
from hedgerow.doors.mastodon import errors as api
from hedgerow.doors.web import errors as web
from hedgerow.kernel.errors import TooMany

LONGEST_WINDOW = 60
"""Seconds that the sign-in library's limits count over, where they end in a page of their own."""


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """The request itself was broken."""
    return api.say(400, "Bad Request") if _app(request) else web.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Not for this caller."""
    return api.say(403, "This action is not allowed") if _app(request) else web.forbidden(request, exception)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Missing or forbidden: one answer for both."""
    return api.not_found() if _app(request) else web.not_found(request, exception)


def too_many(request: HttpRequest) -> HttpResponse:
    """More of signing up, signing in and the like than the library takes. It does not say when it takes more:
    at the latest when what it counted is that old.
    """
    return web.too_many(request, TooMany(LONGEST_WINDOW))


def server_error(request: HttpRequest) -> HttpResponse:
    """We failed."""
    return api.say(500, api.FAILED) if _app(request) else web.server_error(request)


def _app(request: HttpRequest) -> bool:
    return is_for_apps(request.path_info)
