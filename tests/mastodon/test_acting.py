"""What apps do with statuses: their marks, boosts, quotes, edits and deletions, and who responded."""

from collections.abc import Callable
from typing import Any

import pytest

from hedgerow.delivery.models import Notification
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.models import Media
from hedgerow.talk.posts import acts as posts
from tests.cast import Cast
from tests.mastodon.client import Api
from tests.pages import picture

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]
MARKS = [
    ("favourite", "unfavourite", "favourited"),
    ("bookmark", "unbookmark", "bookmarked"),
    ("mute", "unmute", "muted"),
    ("pin", "unpin", "pinned"),
]


def at(number: object, tail: str = "") -> str:
    return f"/api/v1/statuses/{number}" + (f"/{tail}" if tail else "")


def names(answer: Any) -> set[str]:
    return {each["acct"] for each in answer.json()}


def ids(answer: Any) -> list[str]:
    return [each["id"] for each in answer.json()]


@pytest.fixture
def public(cast: Cast) -> int:
    return cast.posts["public"]


@pytest.mark.parametrize(("on", "off", "mark"), MARKS)
def test_marks_come_and_go(api: Who, public: int, on: str, off: str, mark: str) -> None:
    alice = api("alice")
    for act, wanted in ((on, True), (on, True), (off, False), (off, False)):
        answer = alice.post(at(public, act))
        assert answer.status_code == 200
        assert answer.json()[mark] is wanted
        assert alice.get(at(public)).json()[mark] is wanted


HIDDEN = ["favourite", "unfavourite", "bookmark", "unbookmark", "mute", "unmute", "pin", "unpin", "reblog",
          "unreblog", "translate"]  # fmt: skip


@pytest.mark.parametrize("act", HIDDEN)
def test_what_is_hidden_cannot_be_acted_on(api: Who, cast: Cast, act: str) -> None:
    heidi = api("heidi")
    never, hidden = heidi.post(at(1234567, act)), heidi.post(at(cast.posts["circle"], act))
    assert (never.status_code, never.content) == (hidden.status_code, hidden.content)
    assert never.status_code == 404
    assert api("heidi", "read").post(at(cast.posts["public"], act)).status_code in (403, 404)


def test_acts_on_others_posts_answer_hidden_as_missing(api: Who, cast: Cast, public: int) -> None:
    hidden, quote = cast.posts["circle"], cast.posts["quote_of_circle"]
    asks = [
        ("PUT", "", {"status": "mine now"}),
        ("DELETE", "", {}),
        ("PUT", "interaction_policy", {"quote_approval_policy": "nobody"}),
        ("POST", f"quotes/{quote}/revoke", {}),
    ]
    heidi = api("heidi")
    for verb, tail, given in asks:
        answers = [heidi.ask(verb, at(number, tail), given) for number in (hidden, public, 1234567)]
        assert {answer.status_code for answer in answers} == {404}, (verb, tail)
        assert len({answer.content for answer in answers}) == 1
    for tail in ("history", "card", "reblogged_by", "favourited_by", "quotes"):
        first, second = heidi.get(at(hidden, tail)), heidi.get(at(1234567, tail))
        assert (first.status_code, first.content) == (404, second.content)


def test_a_boost_and_who_boosts(api: Who, cast: Cast, public: int) -> None:
    bob = api("bob")
    boost = bob.post(at(public, "reblog"), visibility="public").json()
    assert (boost["reblog"]["id"], boost["reblog"]["reblogged"]) == (str(public), True)
    assert boost["id"] != str(public)
    assert names(api(None).get(at(public, "reblogged_by"))) == {"bob"}
    # A boost for few is seen by those alone.
    api("carol").post(at(public, "reblog"), visibility="private")
    assert names(api("heidi").get(at(public, "reblogged_by"))) == {"bob"}
    assert names(api("carol").get(at(public, "reblogged_by"))) == {"bob", "carol"}
    assert bob.post(at(public, "unreblog")).json()["reblogged"] is False
    assert names(api(None).get(at(public, "reblogged_by"))) == set()
    assert bob.post(at(cast.posts["followers"], "reblog")).status_code == 403
    assert bob.post(at(public, "reblog"), visibility="direct").status_code == 422
    again = bob.post(at(public, "reblog")).json()
    assert bob.delete(at(again["id"])).status_code == 200
    assert bob.get(at(again["id"])).status_code == 404


