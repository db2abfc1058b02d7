"""What every method has in common: tokens, scopes, errors, limits, who may ask from where."""

from collections.abc import Callable

import pytest
from django.test import override_settings

from hedgerow.kernel import limits
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]


def test_the_site_says_what_it_is(api: Who) -> None:
    for version in ("v1", "v2"):
        answer = api(None).get(f"/api/{version}/instance")
        assert answer.status_code == 200
        assert answer.json()["title"]
        assert answer.json()["version"].startswith("4.4")
    assert api(None).get("/api/v2/instance").json()["configuration"]["urls"]["streaming"].startswith("ws")


def test_a_slash_at_the_end_changes_nothing(api: Who) -> None:
    assert api(None).get("/api/v1/instance/").content == api(None).get("/api/v1/instance").content
    assert api(None).get("/api/v1/accounts/lookup/", acct="bob").json()["acct"] == "bob"


def test_no_address_and_no_verb_are_json(api: Who) -> None:
    for answer in (api(None).get("/api/v1/nothing"), api(None).post("/api/v1/instance")):
        assert (answer.status_code, answer.json()) == (404, {"error": "Not Found"})


def test_any_other_site_may_ask_without_cookies(api: Who) -> None:
    asked = api(None).client.options(
        "/api/v1/instance",
        HTTP_ACCESS_CONTROL_REQUEST_HEADERS="authorization",
        HTTP_ORIGIN="https://app.example",
    )
    assert asked.status_code == 200
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert asked["Access-Control-Allow-Headers"] == "authorization"
    answer = api(None).get("/api/v1/instance")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Link" in answer["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer
    assert not answer.cookies


def test_limits_are_told_and_hold(api: Who) -> None:
    first = api(None).get("/api/v1/instance")
    assert (first["X-RateLimit-Limit"], first["X-RateLimit-Remaining"]) == ("300", "299")
    assert first["X-RateLimit-Reset"].endswith("Z")
    for _ in range(299):
        limits.allow("api from 127.0.0.1", limit=300, per_seconds=300)
    full = api(None).get("/api/v1/instance")
    assert (full.status_code, full["X-RateLimit-Remaining"]) == (429, "0")
    assert full.json() == {"error": "Too many requests"}


def test_limits_can_be_switched_off(api: Who) -> None:
    with override_settings(RATE_LIMITS=False):
        answer = api(None).get("/api/v1/instance")
    assert "X-RateLimit-Limit" not in answer
