"""Tokens for codes and credentials, and giving them up; the page that asks the member is the web's."""

import base64
import binascii
from urllib.parse import unquote_plus

import msgspec
from django.conf import settings

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.apps import ServerMetadata, Token, UserInfo
from hedgerow.doors.mastodon.entities.common import Empty, absolute
from hedgerow.people.apps import acts, reads

WORDS = {
    "invalid_request": "The request is missing a required parameter, includes an unsupported parameter value,"
    " or is otherwise malformed.",
    "invalid_scope": "The requested scope is invalid, unknown, or malformed.",
    "invalid_client": "Client authentication failed due to unknown client, no client authentication included,"
    " or unsupported authentication method.",
    "invalid_grant": "The provided authorization grant is invalid, expired, revoked, does not match the"
    " redirection URI used in the authorization request, or was issued to another client.",
    "unsupported_grant_type": "The authorization grant type is not supported by the authorization server.",
    "unauthorized_client": "You are not authorized to revoke this token",
}
"""In the original's words, which programs compare."""


class TokenAsked(msgspec.Struct):
    """What a program sends for a token (RFC 6749 4.1.3 and 4.4.2, RFC 7636 4.5)."""

    grant_type: str = ""
    code: str = ""
    client_id: str = ""
    client_secret: str = ""
    redirect_uri: str = ""
    scope: str = ""
    code_verifier: str = ""


class Revoked(msgspec.Struct):
    """What a program sends to give a token up (RFC 7009)."""

    client_id: str = ""
    client_secret: str = ""
    token: str = ""


def _refused(error: str, missing: str = "") -> Answer:
    words = (
        f"Missing required parameter: {missing}." if missing else WORDS.get(error, WORDS["invalid_request"])
    )
    status = {"invalid_client": 401, "unauthorized_client": 403}.get(error, 400)
    headers = {"Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = f'Bearer realm="Doorkeeper", error="{error}"'
    return Answer({"error": error, "error_description": words}, status, headers)


def unreadable() -> Answer:
    """What was sent is no request of the standard (RFC 6749 5.2)."""
    return _refused("invalid_request")


@door.post("/oauth/token", gives=Token, needs="nobody", takes=TokenAsked, errors=(400, 401), wrong=unreadable)
def token(caller: Caller, given: TokenAsked) -> Answer:
    """A code, or an app's own credentials, for a token that holds until it is taken away."""
    said = msgspec.to_builtins(given)
    said["client_id"], said["client_secret"] = _credentials(caller, given)
    found = acts.exchange({name: value for name, value in said.items() if value})
    if found.error:
        return _refused(found.error, found.missing)
    return Answer(Token(found.token, found.scopes, found.made_at), headers={"Cache-Control": "no-store"})


@door.post("/oauth/revoke", gives=Empty, needs="nobody", takes=Revoked, errors=(400, 403), wrong=unreadable)
def revoke(caller: Caller, given: Revoked) -> Answer:
    """A token is given up; it is dead when this answers."""
    client_id, secret = _credentials(caller, given)
    if not acts.revoke(client_id, secret, given.token):
        return _refused("unauthorized_client")
    return Answer(EMPTY)


def _credentials(caller: Caller, given: TokenAsked | Revoked) -> tuple[str, str]:
    """The client's name and secret: from the header (RFC 6749 2.3.1) or from what was sent."""
    kind, _, value = caller.request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return given.client_id, given.client_secret
    try:
        name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(name), unquote_plus(secret)


def user_info(caller: Caller) -> UserInfo:
    """The one face this app acts for."""
    card = caller.card
    page = absolute(card.url)
    return UserInfo(
        iss=settings.SITE_URL + "/",
        sub=page,
        name=card.name,
        preferred_username=card.handle,
        profile=page,
        picture=absolute(card.picture_url) or None,
    )


door.get("/oauth/userinfo", gives=UserInfo, scopes="profile")(user_info)
door.post("/oauth/userinfo", gives=UserInfo, scopes="profile")(user_info)


@door.get("/.well-known/oauth-authorization-server", gives=ServerMetadata, needs="nobody")
def metadata(caller: Caller) -> ServerMetadata:
    """How to sign in here."""
    return ServerMetadata(
        issuer=settings.SITE_URL + "/",
        service_documentation=absolute("/docs/api"),
        authorization_endpoint=absolute("/oauth/authorize"),
        token_endpoint=absolute("/oauth/token"),
        app_registration_endpoint=absolute("/api/v1/apps"),
        revocation_endpoint=absolute("/oauth/revoke"),
        userinfo_endpoint=absolute("/oauth/userinfo"),
        scopes_supported=list(reads.SCOPES),
        response_types_supported=["code"],
        response_modes_supported=["query"],
        grant_types_supported=["authorization_code", "client_credentials"],
        token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post"],
        code_challenge_methods_supported=["S256"],
    )
