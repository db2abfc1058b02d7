"""Small things that programs written for the original look at: words, fields and headers of answers."""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from hedgerow.config import statics
from hedgerow.config.front import say
from tests.cast import Cast
from tests.mastodon.client import Api
from tests.mastodon.test_accounts import patch, picture
from tests.web.someone import signed_in

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]

MISSING = {"error": "Record not found"}


@pytest.mark.parametrize("number", ["abc", "-1", "9" * 30])
def test_what_can_be_no_id_is_nobodys(api: Who, number: str) -> None:
    for route in (
        "/api/v1/statuses/{}",
        "/api/v1/statuses/{}/context",
        "/api/v1/accounts/{}",
        "/api/v1/lists/{}",
    ):
        answer = api("bob").get(route.format(number))
        assert (answer.status_code, answer.json()) == (404, MISSING)


def test_what_is_no_address_says_so_in_json() -> None:
    for address in ("/api", "/api/", "/api/v1/nothing", "/api/v9/x/y"):
        answer = Client().get(address)
        assert (answer.status_code, answer.json()) == (404, {"error": "Not Found"})


@pytest.mark.parametrize(("path", "kind"), [("/api/v2/media", b"json"), ("/compose", b"html")])
def test_the_front_answers_apps_in_json(path: str, kind: bytes) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(say(send, {"path": path}, 413, "This is too large."))
    assert sent[0]["status"] == 413
    assert kind in dict(sent[0]["headers"])[b"content-type"]
    assert b"This is too large." in sent[1]["body"]


def test_pictures_are_shown_by_pages_of_other_sites(api: Who, cast: Cast) -> None:
    shown = api(None).get(f"/api/v1/accounts/{cast.public('bob')}").json()
    status, headers, body = statics.answer(shown["avatar"].partition("8000")[2], {})
    said = dict(headers)
    assert (status, said[b"content-type"], body[:4]) == (200, b"image/png", b"\x89PNG")
    assert said[b"access-control-allow-origin"] == b"*"
    assert said[b"cross-origin-resource-policy"] == b"cross-origin"
    script = next(name for name in statics.paths() if name.endswith(".js"))
    assert b"access-control-allow-origin" not in dict(statics.answer(f"/static/x/{script}", {})[1])


def test_fields_may_be_words_and_the_form_keeps_them(api: Who, cast: Cast) -> None:
    given = {
        "0": {"name": "pronouns", "value": "they/them <b>"},
        "1": {"name": "web", "value": "https://e.example"},
    }
    said = api("bob").patch("/api/v1/accounts/update_credentials", fields_attributes=given).json()
    assert said["fields"][0] == {"name": "pronouns", "value": "they/them &lt;b&gt;", "verified_at": None}
    assert 'href="https://e.example"' in said["fields"][1]["value"]
    assert said["source"]["fields"][0]["value"] == "they/them <b>"
    page = Client().get("/@bob").content.decode()
    assert "they/them &lt;b&gt;" in page
    assert 'href="they' not in page
    browser = signed_in(cast.members["bob"])
    kept = browser.get("/me/faces/@bob")
    assert 'value="they/them &lt;b&gt;"' in kept.content.decode()
    form = kept.context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    assert browser.post("/me/faces/@bob", {**sent, "link_url_3": "no.address"}).status_code == 422
    assert browser.post("/me/faces/@bob", sent).status_code == 302
    now = api("bob").get("/api/v1/accounts/verify_credentials").json()
    assert now["fields"] == said["fields"]


def test_what_a_face_usually_does_takes_effect(api: Who, cast: Cast) -> None:
    bob = api("bob")
    usual = {"sensitive": True, "quote_policy": "nobody", "language": "fr", "privacy": "private"}
    said = bob.patch("/api/v1/accounts/update_credentials", source=usual).json()["source"]
    assert {name: said[name] for name in usual} == usual
    assert bob.get("/api/v1/preferences").json()["posting:default:sensitive"] is True
    made = bob.post("/api/v1/statuses", status="usual").json()
    assert (made["sensitive"], made["language"], made["visibility"]) == (True, "fr", "private")
    assert made["quote_approval"]["automatic"] == []
    assert bob.post("/api/v1/statuses", status="not", sensitive=False).json()["sensitive"] is False


def test_a_request_keeps_how_one_wants_to_follow(api: Who, cast: Cast) -> None:
    wanted = {"notify": True, "reblogs": False, "languages": ["de"]}
    asked = api("heidi").post(f"/api/v1/accounts/{cast.public('alice')}/follow", **wanted).json()
    assert (asked["requested"], asked["notifying"], asked["languages"]) == (True, True, ["de"])
    api("alice").post(f"/api/v1/follow_requests/{cast.public('heidi')}/authorize")
    [now] = api("heidi").get("/api/v1/accounts/relationships", **{"id[]": cast.public("alice")}).json()
    assert (now["following"], now["notifying"], now["showing_reblogs"], now["languages"]) == (
        True, True, False, ["de"],
    )  # fmt: skip
    again = api("alice").post(f"/api/v1/follow_requests/{cast.public('heidi')}/authorize")
    assert (again.status_code, again.json()) == (404, MISSING)