@pytest.mark.parametrize("visibility", ["public", "unlisted", "private"])
def test_a_boost_says_for_whom_it_is(api: Who, cast: Cast, public: int, visibility: str) -> None:
    boost = api("bob").post(at(public, "reblog"), visibility=visibility).json()
    assert (boost["visibility"], boost["reblog"]["visibility"]) == (visibility, "public")
    assert api("bob").get(at(boost["id"])).json()["visibility"] == visibility


def test_who_likes_it_but_for_blocks(api: Who, cast: Cast) -> None:
    number = posts.publish(cast.heidi, posts.Draft(text="for all", audience=Choice("public")))
    for name in ("alice", "grace", "bob"):
        assert api(name).post(at(number, "favourite")).json()["favourited"] is True
    assert names(api("heidi").get(at(number, "favourited_by"))) == {"alice", "grace", "bob"}
    assert names(api("grace").get(at(number, "favourited_by"))) == {"grace", "bob"}
    seen = api("grace").get(at(number)).json()
    assert seen["favourites_count"] == 3
    first = api("heidi").get(at(number, "favourited_by"), limit=2)
    assert len(first.json()) == 2
    assert 'rel="next"' in first["Link"]


def test_own_bookmarks_and_favourites(api: Who, cast: Cast, public: int) -> None:
    bob, other = api("bob"), cast.posts["circle_later"]
    for number in (public, other):
        bob.post(at(number, "bookmark"))
        bob.post(at(number, "favourite"))
    for name in ("bookmarks", "favourites"):
        whole = bob.get(f"/api/v1/{name}")
        assert ids(whole) == [str(other), str(public)]
        top = bob.get(f"/api/v1/{name}", limit=1)
        after = top["Link"].split(";")[0].strip("<>").removeprefix("http://localhost:8000")
        assert ids(bob.get(after)) == [str(public)]
    # What is seen no more is kept no more.
    posts.narrow(cast.alice, public, Choice("nobody"))
    assert ids(bob.get("/api/v1/bookmarks")) == [str(other)]


def test_pins_are_of_ones_own(api: Who, cast: Cast, public: int) -> None:
    answer = api("bob").post(at(public, "pin"))
    assert (answer.status_code, answer.json()["error"]) == (
        422,
        "Validation failed: Someone else's post cannot be pinned",
    )


def test_a_muted_thread_tells_nothing(api: Who, cast: Cast) -> None:
    number = posts.publish(cast.bob, posts.Draft(text="loud", audience=Choice("public")))
    seen = api("bob").post(at(number, "mute")).json()
    assert seen["muted"] is True
    api("carol").post("/api/v1/statuses", status="@bob hey", in_reply_to_id=str(number), visibility="public")
    api("carol").post(at(number, "favourite"))
    run_due()
    about = Notification.objects.filter(face=cast.bob, actor=cast.carol)
    assert not about.exists()
    api("bob").post(at(number, "unmute"))
    api("carol").post("/api/v1/statuses", status="again", in_reply_to_id=str(number), visibility="public")
    run_due()
    assert about.exists()


def test_an_edit_keeps_its_readers_and_its_versions(api: Who, cast: Cast) -> None:
    alice = api("alice")
    made = alice.post("/api/v1/statuses", status="to: Garden\nfirst", language="de").json()
    changed = alice.put(at(made["id"]), status="second", spoiler_text="hush", sensitive=True)
    assert changed.status_code == 200
    seen = api("bob").get(at(made["id"])).json()
    assert (seen["content"], seen["spoiler_text"], seen["language"]) == ("<p>second</p>", "hush", "de")
    assert seen["edited_at"] is not None
    assert api("heidi").get(at(made["id"])).status_code == 404
    versions = api("bob").get(at(made["id"], "history")).json()
    assert [each["content"] for each in versions] == ["<p>first</p>", "<p>second</p>"]
    assert versions[1]["account"]["acct"] == "alice"
    source = alice.get(at(made["id"], "source")).json()
    assert source == {"id": made["id"], "text": "second", "spoiler_text": "hush"}
    assert api("bob").get(at(made["id"], "source")).json() == source
    assert api("heidi").get(at(made["id"], "source")).status_code == 404
    # A first line in an edit narrows, and never widens.
    alice.put(at(made["id"]), status="to: followers\nthird")
    readers = [name for name in ("bob", "carol", "heidi") if api(name).get(at(made["id"])).status_code == 200]
    assert readers == ["bob"]
    assert alice.put(at(made["id"]), status="x" * 6000).status_code == 422
    assert alice.get(at(made["id"], "source")).json()["text"] == "third"


