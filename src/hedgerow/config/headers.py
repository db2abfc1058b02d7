"""The headers every answer carries besides those of Django and django-csp."""

from collections.abc import Callable
from functools import cache

from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.security import SecurityMiddleware

# What no page of ours asks a browser for; rooms with voice will open the microphone for themselves.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


def headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Nothing is kept by a cache unless its view said so: a page belongs to the one who asked for it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = (
                "private, no-store" if _signed_in(request) else "private, no-cache"
            )
        return response

    return answer


def _signed_in(request: HttpRequest) -> bool:
    """Without asking the database: a page that never opened the session holds nothing of a member's."""
    session = getattr(request, "session", None)
    return session is not None and session.accessed and "_auth_user_id" in session


@cache
def always() -> list[tuple[bytes, bytes]]:
    """What this middleware and Django's give every answer, for those that are made without them."""
    request, answer = HttpRequest(), HttpResponse()
    # Behind TLS, as everything is that leaves this machine.
    request.META["HTTP_X_FORWARDED_PROTO"] = "https"
    headers(lambda _request: answer)(request)
    SecurityMiddleware(lambda _request: answer).process_response(request, answer)
    own = {"Content-Type", "Cache-Control", "Cross-Origin-Resource-Policy"}
    return [(name.lower().encode(), value.encode()) for name, value in answer.items() if name not in own]


class Policy(CSPMiddleware):
    """django-csp's header, with the policy of nearly every page written once, not once a page (3 % of home).

    A view that changes its own policy, or a page that asks for a nonce, goes the library's way.
    """

    OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "_csp_nonce" in vars(request) or any(name in vars(response) for name in self.OWN):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Security-Policy", _usual_policy())
        return response


@cache
def _usual_policy() -> str:
    return build_policy()