def test_whom_one_blocked_is_not_followed(api: Who, cast: Cast) -> None:
    answer = api("alice").post(f"/api/v1/accounts/{cast.public('grace')}/follow")
    assert (answer.status_code, answer.json()) == (403, {"error": "This action is not allowed"})


def test_who_has_no_pictures_shows_those_that_programs_know(api: Who, cast: Cast) -> None:
    """Programs go by the end of the address."""
    bob = api("bob")
    for kind in ("avatar", "header"):
        address = bob.delete(f"/api/v1/profile/{kind}").json()[kind]
        assert address.endswith(f"/{kind}s/original/missing.png")
        assert statics.answer(address.partition("8000")[2], {})[0] == 200


def test_what_one_does_to_oneself_changes_nothing(api: Who, cast: Cast) -> None:
    bob, own = api("bob"), f"/api/v1/accounts/{cast.public('bob')}"
    for act in ("unfollow", "remove_from_followers", "block", "unblock", "mute", "unmute", "note", "unpin"):
        answer = bob.post(f"{own}/{act}")
        assert answer.status_code == 200, (act, answer.content)
        between = answer.json()
        kept = {name: between[name] for name in ("following", "blocking", "muting", "endorsed", "note")}
        assert kept == {"following": False, "blocking": False, "muting": False, "endorsed": False, "note": ""}
    assert bob.post(f"{own}/endorse").status_code == 422
    assert bob.get("/api/v1/blocks").json() == []


def test_an_edit_to_nothing_says_so_as_a_post_of_nothing_does(api: Who, cast: Cast) -> None:
    bob = api("bob")
    number = bob.post("/api/v1/statuses", status="words", visibility="public").json()["id"]
    none, emptied = bob.post("/api/v1/statuses"), bob.put(f"/api/v1/statuses/{number}", status="")
    assert (none.status_code, none.json()) == (emptied.status_code, emptied.json())
    assert none.json()["error"] == "Validation failed: Text can't be blank"


def test_the_muted_say_until_when(api: Who, cast: Cast) -> None:
    bob = api("bob")
    bob.post(f"/api/v1/accounts/{cast.public('heidi')}/mute", duration=600)
    bob.post(f"/api/v1/accounts/{cast.public('carol')}/mute")
    ends = {each["username"]: each["mute_expires_at"] for each in bob.get("/api/v1/mutes").json()}
    assert ends["carol"] is None
    assert ends["heidi"].endswith("Z")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"in_reply_to_id": "99"}, "reply to"),
        ({"in_reply_to_id": "hidden"}, "reply to"),
        ({"quoted_status_id": "99"}, "quote"),
        ({"quoted_status_id": "hidden"}, "quote"),
    ],
)
def test_what_is_answered_and_quoted_is_there(
    api: Who, cast: Cast, given: dict[str, str], words: str
) -> None:
    hidden = str(cast.posts["circle"])
    said = {name: hidden if value == "hidden" else value for name, value in given.items()}
    answer = api("heidi").post("/api/v1/statuses", status="x", **said)
    error = f"The post you are trying to {words} does not appear to exist."
    assert (answer.status_code, answer.json()) == (404, {"error": error})


def test_places_in_lists_are_read_as_ruby_does(api: Who) -> None:
    bob = api("bob")
    assert bob.get("/api/v1/timelines/public", limit="abc").status_code == 200
    assert bob.get("/api/v1/timelines/public", max_id="abc").json() == []
    assert bob.get("/api/v1/trends/tags", offset="x").status_code == 200


def test_pictures_are_described_until_there_is_another(api: Who, cast: Cast) -> None:
    bob, url = api("bob"), "/api/v1/accounts/update_credentials"
    words = {"avatar_description": "me, on a boat", "header_description": "the sea"}
    first = patch(bob, {**words, "avatar": picture(), "header": picture()}).json()
    assert {name: first[name] for name in words} == words
    shown = api("heidi").get(f"/api/v1/accounts/{cast.public('bob')}").json()
    assert {name: shown[name] for name in words} == words
    assert bob.get("/api/v1/profile").json()["header_description"] == "the sea"
    other = patch(bob, {"avatar": picture()}).json()
    assert (other["avatar_description"], other["header_description"]) == ("", "the sea")
    assert bob.patch(url, avatar_description="x" * 1501).status_code == 422


def test_a_face_is_as_quiet_as_it_said(api: Who, cast: Cast) -> None:
    bob, url = api("bob"), "/api/v1/accounts/update_credentials"
    said = bob.patch(url, source={"privacy": "unlisted"}).json()
    assert said["source"]["privacy"] == "unlisted"
    assert bob.post("/api/v1/statuses", status="quiet").json()["visibility"] == "unlisted"
    assert bob.post("/api/v1/statuses", status="loud", visibility="public").json()["visibility"] == "public"
    assert bob.patch(url, source={"privacy": "public"}).json()["source"]["privacy"] == "public"
    assert bob.post("/api/v1/statuses", status="loud").json()["visibility"] == "public"


