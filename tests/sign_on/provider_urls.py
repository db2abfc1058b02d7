"""What the provider answers, and what it says of its people."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from oauth2_provider.oauth2_validators import OAuth2Validator

from tests.sign_on.provider import PEOPLE

urlpatterns = [
    path("healthz", lambda request: HttpResponse("ok")),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]


def who_comes(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The person named in the address is signed in."""

    def come(request: Any) -> HttpResponse:
        name = request.GET.get("as")
        user = get_user_model().objects.filter(username=name).first() if name else None
        request.user = user or AnonymousUser()
        if name:
            request.GET = request.GET.copy()
            del request.GET["as"]
        request.META["QUERY_STRING"] = request.GET.urlencode()
        return answer(request)

    return come


class Validator(OAuth2Validator):
    """Says what is known of a person to whoever they let ask."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        return PEOPLE[request.user.username]
