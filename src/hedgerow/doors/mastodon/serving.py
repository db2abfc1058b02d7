"""From a request to its answer: which method, who asks, what is given; then the headers of all answers."""

import math
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, resolve
from django.utils import timezone, translation

from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import HedgerowError
from hedgerow.kernel.limits import Left, Rate

from . import answers, errors, params, views
from . import ours as ours  # its methods join the registry
from .caller import Caller, caller_of, token_of
from .door import EACH_FACE, Method, door

EXPOSED = "Link, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id"
VERBS = "POST, PUT, DELETE, GET, PATCH, OPTIONS"
PREFLIGHT_SECONDS = "7200"


views.load()


def patterns() -> list[URLPattern]:
    """The door's addresses for Django's table, each under its own name."""
    return [
        path(route.removeprefix("/"), _at(route), name="api " + route.replace(":", "."))
        for route in door.table
    ]


def _at(route: str) -> Callable[..., HttpResponseBase]:
    """The view of one address: its methods by verb."""

    def view(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        return _answer(request, door.table[route], parts)

    # Who may ask is said by a token, which no page can make a browser send.
    view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def api(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware that answers the door's addresses at once: no cookie is read, and no session opened."""
    fixed = {route for route in door.table if "<" not in route}

    def answer(request: HttpRequest) -> HttpResponseBase:
        _without_slash(request)
        if request.path_info not in fixed and not request.path_info.startswith("/api/"):
            return get_response(request)
        try:
            found = resolve(request.path_info)
        except Http404:
            return _dressed(request, errors.not_found())
        return found.func(request, *found.args, **found.kwargs)  # type: ignore[no-any-return]

    return answer


def _without_slash(request: HttpRequest) -> None:
    """To the original, a slash at the end of an address is none; some apps write one."""
    if request.path_info.startswith(("/api/", "/oauth/")):
        request.path_info = request.path = request.path_info.rstrip("/")


def _answer(request: HttpRequest, methods: dict[str, Method], parts: dict[str, Any]) -> HttpResponseBase:
    verb = "GET" if request.method == "HEAD" else str(request.method)
    if verb == "OPTIONS":
        return _dressed(request, HttpResponse(status=200))
    method = methods.get(verb)
    if method is None:
        return _dressed(request, errors.not_found())
    return answered(request, method, parts)


def answered(request: HttpRequest, method: Method, parts: dict[str, Any]) -> HttpResponseBase:
    """The whole answer of one method."""
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()
    return _dressed(request, *_tried(request, method, parts))


def _tried(
    request: HttpRequest, method: Method, parts: dict[str, Any]
) -> tuple[HttpResponseBase, Left | None]:
    left = None
    try:
        caller = caller_of(request, method, token_of(request))
        left = _counted(request, method, caller)
        taken = [params.take(params.given(request), method.takes)] if method.takes is not None else []
        return answers.response(method.view(caller, *parts.values(), *taken)), left
    except HedgerowError as error:
        return errors.answer(error), left
    except (BadRequest, SuspiciousOperation):
        return errors.say(400, "Bad Request"), left


def _counted(request: HttpRequest, method: Method, caller: Caller) -> Left:
    """One go of the token's, or of the address'; and one of the method's own, where it has a limit."""
    who = (
        f"token {caller.token}" if caller.token is not None else f"from {request.META.get('REMOTE_ADDR', '')}"
    )
    left = limits.spend(f"api {who}", EACH_FACE)
    if method.rate is not None:
        left = limits.spend(f"api {method.name} {who}", method.rate)
    return left


def _dressed(request: HttpRequest, answer: HttpResponseBase, left: Left | None = None) -> HttpResponseBase:
    """The answer with the headers of every answer: pages of any other site may ask, without cookies."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Expose-Headers"] = EXPOSED
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers.setdefault("Cache-Control", "private, no-store")
    answer.headers.setdefault("Vary", "Authorization, Origin")
    if request.method == "OPTIONS":
        answer["Access-Control-Allow-Methods"] = VERBS
        answer["Access-Control-Allow-Headers"] = request.headers.get("Access-Control-Request-Headers", "*")
        answer["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
    elif settings.RATE_LIMITS:
        _tell_limit(answer, left)
    return answer


def _tell_limit(answer: HttpResponseBase, left: Left | None) -> None:
    rate: Rate = EACH_FACE
    goes, full_in = (left.goes, left.full_in) if left is not None else (0, 0.0)
    if answer.status_code == 429:
        goes, full_in = 0, float(answer.headers.get("Retry-After", "1"))
    elif left is None:
        return
    reset = clock.now() + timedelta(seconds=math.ceil(full_in))
    answer["X-RateLimit-Limit"] = str(rate.limit)
    answer["X-RateLimit-Remaining"] = str(goes)
    answer["X-RateLimit-Reset"] = reset.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