def test_fields_are_few(api: Who) -> None:
    fields = [{"name": f"n{number}", "value": "v"} for number in range(5)]
    bob, url = api("bob"), "/api/v1/accounts/update_credentials"
    assert bob.patch(url, fields_attributes=fields).status_code == 422
    assert len(bob.patch(url, fields_attributes=fields[:4]).json()["fields"]) == 4


def test_who_gave_no_name_has_none(api: Who, cast: Cast) -> None:
    bob, url = api("bob"), "/api/v1/accounts/update_credentials"
    assert bob.patch(url, display_name="").json()["display_name"] == ""
    assert bob.patch(url, display_name="Bob B.").json()["display_name"] == "Bob B."


def test_whom_one_blocked_is_found_by_the_whole_handle_alone(api: Who, cast: Cast) -> None:
    alice = api("alice")
    assert [each["username"] for each in alice.get("/api/v2/search", q="@grace").json()["accounts"]] == [
        "grace"
    ]
    assert alice.get("/api/v2/search", q="grac").json()["accounts"] == []
    assert api("grace").get("/api/v2/search", q="@alice").json()["accounts"] == []


def test_what_is_no_moment_is_no_record(api: Who) -> None:
    answer = api("bob").post("/api/v1/statuses", status="x", scheduled_at="tomorrow")
    assert (answer.status_code, answer.json()) == (422, {"error": "Record invalid"})


def test_a_full_page_of_notifications_leads_on(api: Who, cast: Cast) -> None:
    bob = api("bob")
    for version in (1, 2):
        every = bob.get(f"/api/v{version}/notifications", grouped_types=["none"])
        count = len(every.json() if version == 1 else every.json()["notification_groups"])
        assert 'rel="next"' not in every.headers.get("Link", "")
        full = bob.get(f"/api/v{version}/notifications", grouped_types=["none"], limit=count)
        assert count > 0
        assert 'rel="next"' in full.headers["Link"]


def _in_a_form(api: Api, given: dict[str, str]) -> Any:
    kind = "application/x-www-form-urlencoded"
    return api.ask("POST", "/api/v1/statuses", urlencode(given), content_type=kind)


@pytest.mark.parametrize(
    "ask",
    [
        _in_a_form,
        lambda api, given: api.form("/api/v1/statuses", given),
        lambda api, given: api.post("/api/v1/statuses", **given),
        lambda api, given: api.post(f"/api/v1/statuses?lang={given['lang']}", status=given["status"]),
    ],
    ids=["form", "multipart", "json", "address"],
)
def test_what_is_wrong_is_said_in_the_language_asked_for(api: Who, ask: Callable[..., Any]) -> None:
    def error(language: str) -> str:
        answer = ask(api("bob"), {"status": "x" * 6000, "lang": language})
        assert answer.status_code == 422
        return str(answer.json()["error"])

    assert error("de") != error("en") == error("xx") == error("e" * 900)


@pytest.mark.parametrize("wrong", ["", 5, ["de"], {"a": 1}, None, "\x00"])
def test_a_language_that_is_none_changes_nothing(api: Who, wrong: Any) -> None:
    answer = api("bob").post("/api/v1/statuses", status="x" * 6000, lang=wrong)
    assert (answer.status_code, answer.json()) == (
        422,
        api("bob").post("/api/v1/statuses", status="x" * 6000).json(),
    )


@pytest.mark.parametrize(
    "number", [int("9" * 400), "9" * 5000, -int("9" * 400)], ids=["number", "words", "negative"]
)
def test_a_number_beyond_all_counting_leads_nowhere(api: Who, number: Any) -> None:
    answer = api("bob").post("/api/hedgerow/v1/audiences/preview", in_reply_to_id=number)
    never = api("bob").post("/api/hedgerow/v1/audiences/preview", in_reply_to_id=2**61 + 5)
    assert (answer.status_code, answer.content) == (404, never.content)


def test_servers_that_are_kept_away_are_told_to_nobody(api: Who, cast: Cast) -> None:
    blocked = {"domain": "far.example", "severity": "suspend", "public_comment": "Spam"}
    assert api("keeper", "admin:write").post("/api/v1/admin/domain_blocks", **blocked).status_code == 200
    for name in (None, "bob", "keeper"):
        answer = api(name).get("/api/v1/instance/domain_blocks")
        assert answer.status_code == 404
        assert b"far.example" not in answer.content


def test_moderators_read_trends(api: Who, cast: Cast) -> None:
    for name in ("alice", "bob"):
        api(name).patch("/api/v1/accounts/update_credentials", discoverable=True)
        api(name).post("/api/v1/statuses", status="#harvest time", visibility="public")
    found = api("keeper", "read write admin:read").get("/api/v1/admin/trends/tags").json()
    [tag] = [each for each in found if each["name"] == "harvest"]
    assert (tag["trendable"], tag["requires_review"]) == (True, False)
