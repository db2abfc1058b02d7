"""OAuth 2 (RFC 6749, RFC 7636) is kept by oauthlib: it asks, this answers from our tables.

Codes and client credentials; PKCE by S256 alone; nothing that renews a token, since ours do not end by
themselves. Everything here runs inside `write()`, so that a code is exchanged once whoever is faster.
"""

import hmac
from datetime import timedelta
from typing import Any

from oauthlib.oauth2 import (
    AuthorizationCodeGrant,
    AuthorizationEndpoint,
    BearerToken,
    ClientCredentialsGrant,
    RequestValidator,
    TokenEndpoint,
)
from oauthlib.oauth2.rfc6749.grant_types.authorization_code import code_challenge_method_s256

from hedgerow.kernel import clock
from hedgerow.people.faces import rules as faces
from hedgerow.people.models import App, AppCode

from . import rules, tokens, uris

GOOD_FOR = timedelta(minutes=10)
"""How long a code may wait to be exchanged: the most the RFC allows, for who copies it by hand."""

S256 = "S256"
GRANTS = ("authorization_code", "client_credentials")


def app_of(client_id: str) -> App | None:
    """The app that is called so."""
    return App.objects.filter(client_id=client_id.replace("\x00", "")).first()


def knows_secret(app: App, secret: str) -> bool:
    """Is this the app's own secret?"""
    return hmac.compare_digest(app.secret, rules.checksum(secret))


class Validator(RequestValidator):  # type: ignore[misc]
    """What oauthlib asks."""

    # --- which app ---

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        return True

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        app = app_of(request.client_id or "")
        if app is None or not knows_secret(app, request.client_secret or ""):
            return False
        request.client = app
        return True

    def validate_client_id(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        request.client = app_of(client_id)
        return request.client is not None

    def validate_grant_type(self, *args: Any, **kwargs: Any) -> bool:
        return True

    def validate_response_type(
        self, client_id: str, response_type: str, client: App, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        return response_type == "code"

    # --- where to, and what for ---

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        return uris.fits(redirect_uri, request.client.redirect_uris)

    def get_default_redirect_uri(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> None:
        """An app says where it wants to be called back."""

    def get_default_scopes(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> str:
        most: str = request.client.scopes
        return rules.DEFAULT if rules.within(rules.DEFAULT, most) else most

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: App, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        asked = " ".join(scopes)
        return rules.known(asked) and rules.within(asked, client.scopes)

    # --- codes ---

    def validate_code(
        self, client_id: str, code: str, client: App, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """The app's own code, for this address, in time and for the first time. Shown a second time it was
        stolen, once or twice, and what it was exchanged for ends (RFC 6749 4.1.2).
        """
        rows = AppCode.objects.select_for_update(of=("self",), no_key=True)
        rows = rows.select_related("face", "member", "token")
        row = rows.filter(checksum=rules.checksum(code), app=client).first()
        if row is None:
            return False
        if row.used_at is not None:
            if row.token is not None:
                tokens.end([(row.token.pk, row.token.app_id, row.token.member_id)])
            return False
        standing = faces.standing(row.face.state, row.member.state)
        if (
            row.expires_at <= clock.now()
            or row.redirect_uri != request.redirect_uri
            or standing != faces.ACTIVE
            or _lost_its_challenge(row, request)
        ):
            return False
        request.granted, request.user, request.scopes = row, row.member, row.scopes.split()
        return True

    def confirm_redirect_uri(self, *args: Any, **kwargs: Any) -> bool:
        """It was compared together with the code."""
        return True

    def is_pkce_required(self, client_id: str, request: Any) -> bool:
        return False

    def get_code_challenge(self, code: str, request: Any) -> str | None:
        return request.granted.challenge or None

    def get_code_challenge_method(self, code: str, request: Any) -> str:
        return S256

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Any, *args: Any, **kwargs: Any
    ) -> None:
        row = request.granted
        row.used_at, row.token = clock.now(), request.made
        row.save(update_fields=["used_at", "token"])

    # --- tokens ---

    def save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **kwargs: Any) -> None:
        row = getattr(request, "granted", None)
        request.made = tokens.keep(
            token["access_token"],
            request.client.pk,
            " ".join(request.scopes),
            face=row.face_id if row is not None else None,
        )


def _lost_its_challenge(row: AppCode, request: Any) -> bool:
    """A verifier without a challenge: somebody took the challenge out of the request on its way (RFC 9700
    4.8.2), and the code may have been led to somebody else.
    """
    return bool(request.code_verifier) and not row.challenge


class Server(AuthorizationEndpoint, TokenEndpoint):  # type: ignore[misc]
    """The two ways in we have."""

    def __init__(self) -> None:
        validator = Validator()
        codes = AuthorizationCodeGrant(validator)
        codes.refresh_token = False
        codes._code_challenge_methods = {S256: code_challenge_method_s256}
        kind = BearerToken(validator, token_generator=lambda request: rules.secret())
        AuthorizationEndpoint.__init__(self, "code", kind, {"code": codes})
        ways = {"authorization_code": codes, "client_credentials": ClientCredentialsGrant(validator)}
        TokenEndpoint.__init__(self, "authorization_code", kind, ways)


server = Server()
