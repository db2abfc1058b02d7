"""Posting by an app: to whom it goes, what it answers, said once, nothing left behind by what is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hedgerow.kernel.jobs import run_due
from hedgerow.talk.conversations import reads as talks
from hedgerow.talk.models import Post
from tests.cast import Cast
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]


def readers(api: Who, number: str) -> set[str]:
    """Who of the cast sees it."""
    everybody = ("alice", "bob", "carol", "dan", "erin", "grace", "heidi", "alice_too")
    return {name for name in everybody if api(name).get(f"/api/v1/statuses/{number}").status_code == 200}


def said(answer: Any) -> Any:
    assert answer.status_code == 200, answer.content
    return answer.json()


def refused(answer: Any, words: str) -> None:
    assert answer.status_code == 422, answer.content
    assert words in answer.json()["error"], answer.json()


def test_each_visibility_reaches_its_own(api: Who, cast: Cast) -> None:
    alice = api("alice")
    everybody = said(alice.post("/api/v1/statuses", status="to all #wide", visibility="public"))
    assert (everybody["visibility"], everybody["content"][:10]) == ("public", "<p>to all ")
    assert api(None).get(f"/api/v1/statuses/{everybody['id']}").status_code == 200
    for given in ({"visibility": "private"}, {}):
        narrow = said(alice.post("/api/v1/statuses", status="to my own", **given))
        assert narrow["visibility"] == "private"
        assert readers(api, narrow["id"]) == {"alice", "bob", "erin"}


def test_what_is_unlisted_is_public_and_in_no_list_of_what_everybody_says(api: Who, cast: Cast) -> None:
    alice, bob = api("alice"), api("bob")
    made = said(alice.post("/api/v1/statuses", status="zq #hush", visibility="unlisted"))
    quiet, author = made["id"], made["account"]["id"]
    loud = said(alice.post("/api/v1/statuses", status="zq #hush", visibility="public"))["id"]

    def listed(who: Api, path: str) -> set[str]:
        return {each["id"] for each in who.get(path).json()} & {quiet, loud}

    for path in ("public", "public?local=true", "tag/hush"):
        assert listed(bob, f"/api/v1/timelines/{path}") == {loud}
        assert listed(api(None), f"/api/v1/timelines/{path}") == {loud}
    for path in ("timelines/home", f"accounts/{author}/statuses"):
        assert listed(bob, f"/api/v1/{path}") == {quiet, loud}
    assert api(None).get(f"/api/v1/statuses/{quiet}").json()["visibility"] == "unlisted"
    changed = alice.put(f"/api/v1/statuses/{quiet}", status="zq #hush again")
    assert said(changed)["visibility"] == "unlisted"
    assert listed(bob, "/api/v1/timelines/tag/hush") == {loud}


def test_what_is_unlisted_is_found_by_whom_it_concerns(api: Who, cast: Cast) -> None:
    alice = api("alice")

    def quiet(words: str, **more: str) -> str:
        made = alice.post("/api/v1/statuses", status=f"zyx {words}", visibility="unlisted", **more)
        return str(said(made)["id"])

    asked = said(api("carol").post("/api/v1/statuses", status="who knows", visibility="public"))["id"]
    plain, named = quiet("plain #zyxtag"), quiet("for @erin")
    kept, answer = quiet("kept"), quiet("to carol", in_reply_to_id=asked)
    api("bob").post(f"/api/v1/statuses/{plain}/favourite")
    api("heidi").post(f"/api/v1/statuses/{kept}/bookmark")
    run_due()

    def found(name: str | None) -> set[str]:
        given = {"q": "zyx", "type": "statuses"}
        return {each["id"] for each in api(name).get("/api/v2/search", **given).json()["statuses"]}

    assert found("alice") == {plain, named, kept, answer}
    assert [found(name) for name in ("bob", "erin", "heidi", "carol")] == [{plain}, {named}, {kept}, {answer}]
    for name in ("alice_too", "dan", None):
        assert found(name) == set()
        tags = api(name).get("/api/v2/search", q="zyxtag", type="hashtags").json()
        assert tags["hashtags"] == [], "a tag of nothing that one finds is none"
    api("bob").post(f"/api/v1/statuses/{plain}/unfavourite")
    assert found("bob") == set()


def test_a_first_line_names_circles(api: Who, cast: Cast) -> None:
    alice = api("alice")
    made = said(alice.post("/api/v1/statuses", status="To: garden\nThe roses", visibility="public"))
    assert made["content"] == "<p>The roses</p>"
    assert made["visibility"] == "private"
    assert readers(api, made["id"]) == {"alice", "bob", "carol", "erin"}
    less = said(alice.post("/api/v1/statuses", status="to: Garden, followers -Out\r\n\r\nThe peas"))
    assert readers(api, less["id"]) == {"alice", "bob", "carol"}
    assert less["content"] == "<p>The peas</p>"


def test_an_unknown_circle_posts_nothing(api: Who, cast: Cast) -> None:
    before = Post.objects.unguarded(reason="a test counts").count()
    for line in ("to: Hikng", "to: Garden -Hikng", "to: Garden, Hikng"):
        refused(api("alice").post("/api/v1/statuses", status=f"{line}\nwords"), "“Hikng”")
    # Somebody else's circle is as unknown as one that nobody has.
    refused(api("bob").post("/api/v1/statuses", status="to: Garden\nwords"), "“Garden”")
    refused(api("alice").post("/api/v1/statuses", status="to:\nwords"), "Validation failed")
    assert Post.objects.unguarded(reason="a test counts").count() == before


def test_direct_is_a_message_of_those_named(api: Who, cast: Cast) -> None:
    made = said(api("alice").post("/api/v1/statuses", status="@bob psst", visibility="direct"))
    assert made["visibility"] == "direct"
    assert [each["acct"] for each in made["mentions"]] == ["bob"]
    assert readers(api, made["id"]) == {"alice", "bob"}
    back = said(api("bob").post("/api/v1/statuses", status="what?", in_reply_to_id=made["id"]))
    assert back["visibility"] == "direct"
    assert readers(api, back["id"]) == {"alice", "bob"}
    # A third name in an answer shows it to nobody else.
    more = said(api("bob").post("/api/v1/statuses", status="@heidi too", in_reply_to_id=made["id"]))
    assert readers(api, more["id"]) == {"alice", "bob"}
    alone = said(api("alice").post("/api/v1/statuses", status="a note to myself", visibility="direct"))
    assert readers(api, alone["id"]) == {"alice"}


def test_an_answer_never_reaches_more_than_what_it_answers(api: Who, cast: Cast) -> None:
    bob, above = api("bob"), cast.posts["circle_later"]
    for visibility in ("public", "private", None):
        given = {"visibility": visibility} if visibility else {}
        made = said(bob.post("/api/v1/statuses", status="I agree", in_reply_to_id=str(above), **given))
        assert (made["in_reply_to_id"], made["visibility"]) == (str(above), "private")
        assert readers(api, made["id"]) == readers(api, str(above))
    some = bob.post(
        "/api/v1/statuses", status="@alice hm", in_reply_to_id=str(cast.posts["public"]), visibility="direct"
    )
    assert readers(api, said(some)["id"]) == {"alice", "bob"}


def test_what_one_may_not_see_cannot_be_answered_or_quoted(api: Who, cast: Cast) -> None:
    heidi = api("heidi")
    for name in ("in_reply_to_id", "quoted_status_id"):
        never = heidi.post("/api/v1/statuses", status="hm", **{name: "1234567"})
        hidden = heidi.post("/api/v1/statuses", status="hm", **{name: str(cast.posts["circle"])})
        huge = heidi.post("/api/v1/statuses", status="hm", **{name: str(10**30)})
        assert never.status_code == hidden.status_code == huge.status_code == 404
        assert never.content == hidden.content == huge.content


def test_a_quote_of_a_quote_names_the_one_inside_and_each_is_counted(api: Who, cast: Cast) -> None:
    bob = api("bob")
    public = str(cast.posts["public"])

    def quote(of: str, visibility: str = "public") -> Any:
        given = {"status": "see", "quoted_status_id": of, "visibility": visibility}
        return said(bob.post("/api/v1/statuses", **given))

    def shown(number: str) -> Any:
        return bob.get(f"/api/v1/statuses/{number}").json()

    before = shown(public)["quotes_count"]
    first = quote(public)
    [version] = bob.get(f"/api/v1/statuses/{first['id']}/history").json()
    assert ("poll" in version, version["quote"]["quoted_status"]["id"]) == (False, public)
    second = quote(first["id"])
    quote(public, "private")
    assert second["quote"]["quoted_status"]["quote"] == {"state": "accepted", "quoted_status_id": public}
    assert (shown(public)["quotes_count"], shown(first["id"])["quotes_count"]) == (before + 1, 1)
    api("alice").post(f"/api/v1/statuses/{public}/quotes/{first['id']}/revoke")
    gone = {"state": "deleted", "quoted_status_id": None}
    assert shown(second["id"])["quote"]["quoted_status"]["quote"] == gone
    assert shown(public)["quotes_count"] == before
    bob.delete(f"/api/v1/statuses/{second['id']}")
    assert shown(first["id"])["quotes_count"] == 0


def test_quotes_notes_polls_and_languages(api: Who, cast: Cast) -> None:
    bob, public = api("bob"), str(cast.posts["public"])
    quote = said(bob.post("/api/v1/statuses", status="see", quoted_status_id=public, visibility="public"))
    assert (quote["quote"]["state"], quote["quote"]["quoted_status"]["id"]) == ("accepted", public)
    form = {
        "status": "which?",
        "poll[options][]": ["tea", "coffee"],
        "poll[expires_in]": "3600",
        "poll[multiple]": "true",
        "spoiler_text": "drinks",
        "language": "de",
    }
    made = said(bob.form("/api/v1/statuses", form))
    assert [each["title"] for each in made["poll"]["options"]] == ["tea", "coffee"]
    assert made["poll"]["multiple"] is True
    assert (made["spoiler_text"], made["sensitive"], made["language"]) == ("drinks", True, "de")


def test_said_once_with_a_key(api: Who, cast: Cast) -> None:
    alice = api("alice")
    for given in ({}, {"visibility": "direct"}):
        first, second = (
            alice.ask(
                "POST", "/api/v1/statuses", {"status": "@bob once", **given}, HTTP_IDEMPOTENCY_KEY="k1"
            ).json()
            for _ in range(2)
        )
        assert first["id"] == second["id"]
    other = api("bob").ask("POST", "/api/v1/statuses", {"status": "mine"}, HTTP_IDEMPOTENCY_KEY="k1").json()
    assert other["account"]["acct"] == "bob"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Text can't be blank"),
        ({"status": "  "}, "Text can't be blank"),
        ({"status": "x" * 5001}, "Validation failed"),
        ({"status": "x", "visibility": "friends"}, "Visibility is not included in the list"),
        ({"status": "x", "media_ids": ["12"]}, "Validation failed"),
        ({"status": "x", "media_ids": ["nought"]}, "Validation failed: Media ids is invalid"),
        ({"status": "x", "poll": {"options": ["one", "two"]}}, "Validation failed"),
        ({"status": "x", "poll": {"options": ["one"], "expires_in": 3600}}, "Validation failed"),
        ({"status": "x", "poll": {"options": ["a", "b"], "expires_in": 1}}, "Validation failed"),
        (
            {"status": "@bob x", "visibility": "direct", "poll": {"options": ["a", "b"], "expires_in": 3600}},
            "Poll",
        ),
        ({"status": "x", "spoiler_text": "y" * 300}, "Validation failed"),
    ],
)
def test_what_is_wrong_leaves_nothing_behind(api: Who, cast: Cast, given: dict[str, Any], words: str) -> None:
    before = Post.objects.unguarded(reason="a test counts").count()
    refused(api("alice").post("/api/v1/statuses", **given), words)
    assert Post.objects.unguarded(reason="a test counts").count() == before


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("de", "de"),
        ("pt-BR", "pt-BR"),
        ("yo", "yo"),
        ("nds", "nds"),
        ("xx", "en"),
        ("english", "en"),
        ("", "en"),
    ],
)
def test_a_language_nobody_speaks_is_the_face_s_own(api: Who, cast: Cast, said: str, told: str) -> None:
    made = api("alice").post("/api/v1/statuses", status="hm", language=said)
    assert (made.status_code, made.json()["language"]) == (200, told)


def test_who_may_post(api: Who, cast: Cast) -> None:
    assert Client().post("/api/v1/statuses", {"status": "x"}).status_code == 401
    assert api("bob", "read").post("/api/v1/statuses", status="x").status_code == 403
    assert api("judy").post("/api/v1/statuses", status="x").status_code == 403


def test_a_covered_message_is_covered_on_our_pages(api: Who, cast: Cast) -> None:
    given = {"status": "@bob boo", "visibility": "direct", "spoiler_text": "a fright"}
    made = said(api("alice").post("/api/v1/statuses", **given))
    assert (made["spoiler_text"], made["sensitive"]) == ("a fright", True)
    page = Client()
    page.force_login(cast.members["bob"])
    place = talks.place_of(cast.bob, int(made["id"]))
    answer = page.get(place.partition("#")[0]).content.decode()
    before, _, after = answer.partition("a fright</span>")
    assert "boo" not in before.partition("talk-said")[2]
    assert "boo" in after
