"""What waits, what is asked and what is shown elsewhere: scheduled statuses, polls, oEmbed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hedgerow.kernel import clock
from hedgerow.talk.models import Post
from hedgerow.talk.posts import acts as posts
from tests.cast import Cast
from tests.mastodon.client import Api
from tests.talk.media.test_media import png

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]
WAITING = "/api/v1/scheduled_statuses"


def later(**more: float) -> str:
    return (clock.now() + timedelta(**more)).isoformat()


def count() -> int:
    return Post.objects.unguarded(reason="a test counts").count()


def kept(api: Api, **given: Any) -> Any:
    answer = api.post("/api/v1/statuses", **{"status": "soon", "scheduled_at": later(hours=1), **given})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_status_waits_is_moved_and_taken_back(api: Who, cast: Cast) -> None:
    alice, before = api("alice"), count()
    number = posts.bring_picture(cast.alice, png(), "a leaf")
    made = kept(alice, status="to: Garden\nsoon", media_ids=[str(number)], spoiler_text="hush")
    assert count() == before
    assert (made["params"]["text"], made["params"]["spoiler_text"], made["params"]["visibility"]) == (
        "soon", "hush", "private",
    )  # fmt: skip
    assert [each["description"] for each in made["media_attachments"]] == ["a leaf"]
    assert [each["id"] for each in alice.get(WAITING).json()] == [made["id"]]
    assert alice.get(f"{WAITING}/{made['id']}").json()["scheduled_at"] == made["scheduled_at"]
    moved = alice.put(f"{WAITING}/{made['id']}", scheduled_at=later(hours=2))
    assert moved.json()["id"] == made["id"]
    assert moved.json()["scheduled_at"] > made["scheduled_at"]
    for wrong in (later(minutes=1), "soon", "9999-12-31T23:59:59-12:00"):
        assert alice.put(f"{WAITING}/{made['id']}", scheduled_at=wrong).status_code == 422
    assert alice.delete(f"{WAITING}/{made['id']}").json() == {}
    assert alice.get(WAITING).json() == []


def test_what_cannot_wait(api: Who, cast: Cast) -> None:
    alice, before = api("alice"), count()
    for given in (
        {"scheduled_at": later(minutes=1)},
        {"scheduled_at": "9999-01-01T00:00:00Z"},
        {"scheduled_at": "tomorrow"},
        {"scheduled_at": later(hours=1), "visibility": "direct", "status": "@bob psst"},
        {"scheduled_at": later(hours=1), "status": ""},
        {"scheduled_at": later(hours=1), "status": "to: Nowhere\nx"},
    ):
        answer = alice.post("/api/v1/statuses", **{"status": "soon", **given})
        assert answer.status_code == 422, given
        assert answer.json()["error"].startswith(("Validation failed", "Record invalid"))
    assert alice.get(WAITING).json() == []
    assert count() == before
    # What was to leave already leaves now.
    assert "content" in alice.post("/api/v1/statuses", status="x", scheduled_at=later(hours=-1)).json()


def test_what_waits_is_its_faces_alone(api: Who, cast: Cast) -> None:
    made = kept(api("alice"))
    for name in ("bob", "alice_too"):
        assert api(name).get(WAITING).json() == []
        for verb, given in (("GET", None), ("PUT", {"scheduled_at": later(hours=2)}), ("DELETE", {})):
            own, never = (api(name).ask(verb, f"{WAITING}/{each}", given) for each in (made["id"], 1234567))
            assert (own.status_code, own.content) == (404, never.content)


def test_lists_of_what_waits_go_on(api: Who, cast: Cast) -> None:
    alice = api("alice")
    made = {kept(alice, status=str(number))["id"] for number in range(3)}
    same = [
        alice.ask(
            "POST", "/api/v1/statuses", {"status": "k", "scheduled_at": later(hours=1)},
            HTTP_IDEMPOTENCY_KEY="one",
        ).json()["id"]
        for _ in range(2)
    ]  # fmt: skip
    assert same[0] == same[1]
    first = alice.get(WAITING, limit=2)
    after = first["Link"].split(";")[0].strip("<>").removeprefix("http://localhost:8000")
    found = [each["id"] for answer in (first, alice.get(after)) for each in answer.json()]
    assert set(found) == {*made, same[0]}
    assert len(found) == 4


@pytest.fixture
def asked(api: Who, cast: Cast) -> str:
    poll = {"options": ["tea", "coffee", "water"], "expires_in": 3600, "multiple": True}
    made = api("alice").post("/api/v1/statuses", status="to: Garden\nwhich?", poll=poll).json()
    number: str = made["poll"]["id"]
    return number


def test_a_vote_counts_once(api: Who, cast: Cast, asked: str) -> None:
    bob, address = api("bob"), f"/api/v1/polls/{asked}"
    assert bob.get(address).json()["voted"] is False
    voted = bob.post(f"{address}/votes", choices=["0", 2]).json()
    assert (voted["voted"], voted["own_votes"], voted["votes_count"], voted["voters_count"]) == (
        True, [0, 2], 2, 1,
    )  # fmt: skip
    again = bob.post(f"{address}/votes", choices=[0, 1])
    assert (again.status_code, again.json()["error"]) == (
        422,
        "Validation failed: You have already voted on this poll",
    )
    more = bob.form(f"{address}/votes", {"choices[]": ["1"]}).json()
    assert (more["own_votes"], more["votes_count"]) == ([0, 2, 1], 3)
    assert api("alice").post(f"{address}/votes", choices=[1]).status_code == 422
    assert api("carol").get(address).json()["own_votes"] == []


@pytest.mark.parametrize("choices", [None, [], [9], [-1], ["x"], [10**30]])
def test_what_is_no_vote(api: Who, cast: Cast, asked: str, choices: Any) -> None:
    given = {} if choices is None else {"choices": choices}
    assert api("bob").post(f"/api/v1/polls/{asked}/votes", **given).status_code == 422
    assert api("bob").get(f"/api/v1/polls/{asked}").json()["votes_count"] == 0


def test_a_hidden_poll_is_not_there(api: Who, cast: Cast, asked: str) -> None:
    heidi, plain = api("heidi"), cast.posts["public"]
    never = heidi.get("/api/v1/polls/1234567")
    for number in (asked, plain):
        answer = heidi.get(f"/api/v1/polls/{number}")
        assert (answer.status_code, answer.content) == (404, never.content)
        for choices in ([0], []):
            voted = heidi.post(f"/api/v1/polls/{number}/votes", choices=choices)
            assert (voted.status_code, voted.content) == (404, never.content)


def test_public_statuses_stand_elsewhere(api: Who, cast: Cast) -> None:
    page = f"http://localhost:8000/@alice/{cast.posts['public']}"
    shown = api(None).get("/api/oembed", url=page, maxwidth=200).json()
    assert (shown["type"], shown["author_name"], shown["width"]) == ("rich", "Alice", 200)
    assert "zqqpublicqqz" in shown["html"]
    never = api(None).get("/api/oembed", url="http://localhost:8000/@alice/1234567")
    hidden = f"http://localhost:8000/@alice/{cast.posts['circle']}"
    # Even for who may see it: others read what stands elsewhere.
    for name, url in ((None, hidden), ("bob", hidden), (None, "https://far.example/@alice/1"), (None, "x")):
        answer = api(name).get("/api/oembed", url=url)
        assert (answer.status_code, answer.content) == (404, never.content)
    assert api(None).get("/api/oembed").status_code == 404
