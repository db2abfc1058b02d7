"""Answers for what went wrong, in the original's words. Hidden and missing are one answer."""

import re
from typing import Any

import msgspec
from django.http import HttpResponse

from hedgerow.kernel.errors import HedgerowError, NotFound, Refused, TooMany

_encode = msgspec.json.encode


class Wrong(HedgerowError):
    """An answer of this door itself: `status`, the sentence in `error`, and what else stands beside it."""

    def __init__(self, status: int, error: str, **beside: Any) -> None:
        super().__init__(status, error)
        self.status = status
        self.error = error
        self.beside = beside


class Invalid(Wrong):
    """What was given cannot be taken: 422, with what is wrong of each field as `details` says it."""

    def __init__(self, field: str, problem: str, code: str = "ERR_INVALID") -> None:
        details = {field: [{"error": code, "description": problem}]}
        name = re.sub(r"[_.]", " ", field).strip().capitalize()
        super().__init__(422, f"Validation failed: {name} {problem}", details=details)


INVALID_TOKEN = "The access token is invalid"  # noqa: S105 (a sentence)
OUTSIDE_SCOPES = "This action is outside the authorized scopes"
NEEDS_USER = "This method requires an authenticated user"
FORBIDDEN = "This action is not allowed"
STANDING = {
    "unconfirmed": "Your login is missing a confirmed e-mail address",
    "unfinished": "Your sign-up is not finished: sign in on the website and choose another handle",
    "waiting": "Your login is currently pending approval",
    "disabled": "Your login is currently disabled",
}
"""Why a good token allows nothing."""
MISSING = "Record not found"
NO_ADDRESS = "Not Found"
BUSY = "Too many requests"
FAILED = "There was a problem with the server. Please try again"


def answer(error: HedgerowError) -> HttpResponse:
    """The answer for what a view, or a room behind it, raised."""
    if isinstance(error, Wrong):
        return say(error.status, error.error, **error.beside)
    if isinstance(error, NotFound):
        return say(404, MISSING)
    if isinstance(error, TooMany):
        busy = say(429, BUSY)
        busy["Retry-After"] = str(error.retry_after)
        return busy
    if isinstance(error, Refused):
        details = {error.field: [{"error": "ERR_INVALID", "description": error.message}]}
        return say(422, f"Validation failed: {error.message}", details=details)
    return say(500, FAILED)


def say(status: int, error: str, **beside: Any) -> HttpResponse:
    """An error as the API says it."""
    body = _encode({"error": error, **beside})
    response = HttpResponse(body, content_type="application/json; charset=utf-8", status=status)
    if status == 401:
        response["WWW-Authenticate"] = (
            f'Bearer realm="Doorkeeper", error="invalid_token", error_description="{error}"'
        )
    return response


def not_found() -> HttpResponse:
    """No such address."""
    return say(404, NO_ADDRESS)
