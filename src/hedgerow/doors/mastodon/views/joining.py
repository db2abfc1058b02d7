"""Joining by an app, and confirming the address."""

from typing import Any

import msgspec
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.utils import translation

from hedgerow.doors.mastodon.answers import EMPTY
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.apps import Token
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.errors import FORBIDDEN, INVALID_TOKEN, OUTSIDE_SCOPES, Wrong
from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.limits import Rate
from hedgerow.people.apps import acts, reads

OTHER_APP = "This method is only available to the application the user originally signed-up with"
CONFIRMED = "This method is only available while the e-mail is awaiting confirmation"


class NewAccount(msgspec.Struct):
    """What somebody says in order to join."""

    username: str = ""
    email: str = ""
    password: str = ""
    agreement: bool = False
    locale: str = "en"
    reason: str = ""
    invite_code: str = ""
    time_zone: str = "UTC"


class Address(msgspec.Struct):
    """Another address than the one given first, perhaps."""

    email: str = ""


@door.post(
    "/api/v1/accounts",
    gives=Token,
    scopes="write write:accounts",
    needs="app",
    takes=NewAccount,
    errors=(401, 403, 422),
)
def join(caller: Caller, given: NewAccount) -> Token:
    """A login and its first face; the token acts for it as soon as the site lets it."""
    if caller.token is None or caller.app is None:
        raise Wrong(401, INVALID_TOKEN)
    limits.allow(f"join from {caller.request.META.get('REMOTE_ADDR', '')}", limit=5, per_seconds=1800)
    if not reads.may_join(given.invite_code):
        raise Wrong(403, FORBIDDEN)
    said = acts.Newcomer(
        given.username, given.email, given.password, given.agreement, given.locale, given.reason,
        given.invite_code, given.time_zone, caller.request.META.get("REMOTE_ADDR", ""),
    )  # fmt: skip
    _insist(said)
    scopes = " ".join(reads.granted(caller.token))
    try:
        joined = acts.join(caller.app, scopes, said)
    except Refused as error:
        raise _invalid([(error.field or "base", "ERR_INVALID", error.message)]) from None
    if joined.tell:
        _write_to(caller, joined.member, said.language)
    return Token(joined.token, scopes, int(clock.now().timestamp()))


def _insist(said: acts.Newcomer) -> None:
    """Raises Wrong (422) with all that is wrong."""
    wrong = reads.problems(said)
    if wrong:
        raise _invalid([(each.field, each.error, each.description) for each in wrong])


def _invalid(wrong: list[tuple[str, str, str]]) -> Wrong:
    details: dict[str, list[dict[str, str]]] = {}
    for field, error, description in wrong:
        details.setdefault(field, []).append({"error": error, "description": description})
    words = ", ".join(f"{field.capitalize()} {description}" for field, _error, description in wrong)
    return Wrong(422, f"Validation failed: {words}", details=details)


def _write_to(caller: Caller, member: int, language: str) -> None:
    """A mail with which the address is confirmed; or one that tells its owner that somebody tried to join."""
    request: Any = caller.request
    with request_context(request), translation.override(language):
        EmailAddress.objects.get(user=member, primary=True).send_confirmation(request, signup=True)


@door.post(
    "/api/v1/emails/confirmations",
    gives=Empty,
    scopes="write write:accounts",
    needs="app",
    takes=Address,
    errors=(401, 403, 422),
    rate=Rate(5, 1800),
    even=("unconfirmed",),
)
def confirm_again(caller: Caller, given: Address) -> Any:
    """The mail is sent once more, to another address where one is given."""
    waiting = reads.awaiting(_token(caller))
    if not {"write", "write:accounts"} & set(waiting.scopes):
        raise Wrong(403, OUTSIDE_SCOPES)
    if waiting.member is None or not waiting.here:
        raise Wrong(403, OTHER_APP)
    if waiting.confirmed:
        raise Wrong(403, CONFIRMED)
    if given.email:
        try:
            acts.correct_address(waiting.member, given.email)
        except Refused as error:
            raise _invalid([("email", "ERR_INVALID", error.message)]) from None
    with request_context(caller.request):
        EmailAddress.objects.get(user=waiting.member, primary=True).send_confirmation(
            caller.request, signup=True
        )
    return EMPTY


@door.get(
    "/api/v1/emails/check_confirmation",
    gives=bool,
    needs="app",
    errors=(401,),
    even=("unconfirmed", "unfinished", "waiting"),
)
def check(caller: Caller) -> bool:
    """Is the address confirmed?"""
    return reads.awaiting(_token(caller)).confirmed


def _token(caller: Caller) -> int:
    if caller.token is None:
        raise Wrong(401, INVALID_TOKEN)
    return caller.token
