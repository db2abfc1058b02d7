"""What an app asks for when it sends somebody here, and what became of it."""

from typing import Any
from urllib.parse import urlencode

import msgspec
from django.utils.translation import gettext as _
from oauthlib.oauth2 import OAuth2Error
from oauthlib.oauth2.rfc6749 import errors

from hedgerow.kernel.errors import Refused

from . import rules
from .protocol import server

PARTS = (
    "client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method",
)  # fmt: skip
LONGEST = 5_000


class Asked(msgspec.Struct, frozen=True):
    """A good request of an app: which app, what it may do then, and where to send its answer."""

    app: int
    name: str
    website: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    challenge: str

    @property
    def text(self) -> str:
        """The scopes as they are kept."""
        return " ".join(self.scopes)


def asked(given: dict[str, str]) -> Asked:
    """What the parameters of an address ask for. Raises Refused, for a page that says what the app did wrong:
    where a request cannot be trusted, nobody is sent anywhere.
    """
    said = {name: given[name] for name in PARTS if given.get(name)}
    if any(len(value) > LONGEST for value in said.values()):
        raise Refused("invalid_request", _("The app asked in a way that this site does not understand."))
    try:
        scopes, about = server.validate_authorization_request("/?" + urlencode(said, errors="replace"))
    except OAuth2Error as error:
        raise Refused(*_problem(error)) from None
    return _asked(scopes, about["request"])


def _asked(scopes: list[str], request: Any) -> Asked:
    app = request.client
    return Asked(
        app.pk,
        app.name,
        app.website,
        request.redirect_uri,
        tuple(rules.tidy(" ".join(scopes)).split()),
        request.state or "",
        request.code_challenge or "",
    )


def _problem(error: OAuth2Error) -> tuple[str, str]:
    if isinstance(error, errors.MissingClientIdError | errors.InvalidClientIdError):
        return "invalid_client", _(
            "This site does not know the app that sent you. Add the account anew in it."
        )
    if isinstance(error, errors.FatalClientError):
        return "invalid_redirect_uri", _("The app wants its answer at another place than it said before.")
    if isinstance(error, errors.InvalidScopeError):
        return "invalid_scope", _("The app asks for more than it said it would.")
    return error.error, _("The app asked in a way that this site does not understand.")
