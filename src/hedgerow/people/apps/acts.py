"""What is done with apps: register, let in, exchange, take away."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import msgspec

from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.ids import random_id
from hedgerow.kernel.writing import write
from hedgerow.people.circles.rules import plain
from hedgerow.people.faces import rules as faces
from hedgerow.people.models import App, AppCode, Face, Token

from . import rules, uris
from .asking import Asked
from .joining import Joined, Newcomer, correct_address, join
from .protocol import GOOD_FOR, GRANTS, app_of, knows_secret, server
from .tokens import end, let_in, let_in_itself, take_all_away, take_away

__all__ = [
    "Answered", "Joined", "Newcomer", "Registered", "correct_address", "deny", "exchange", "join",
    "let_in", "let_in_itself", "note_use", "open_door", "register", "revoke", "sweep",
    "take_all_away", "take_away",
]  # fmt: skip

UNUSED = timedelta(days=30)
LONGEST_NAME = 60
LONGEST_SITE = 2_000


class Registered(msgspec.Struct, frozen=True):
    """A new app, and its secret, which nobody can be told again."""

    app: int
    public_id: int
    client_id: str
    secret: str


class Answered(msgspec.Struct, frozen=True):
    """What an app is answered: a token, or in `error` why not (RFC 6749 5.2)."""

    token: str = ""
    scopes: str = ""
    made_at: int = 0
    """Seconds since the Unix epoch."""
    error: str = ""
    missing: str = ""
    """The parameter that was not given, where that is why."""


def register(name: str, redirect_uris: Sequence[str], scopes: str, website: str = "") -> Registered:
    """Anybody registers an app; without scopes it may read. Raises Refused next to the field, in the words of
    the API.
    """
    scopes = rules.tidy(scopes) or rules.DEFAULT
    # It stands in the question whether to let the app in: no sign in it may turn the words around it.
    name = plain(name)
    _check(name, redirect_uris, scopes, website)
    made = Registered(0, random_id(), rules.secret(), rules.secret())
    with write():
        row = App.objects.create(
            public_id=made.public_id,
            client_id=made.client_id,
            secret=rules.checksum(made.secret),
            name=name,
            website=website.strip(),
            redirect_uris=list(dict.fromkeys(redirect_uris)),
            scopes=scopes,
        )
    return msgspec.structs.replace(made, app=row.pk)


def _check(name: str, redirect_uris: Sequence[str], scopes: str, website: str) -> None:
    if not name:
        raise Refused("name", "can't be blank")
    if len(name) > LONGEST_NAME:
        raise Refused("name", f"is too long (maximum is {LONGEST_NAME} characters)")
    site = website.strip()
    if len(site) > LONGEST_SITE:
        raise Refused("website", f"is too long (maximum is {LONGEST_SITE} characters)")
    if site and (uris.problem(site) or not site.startswith(("http://", "https://"))):
        raise Refused("website", "must be a valid URL")
    if len(redirect_uris) > uris.MOST:
        raise Refused("redirect_uri", f"are too many (maximum is {uris.MOST})")
    for uri in redirect_uris or [""]:
        if problem := uris.problem(uri):
            raise Refused("redirect_uri", _URIS[problem])
    if not rules.known(scopes):
        raise Refused("scopes", "doesn't match configured on the server.")


_URIS = {
    "blank": "can't be blank",
    "relative": "must be an absolute URI.",
    "forbidden": "is forbidden by the server.",
    "fragment": "cannot contain a fragment.",
}


def open_door(member: int, face: int, asked: Asked) -> str:
    """A member lets an app in for one of its faces: where to send them, with a code for the app. Raises
    NotFound for a face that is not the member's own or may not act.
    """
    code = rules.secret()
    with write():
        row = Face.objects.select_related("member").filter(pk=face, member=member).first()
        if row is None or row.member is None or faces.standing(row.state, row.member.state) != faces.ACTIVE:
            raise NotFound
        AppCode.objects.create(
            app_id=asked.app,
            member_id=member,
            face_id=face,
            checksum=rules.checksum(code),
            redirect_uri=asked.redirect_uri,
            scopes=asked.text,
            challenge=asked.challenge,
            expires_at=clock.now() + GOOD_FOR,
        )
    return uris.back(asked.redirect_uri, code=code, state=asked.state)


def deny(asked: Asked) -> str:
    """A member does not let an app in: where to send them."""
    said = {"error": "access_denied", "state": asked.state}
    return uris.back(asked.redirect_uri, **said)


def exchange(given: dict[str, str]) -> Answered:
    """A code, or an app's own name and secret, for a token (RFC 6749 4.1.3 and 4.4.2)."""
    way = given.get("grant_type", "")
    wanted = ("grant_type", *(("code", "redirect_uri") if way == "authorization_code" else ()))
    missing = next((name for name in wanted if not given.get(name)), "")
    if missing:
        return Answered(error="invalid_request", missing=missing)
    if way not in GRANTS:
        return Answered(error="unsupported_grant_type")
    with write():
        _headers, body, status = server.create_token_response("/", body=urlencode(given, errors="replace"))
    return _answered(msgspec.json.decode(body), status)


def _answered(body: dict[str, Any], status: int) -> Answered:
    if status == 200:
        return Answered(body["access_token"], body["scope"], int(clock.now().timestamp()))
    missing = "code_verifier" if body["error"] == "invalid_request" else ""
    return Answered(error=body["error"], missing=missing)


def revoke(client_id: str, secret: str, token: str) -> bool:
    """An app gives a token of its own up (RFC 7009): it ends at once. An unknown one is given up already.
    False for a wrong secret, and for another app's token.
    """
    app = app_of(client_id)
    if app is None or not knows_secret(app, secret):
        return False
    with write():
        rows = Token.objects.filter(checksum=rules.checksum(token)).values_list("id", "app", "member")
        found = list(rows)
        if any(row[1] != app.pk for row in found):
            return False
        end(found)
    return True


def note_use(token: int) -> None:
    """A token was used today."""
    with write():
        Token.objects.filter(pk=token).update(used_at=clock.now())


def sweep() -> None:
    """Forget codes that are over, and apps that nobody let in for a month."""
    with write():
        AppCode.objects.filter(expires_at__lt=clock.now() - UNUSED).delete()
        App.objects.filter(made_at__lt=clock.now() - UNUSED, tokens=None, codes=None).delete()
