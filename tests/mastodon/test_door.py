"""What every method has in common: tokens, scopes, errors, limits, who may ask from where."""

from collections.abc import Callable

import pytest
from django.test import override_settings

from hedgerow.kernel import limits
from hedgerow.talk.posts.publishing import POSTS_AN_HOUR
from tests.cast import Cast
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]


def test_the_site_says_what_it_is(api: Who) -> None:
    for version in ("v1", "v2"):
        answer = api(None).get(f"/api/{version}/instance")
        assert answer.status_code == 200
        assert answer.json()["title"]
        assert answer.json()["version"].startswith("4.4")
    configuration = api(None).get("/api/v2/instance").json()["configuration"]
    assert configuration["urls"]["streaming"].startswith("ws")
    assert configuration["timelines_access"]["live_feeds"] == {"local": "public", "remote": "public"}


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


def test_a_script_registers_at_each_start_and_reads_how_often_it_may(api: Who) -> None:
    said = {"client_name": "A script", "redirect_uris": ["app://x"]}
    for left in range(29, -1, -1):
        answer = api(None).post("/api/v1/apps", **said)
        assert (answer.status_code, answer["X-RateLimit-Limit"]) == (200, "30")
        assert answer["X-RateLimit-Remaining"] == str(left)
    full = api(None).post("/api/v1/apps", **said)
    told = full["X-RateLimit-Limit"], full["X-RateLimit-Remaining"]
    assert (full.status_code, *told) == (429, "30", "0")
    assert 0 < int(full["Retry-After"]) <= 20
    assert api(None).get("/api/v1/instance")["X-RateLimit-Limit"] == "300"


def test_a_limit_within_tells_its_own_figure(api: Who, cast: Cast) -> None:
    for _ in range(POSTS_AN_HOUR):
        limits.allow(f"post:{cast.faces['bob']}", limit=POSTS_AN_HOUR, per_seconds=3600)
    answer = api("bob").post("/api/v1/statuses", status="one too many")
    told = answer["X-RateLimit-Limit"], answer["X-RateLimit-Remaining"]
    assert (answer.status_code, *told) == (429, str(POSTS_AN_HOUR), "0")


def test_limits_can_be_switched_off(api: Who) -> None:
    with override_settings(RATE_LIMITS=False):
        answer = api(None).get("/api/v1/instance")
    assert "X-RateLimit-Limit" not in answer
