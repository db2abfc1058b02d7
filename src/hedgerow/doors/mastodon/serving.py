"""From a request to its answer: which method, who asks, what is given; then the headers of all answers."""

import math
import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import msgspec
from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, resolve
from django.utils import timezone, translation

from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import HedgerowError, TooMany
from hedgerow.kernel.limits import Left
from hedgerow.people.barring import reads as barring

from . import answers, errors, params, views
from . import ours as ours  # its methods join the registry
from .answers import Answer
from .caller import Caller, caller_of, token_of
from .door import EACH_FACE, Method, door

EXPOSED = "Link, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id"
VERBS = "POST, PUT, DELETE, GET, PATCH, OPTIONS"
PREFLIGHT_SECONDS = "7200"
EVERY_ANSWER = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED,
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Pages of any other site may ask, without cookies."""
MOST_ANSWERS = {"Cache-Control": "private, no-store", "Vary": "Authorization, Origin"}
"""Unless a view says something else."""


views.load()


API = "/api/"


def patterns() -> list[URLPattern | URLResolver]:
    """The door's addresses for Django's table, each under its own name. Most lie in one branch, so that a
    page of the site is not held against each of them.
    """
    branch = [_pattern(route, API) for route in door.table if route.startswith(API)]
    others = [_pattern(route, "/") for route in door.table if not route.startswith(API)]
    return [path(API.removeprefix("/"), include(branch)), *others]


def _pattern(route: str, below: str) -> URLPattern:
    return path(route.removeprefix(below), _at(route), name="api " + route.replace(":", "."))


def _at(route: str) -> Callable[..., HttpResponseBase]:
    """The view of one address: its methods by verb."""

    def view(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        return _answer(request, door.table[route], parts)

    # Who may ask is said by a token, which no page can make a browser send.
    view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def api(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware that answers the door's addresses at once: no cookie is read, and no session opened."""
    fixed = {route: methods for route, methods in door.table.items() if "<" not in route}

    def answer(request: HttpRequest) -> HttpResponseBase:
        _without_slash(request)
        methods = fixed.get(request.path_info)
        if methods is not None:
            return _answer(request, methods, {})
        if not f"{request.path_info}/".startswith(API):
            return get_response(request)
        try:
            found = resolve(request.path_info)
        except Http404:
            return dressed(request, _nowhere(request.path_info))
        return found.func(request, *found.args, **found.kwargs)  # type: ignore[no-any-return]

    return answer


def _nowhere(path: str) -> HttpResponse:
    """An id that can be none is nobody's; any other address is none at all."""
    like = any(shape.fullmatch(path) for shape in _with_ids())
    return errors.say(404, errors.MISSING) if like else errors.not_found()


@cache
def _with_ids() -> list[re.Pattern[str]]:
    routes = [route for route in door.table if "<id:" in route]
    return [re.compile(re.sub(r"<\w+:\w+>", "[^/]+", route)) for route in routes]


def _without_slash(request: HttpRequest) -> None:
    """To the original, a slash at the end of an address is none; some apps write one."""
    if request.path_info.startswith(("/api/", "/oauth/")):
        request.path_info = request.path = request.path_info.rstrip("/")


def _answer(request: HttpRequest, methods: dict[str, Method], parts: dict[str, Any]) -> HttpResponseBase:
    verb = "GET" if request.method == "HEAD" else str(request.method)
    if verb == "OPTIONS":
        return dressed(request, HttpResponse(status=200))
    method = methods.get(verb)
    if method is None:
        return dressed(request, errors.not_found())
    return answered(request, method, parts)


def answered(request: HttpRequest, method: Method, parts: dict[str, Any]) -> HttpResponseBase:
    """The whole answer of one method."""
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()
    made, left = tried(request, method, parts)
    return dressed(request, answers.response(made), left)


def tried(
    request: HttpRequest, method: Method, parts: dict[str, Any], *, count_last: bool = False
) -> tuple[Answer | HttpResponseBase, Left | None]:
    """What the method's view gives, or what went wrong; and how much its asker has left. `count_last`: only
    what was answered is counted.
    """
    left = None
    try:
        if not barring.may_come_in(request.META.get("REMOTE_ADDR", "")):
            return errors.say(403, errors.FORBIDDEN), left
        if method.verb != "GET":
            translation.activate(params.language(request.GET.get("lang")))
        caller = caller_of(request, method, token_of(request))
        if not count_last:
            left = _counted(request, method, caller)
        made = answers.whole(_viewed(request, method, caller, parts))
        if count_last:
            left = _counted(request, method, caller)
        return made, left
    except TooMany as error:
        return errors.answer(error), Left(0, error.retry_after, error.limit)
    except HedgerowError as error:
        return errors.answer(error), left
    except (BadRequest, SuspiciousOperation):
        return errors.say(400, "Bad Request"), left


def _viewed(request: HttpRequest, method: Method, caller: Caller, parts: dict[str, Any]) -> Any:
    try:
        taken = _taken(request, method)
    except errors.Wrong:
        if method.wrong is None:
            raise
        return method.wrong()
    return method.view(caller, *parts.values(), *taken)


def _taken(request: HttpRequest, method: Method) -> list[msgspec.Struct]:
    """What the method takes, if anything. What is wrong with it is said in the language it asks for."""
    if method.takes is None:
        return []
    if method.verb == "GET":
        return [params.taken(request, method.takes)]
    given = params.given(request)
    translation.activate(params.language(given.get("lang")))
    return [params.take(given, method.takes)]


def _counted(request: HttpRequest, method: Method, caller: Caller) -> Left | None:
    """One go of the token's, or of the address'; and one of the method's own, where it has a limit. What is
    told is the one that ends first.
    """
    if not settings.RATE_LIMITS:
        return None
    who = (
        f"token {caller.token}" if caller.token is not None else f"from {request.META.get('REMOTE_ADDR', '')}"
    )
    left = limits.spend(f"api {who}", EACH_FACE)
    if method.rate is not None:
        return min(left, limits.spend(f"api {method.name} {who}", method.rate))
    return left


def dressed(request: HttpRequest, answer: HttpResponseBase, left: Left | None = None) -> HttpResponseBase:
    """The answer with the headers of every answer."""
    for name, value in EVERY_ANSWER.items():
        answer[name] = value
    for name, value in MOST_ANSWERS.items():
        answer.headers.setdefault(name, value)
    if request.method == "OPTIONS":
        answer["Access-Control-Allow-Methods"] = VERBS
        answer["Access-Control-Allow-Headers"] = request.headers.get("Access-Control-Request-Headers", "*")
        answer["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
    for name, value in limit(left).items():
        answer[name] = value
    return answer


def limit(left: Left | None) -> dict[str, str]:
    """How often may be asked still, as headers."""
    if left is None or not settings.RATE_LIMITS:
        return {}
    reset = clock.now() + timedelta(seconds=math.ceil(left.full_in))
    return {
        "X-RateLimit-Limit": str(left.limit),
        "X-RateLimit-Remaining": str(left.goes),
        "X-RateLimit-Reset": reset.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
