"""Figures for moderators: of what anybody may count, and of reports. Nothing hidden moves a number."""

from collections.abc import Callable
from typing import Any

import pytest

from hedgerow.talk.tags.rules import number_of
from tests.cast import Cast
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]

AT = "/api/v1/admin"
READ = "read write admin:read admin:write"
EVERY = (
    "active_users", "new_users", "interactions", "opened_reports", "resolved_reports", "tag_accounts",
    "tag_uses", "tag_servers", "instance_accounts", "instance_media_attachments", "instance_reports",
    "instance_statuses", "instance_follows", "instance_followers",
)  # fmt: skip


@pytest.fixture
def keeper(api: Who) -> Api:
    return api("keeper", READ)


def post(api: Api, words: str, **given: Any) -> dict[str, Any]:
    answer = api.post("/api/v1/statuses", status=words, **given)
    assert answer.status_code == 200, answer.content
    made: dict[str, Any] = answer.json()
    return made


def totals(keeper: Api, tag: str = "") -> dict[str, int]:
    """Each figure of the last thirty days."""
    of = {"id": str(number_of(tag))}
    answer = keeper.post(f"{AT}/measures", keys=EVERY, tag_accounts=of, tag_uses=of, tag_servers=of)
    assert answer.status_code == 200, answer.content
    for each in answer.json():
        assert len(each["data"]) == 30
        assert each["data"][-1]["date"].endswith("T00:00:00Z")
    return {each["key"]: int(each["total"]) for each in answer.json()}


def test_what_is_public_is_counted_and_nothing_hidden(api: Who, cast: Cast, keeper: Api) -> None:
    before = totals(keeper, "zq")
    assert list(before) == list(EVERY)
    for given in ({"visibility": "private"}, {"visibility": "direct"}):
        post(api("heidi"), "hidden #zq", **given)
    post(api("heidi"), "to: mutuals\nhidden #zq")
    api("bob").post(f"/api/v1/statuses/{cast.posts['circle']}/favourite")
    assert totals(keeper, "zq") == before
    loud = post(api("heidi"), "loud #zq", visibility="public", language="eo")["id"]
    api("bob").post(f"/api/v1/statuses/{loud}/reblog", visibility="public")
    api("bob").post(f"/api/v1/statuses/{loud}/favourite")
    post(api("bob"), "an answer", in_reply_to_id=loud)
    after = totals(keeper, "zq")
    moved = {key: after[key] - before[key] for key in EVERY if after[key] != before[key]}
    assert moved == {"active_users": 1, "interactions": 2, "tag_accounts": 1, "tag_uses": 1}


def test_reports_are_counted_by_their_days(api: Who, cast: Cast, keeper: Api) -> None:
    before = totals(keeper)
    for _ in range(2):
        made = api("bob").post("/api/v1/reports", account_id=str(cast.public("alice"))).json()
    keeper.post(f"{AT}/reports/{made['id']}/resolve")
    after = totals(keeper)
    assert after["opened_reports"] - before["opened_reports"] == 2
    assert after["resolved_reports"] - before["resolved_reports"] == 1
    [past] = keeper.post(
        f"{AT}/measures", keys=["opened_reports"], start_at="2020-01-01", end_at="2020-01-03T12:00:00Z"
    ).json()
    assert (past["total"], past["previous_total"]) == ("0", "0")
    assert [day["date"] for day in past["data"]] == [f"2020-01-0{day}T00:00:00Z" for day in (1, 2, 3)]


def test_what_there_is_most_of(api: Who, cast: Cast, keeper: Api) -> None:
    post(api("heidi"), "saluton #zq", visibility="public", language="eo")
    post(api("heidi"), "hidden #zqhidden", visibility="private", language="eu")
    keys = ["languages", "sources", "servers", "space_usage", "software_versions", "tag_languages", "nothing"]

    def asked(tag: str) -> dict[str, Any]:
        of = {"id": str(number_of(tag))}
        answer = keeper.post(
            f"{AT}/dimensions", keys=[*keys, "tag_servers"], tag_languages=of, tag_servers=of
        )
        return {each["key"]: each["data"] for each in answer.json()}

    said = asked("zq")
    assert set(said) == {*keys, "tag_servers"} - {"nothing"}
    assert {"key": "eo", "human_key": "Esperanto", "value": "1"} in said["languages"]
    assert "eu" not in {each["key"] for each in said["languages"]}
    assert [each["key"] for each in said["tag_languages"]] == ["eo"]
    assert [each["value"] for each in said["tag_servers"]] == ["1"]
    assert (said["sources"], said["servers"]) == ([], [])
    assert {each["human_key"] for each in said["software_versions"]} >= {"Hedgerow", "Python"}
    assert int(said["space_usage"][0]["value"]) > 0
    of_hidden, of_none = (asked(tag) for tag in ("zqhidden", "never"))
    assert {**of_hidden, "space_usage": 0} == {**of_none, "space_usage": 0}


@pytest.mark.parametrize(
    "given",
    [
        {}, {"start_at": "x", "end_at": ""}, {"start_at": "9999-12-31", "end_at": "0001-01-01"},
        {"start_at": "0001-01-01", "end_at": "9999-12-31"}, {"end_at": "0001-01-01T00:00:00+23:00"},
        {"start_at": "2026-01-01", "end_at": "2026-01-01", "tag_uses": {}, "limit": -5},
    ],
)  # fmt: skip
def test_any_days_may_be_asked_for(keeper: Api, given: dict[str, Any]) -> None:
    of = {"tag_accounts": {"id": 1}, "tag_servers": {"id": 1}, "tag_languages": {"id": 1}}
    found = keeper.post(f"{AT}/measures", keys=EVERY, **{**of, **given})
    assert found.status_code == 200, found.content
    assert all(len(each["data"]) <= 92 for each in found.json())
    assert (
        keeper.post(f"{AT}/dimensions", keys=["languages", "tag_languages"], **{**of, **given}).status_code
        == 200
    )
    assert keeper.post(f"{AT}/retention", frequency="day", **given).json() == []


def test_figures_and_tags_are_for_moderators(api: Who, cast: Cast, keeper: Api) -> None:
    for name in ("heidi", "bob"):
        api(name).patch("/api/v1/accounts/update_credentials", discoverable=True)
        post(api(name), "#harvest time", visibility="public")
    [tag] = [each for each in keeper.get(f"{AT}/tags").json() if each["name"] == "harvest"]
    assert keeper.get(f"{AT}/tags/{tag['id']}").json() == tag
    post(api("bob"), "#onlyforfew", visibility="private")
    for number in (number_of("onlyforfew"), number_of("never")):
        assert keeper.get(f"{AT}/tags/{number}").status_code == 404
    for who, status in ((api("bob", READ), 403), (api("keeper", "read write"), 403), (api(None), 401)):
        for path in ("measures", "dimensions", "retention"):
            assert who.post(f"{AT}/{path}", keys=["active_users"]).status_code == status
        for path in ("tags", f"tags/{tag['id']}"):
            assert who.get(f"{AT}/{path}").status_code == status