def test_deleting_gives_back_what_was_written(api: Who, cast: Cast) -> None:
    alice = api("alice")
    number = posts.bring_picture(cast.alice, picture(), "a hedge")
    given = {"status": "with *marks*", "media_ids": [str(number)], "visibility": "public"}
    made = alice.post("/api/v1/statuses", **given).json()
    gone = alice.delete(at(made["id"]))
    assert (gone.status_code, gone.json()["text"]) == (200, "with *marks*")
    assert [each["id"] for each in gone.json()["media_attachments"]] == [str(number)]
    assert alice.get(at(made["id"])).status_code == 404
    again = alice.post("/api/v1/statuses", **given).json()
    assert [each["description"] for each in again["media_attachments"]] == ["a hedge"]
    alice.ask("DELETE", at(again["id"]), {"delete_media": True})
    run_due()
    assert alice.post("/api/v1/statuses", **given).status_code == 422
    assert Media.objects.filter(owner=cast.alice, post=None).count() == 0


def test_who_may_quote(api: Who, cast: Cast) -> None:
    alice, bob, heidi = api("alice"), api("bob"), api("heidi")
    made = alice.post(
        "/api/v1/statuses", status="mine", visibility="public", quote_approval_policy="followers"
    ).json()
    assert made["quote_approval"]["automatic"] == ["followers"]
    assert heidi.get(at(made["id"])).json()["quote_approval"]["current_user"] == "denied"
    refused = heidi.post("/api/v1/statuses", status="look", quoted_status_id=made["id"])
    assert refused.status_code == 404
    quote = bob.post(
        "/api/v1/statuses", status="look", quoted_status_id=made["id"], visibility="public"
    ).json()
    assert ids(heidi.get(at(made["id"], "quotes"))) == [quote["id"]]
    closed = alice.put(at(made["id"], "interaction_policy"), quote_approval_policy="nobody").json()
    assert closed["quote_approval"]["automatic"] == []
    assert bob.post("/api/v1/statuses", status="x", quoted_status_id=made["id"]).status_code == 404
    assert alice.put(at(made["id"], "interaction_policy"), quote_approval_policy="x").status_code == 422
    assert alice.put(at(made["id"], "interaction_policy")).status_code == 422
    for other in (heidi, bob):
        not_theirs = other.post(at(made["id"], f"quotes/{quote['id']}/revoke"))
        assert (not_theirs.status_code, not_theirs.json()) == (403, {"error": "This action is not allowed"})
    assert alice.post(at(public, f"quotes/{quote['id']}/revoke")).status_code == 404
    revoked = alice.post(at(made["id"], f"quotes/{quote['id']}/revoke")).json()
    assert revoked["quote"] == {"state": "deleted", "quoted_status": None}
    assert ids(heidi.get(at(made["id"], "quotes"))) == []


def test_several_at_once(api: Who, cast: Cast, public: int) -> None:
    asked = [cast.posts["circle"], public, 1234567, cast.posts["tagged_public"]]
    answer = api("heidi").get("/api/v1/statuses", **{"id[]": asked})
    assert ids(answer) == [str(public), str(cast.posts["tagged_public"])]
    assert api(None).get("/api/v1/statuses").json() == []
    assert api(None).get("/api/v1/statuses", **{"id[]": "x"}).status_code == 422


def test_sensitive_without_a_note(api: Who, cast: Cast) -> None:
    number = posts.bring_picture(cast.alice, picture(), "")
    given = {"status": "", "media_ids": [str(number)], "sensitive": "true", "visibility": "public"}
    made = api("alice").post("/api/v1/statuses", **given).json()
    assert (made["sensitive"], made["spoiler_text"]) == (True, "")
    page = api(None).client.get(f"/@alice/{made['id']}").content.decode()
    assert 'class="fold"' in page
