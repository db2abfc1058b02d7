"""Who asks: an app with a token, and the one face it speaks for."""

import msgspec
from django.http import HttpRequest

from hedgerow.people.apps.reads import bearer
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard

from .door import Method
from .errors import INVALID_TOKEN, NEEDS_USER, OUTSIDE_SCOPES, STANDING, Wrong


class Caller(msgspec.Struct, frozen=True):
    """Who asks. `face` is a dense id, as rooms take it; None for who has no token, or one without a face."""

    request: HttpRequest
    face: int | None
    member: int | None
    token: int | None
    app: int | None
    scopes: frozenset[str]

    @property
    def me(self) -> int:
        """The face of a method that needs one."""
        if self.face is None:
            raise Wrong(422, NEEDS_USER)
        return self.face

    @property
    def card(self) -> FaceCard:
        """The card of that face."""
        return faces.card(self.me)


def caller_of(request: HttpRequest, method: Method, token: str | None) -> Caller:
    """Who asks for this method. Raises Wrong: 401, 403 or 422 as the original says it."""
    found = bearer(token) if token else None
    if found is None:
        if method.needs != "nobody":
            raise Wrong(401, INVALID_TOKEN)
        return Caller(request, None, None, None, None, frozenset())
    if found.standing and found.standing not in method.even:
        raise Wrong(403, STANDING[found.standing])
    if not found.standing and method.scopes and not found.may_any(method.scopes):
        raise Wrong(403, OUTSIDE_SCOPES)
    if method.needs == "user" and found.face is None:
        raise Wrong(422, NEEDS_USER)
    return Caller(request, found.face, found.member, found.token, found.app, found.scopes)


def token_of(request: HttpRequest) -> str | None:
    """The token a request carries: in its header, or in its address or form as `access_token`."""
    kind, _, value = str(request.META.get("HTTP_AUTHORIZATION", "")).partition(" ")
    if kind.lower() == "bearer" and (token := value.strip()):
        return token
    return request.GET.get("access_token") or None
