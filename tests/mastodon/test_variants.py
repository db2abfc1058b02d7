"""Our own API: saying one thing in other words to other people, as its author's app does it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]

AT = "/api/hedgerow/v1/statuses"
MISSING = 2**61 + 5


def said(cast: Cast, **more: Any) -> dict[str, Any]:
    """A new job: the story for the garden, nothing for Erin, the title for all other followers."""
    garden = {"scope": "chosen", "circles": [str(cast.circle_id("Garden"))]}
    nothing = {"audience": {"people": [str(cast.public("erin"))]}, "silent": True}
    return {
        "status": "A new title",
        "audience": {"scope": "followers"},
        "variants": [nothing, {"audience": garden, "status": "The whole story", "spoiler_text": "Work"}],
        **more,
    }


def test_an_app_says_it_differently_to_others(api: Who, cast: Cast) -> None:
    alice = api("alice")
    made = alice.post(AT, **said(cast))
    assert made.status_code == 200, made.content
    nothing, story, own = made.json()
    assert (nothing["status"], nothing["count"], nothing["everybody"]) == (None, 1, False)
    assert nothing["audience"]["sentence"] == "Erin"
    assert story["audience"]["sentence"] == "Garden"
    assert (story["count"], story["status"]["spoiler_text"]) == (2, "Work")
    assert own["audience"]["sentence"] == "Your followers"
    numbers = [each["status"]["id"] for each in (story, own)]
    seen = {
        name: [api(name).get(f"/api/v1/statuses/{number}").status_code for number in numbers]
        for name in ("bob", "erin", "heidi")
    }
    assert seen == {"bob": [200, 404], "erin": [404, 404], "heidi": [404, 404]}
    for number in numbers:
        assert alice.get(f"{AT}/{number}/variants").json() == made.json()


def test_the_same_submit_says_it_once(api: Who, cast: Cast) -> None:
    alice = api("alice")
    twice = [
        alice.ask("POST", AT, said(cast), HTTP_IDEMPOTENCY_KEY="one and the same").json() for _ in range(2)
    ]
    assert twice[0] == twice[1]


def test_everybody_besides_reads_the_public_one(api: Who, cast: Cast) -> None:
    one = {"audience": {"circles": [str(cast.circle_id("Garden"))]}, "status": "For the garden"}
    special, own = api("alice").post(AT, **said(cast, audience={"scope": "public"}, variants=[one])).json()
    assert (own["everybody"], own["count"]) == (True, None)
    assert api(None).get(f"/api/v1/statuses/{own['status']['id']}").status_code == 200
    assert api("bob").get(f"/api/v1/statuses/{own['status']['id']}").status_code == 404
    assert api("bob").get(f"/api/v1/statuses/{special['status']['id']}").json()["content"]


def test_some_are_said_anew_and_the_others_stay_unmarked(api: Who, cast: Cast) -> None:
    alice = api("alice")
    _nothing, story, own = alice.post(AT, **said(cast)).json()
    number = story["status"]["id"]
    at = f"{AT}/{own['status']['id']}/variants"
    anew = alice.put(at, variants=[{"id": number, "status": "Another story"}])
    assert anew.status_code == 200, anew.content
    _nothing, edited, kept = anew.json()
    assert "Another story" in edited["status"]["content"]
    assert edited["status"]["edited_at"]
    assert kept == own
    assert "Another story" in api("bob").get(f"/api/v1/statuses/{number}").json()["content"]
    wrong = [{"id": number, "status": "A third"}, {"id": own["status"]["id"], "status": " "}]
    assert alice.put(at, variants=wrong).status_code == 422
    assert alice.get(at).json() == anew.json(), "all of them or none"
    elsewhere = [{"id": str(cast.posts["public"]), "status": "Not this one"}]
    assert alice.put(at, variants=elsewhere).status_code == 404


def test_what_cannot_be_meant_is_refused(api: Who, cast: Cast) -> None:
    alice = api("alice")
    mine = alice.get(f"/api/v1/accounts/{cast.public('alice')}/statuses").json()
    garden = {"circles": [str(cast.circle_id("Garden"))]}
    for variants in (
        [],
        [{"status": "to nobody named"}],
        [{"audience": {"scope": "public"}, "status": "for all"}],
        [{"audience": garden, "status": ""}],
        [{"audience": {"circles": [str(MISSING)]}, "status": "to no circle"}],
        [{"audience": garden, "status": "words"}] * 7,
    ):
        assert alice.post(AT, **said(cast, variants=variants)).status_code == 422, variants
    silent = [{"audience": garden, "silent": True}]
    assert alice.post(AT, **said(cast, audience={"scope": "public"}, variants=silent)).status_code == 422
    assert alice.get(f"/api/v1/accounts/{cast.public('alice')}/statuses").json() == mine


def test_nobody_else_learns_that_there_are_any(api: Who, cast: Cast) -> None:
    special, public = cast.posts["variant_circle"], cast.posts["variant_public"]
    assert len(api("alice").get(f"{AT}/{special}/variants").json()) == 3
    assert api("alice").get(f"{AT}/{cast.posts['public']}/variants").json() == []
    for name, sees in (("bob", special), ("heidi", public), ("alice_too", public)):
        assert api(name).get(f"/api/v1/statuses/{sees}").status_code == 200
        answers = [
            api(name).ask(verb, f"{AT}/{number}/variants", {"variants": []} if verb == "PUT" else None)
            for verb in ("GET", "PUT")
            for number in (special, public, cast.posts["public"], MISSING)
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
    assert api(None).get(f"{AT}/{public}/variants").status_code == 401
