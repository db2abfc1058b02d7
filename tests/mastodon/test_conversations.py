"""Conversations in apps: what `direct` and our pages say, in one list a face."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hedgerow.kernel import clock
from hedgerow.talk.conversations import acts, reads
from hedgerow.talk.conversations.acts import Said
from tests.cast import Cast
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]
LIST = "/api/v1/conversations"


def direct(api: Api, words: str, **more: Any) -> Any:
    answer = api.post("/api/v1/statuses", status=words, visibility="direct", **more)
    assert answer.status_code == 200, answer.content
    return answer.json()


def listed(api: Api, **given: Any) -> Any:
    answer = api.get(LIST, **given)
    assert answer.status_code == 200
    return answer.json()


def test_what_is_said_directly_stands_in_both_lists(api: Who, cast: Cast) -> None:
    alice, bob = api("alice"), api("bob")
    made = direct(alice, "@bob psst")
    (own,), (theirs,) = listed(alice), listed(bob)
    assert set(own) == {"id", "unread", "accounts", "last_status"}
    assert own["last_status"]["id"] == theirs["last_status"]["id"] == made["id"]
    assert [each["acct"] for each in own["accounts"]] == ["bob"]
    assert [each["acct"] for each in theirs["accounts"]] == ["alice"]
    assert (own["unread"], theirs["unread"]) == (False, True)
    assert listed(api("carol")) == []
    read = bob.post(f"{LIST}/{theirs['id']}/read").json()
    assert (read["id"], read["unread"], listed(bob)[0]["unread"]) == (theirs["id"], False, False)
    assert bob.post(f"{LIST}/{theirs['id']}/unread").json()["unread"] is True
    assert reads.unread(cast.bob) == 1
    assert bob.post(f"{LIST}/{theirs['id']}/read").json()["unread"] is False
    assert reads.unread(cast.bob) == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"poll": {"options": ["a", "b"], "expires_in": 3600}}, "cannot be asked in a conversation"),
        ({"quoted_status_id": "tagged_public"}, "cannot be quoted in a conversation"),
        ({"scheduled_at": "2099"}, "cannot be kept for a conversation"),
    ],
)
def test_what_no_message_can_be_is_refused_in_a_sentence(
    api: Who, cast: Cast, more: dict[str, Any], words: str
) -> None:
    if "quoted_status_id" in more:
        more = {"quoted_status_id": str(cast.posts[more["quoted_status_id"]])}
    if "scheduled_at" in more:
        more = {"scheduled_at": (clock.now() + timedelta(days=1)).isoformat()}
    answer = api("alice").post("/api/v1/statuses", status="@bob psst", visibility="direct", **more)
    assert (answer.status_code, words in answer.json()["error"]) == (422, True), answer.content


def test_answers_go_on_in_the_thread_of_the_conversation(api: Who, cast: Cast) -> None:
    alice, bob = api("alice"), api("bob")
    first = direct(alice, "@bob tea?")
    assert first["in_reply_to_id"] is None
    back = direct(bob, "@alice yes", in_reply_to_id=first["id"])
    assert (back["in_reply_to_id"], back["in_reply_to_account_id"]) == (
        first["id"],
        str(cast.public("alice")),
    )
    there = reads.of_message(cast.bob, int(back["id"]))
    assert there is not None
    # What is said on our pages answers what was said last.
    web = acts.say(cast.alice, there, Said("at four"))
    context = bob.get(f"/api/v1/statuses/{back['id']}/context").json()
    assert [each["id"] for each in context["ancestors"]] == [first["id"]]
    assert [(each["id"], each["in_reply_to_id"]) for each in context["descendants"]] == [
        (str(web), back["id"])
    ]
    assert api("carol").get(f"/api/v1/statuses/{back['id']}/context").status_code == 404
    timeline = bob.get("/api/v1/timelines/direct")
    assert [each["id"] for each in timeline.json()] == [str(web), back["id"], first["id"]]
    assert api("carol").get("/api/v1/timelines/direct").json() == []
    older = bob.get("/api/v1/timelines/direct", max_id=back["id"]).json()
    assert [each["id"] for each in older] == [first["id"]]


def test_a_direct_answer_to_a_post_leaves_its_thread(api: Who, cast: Cast) -> None:
    public, circle = str(cast.posts["public"]), str(cast.posts["circle"])
    bob = api("bob")
    made = direct(bob, "@alice between us", in_reply_to_id=public)
    assert (made["visibility"], made["in_reply_to_id"]) == ("direct", public)
    assert listed(api("alice"))[0]["last_status"]["id"] == made["id"]
    above = api("alice").get(f"/api/v1/statuses/{made['id']}/context").json()["ancestors"]
    assert [each["id"] for each in above] == [public]
    # Who may not see what is answered does not learn of it; the words are the answerer's own.
    other = direct(bob, "@heidi look", in_reply_to_id=circle)
    assert other["in_reply_to_id"] == circle
    seen = api("heidi").get(f"/api/v1/statuses/{other['id']}").json()
    assert (seen["in_reply_to_id"], seen["in_reply_to_account_id"]) == (None, None)
    assert circle not in api("heidi").get(f"/api/v1/statuses/{other['id']}/context").content.decode()


def test_a_note_to_oneself_is_a_conversation_with_oneself(api: Who, cast: Cast) -> None:
    alice = api("alice")
    made = direct(alice, "remember the milk")
    (found,) = listed(alice)
    assert made["visibility"] == "direct"
    assert [each["acct"] for each in found["accounts"]] == ["alice"]
    direct(alice, "and the tea")
    assert [each["id"] for each in listed(alice)] == [found["id"]]
    assert api("bob").get(f"/api/v1/statuses/{made['id']}").status_code == 404
    assert reads.listed(cast.alice).items[0].found.title == "Notes to yourself"


def test_put_away_it_comes_back_with_what_is_said_next(api: Who, cast: Cast) -> None:
    alice, bob = api("alice"), api("bob")
    direct(alice, "@bob psst")
    (found,) = listed(bob)
    assert api("carol").delete(f"{LIST}/{found['id']}").status_code == 404
    assert bob.delete(f"{LIST}/{found['id']}").json() == {}
    assert (listed(bob), reads.listed(cast.bob).items, reads.unread(cast.bob)) == ([], [], 0)
    assert len(listed(alice)) == 1
    for way in ("read", "unread"):
        assert bob.post(f"{LIST}/{found['id']}/{way}").status_code == 404
    assert bob.delete(f"{LIST}/{found['id']}").status_code == 404
    direct(alice, "@bob are you there?")
    assert [(each["id"], each["unread"]) for each in listed(bob)] == [(found["id"], True)]


def test_a_request_of_somebody_unknown_stands_there_and_says_nothing(api: Who, cast: Cast) -> None:
    asked = direct(api("heidi"), "@bob may I?")
    (found,) = listed(api("bob"))
    assert found["unread"] is True
    assert api("bob").post(f"{LIST}/{found['id']}/read").json()["unread"] is False
    assert reads.read_marks(cast.heidi, int(found["id"])) == {}
    there = reads.of_message(cast.bob, int(asked["id"]))
    assert there is not None
    assert [each.found.public_id for each in reads.requests(cast.bob).items] == [there]
    acts.decline(cast.bob, there)
    assert listed(api("bob")) == []
    assert len(listed(api("heidi"))) == 1


def test_a_block_shuts_it_and_pages_go_on_by_what_was_said_last(api: Who, cast: Cast) -> None:
    alice = api("alice")
    for name in ("bob", "carol", "dan"):
        direct(alice, f"@{name} hello")
    every = listed(alice)
    assert [each["accounts"][0]["acct"] for each in every] == ["dan", "carol", "bob"]
    first = alice.get(LIST, limit=2)
    assert [each["id"] for each in first.json()] == [each["id"] for each in every[:2]]
    places = dict(re.findall(r"(max_id|min_id)=(\d+)", first["Link"]))
    assert places == {
        "max_id": every[1]["last_status"]["id"],
        "min_id": every[0]["last_status"]["id"],
    }
    assert listed(alice, max_id=places["max_id"]) == every[2:]
    assert listed(alice, since_id=every[2]["last_status"]["id"]) == every[:2]
    assert listed(alice, min_id=every[2]["last_status"]["id"], limit=1) == every[1:2]
    from hedgerow.people.contacts import acts as contacts

    contacts.block(cast.alice, cast.faces["carol"])
    assert [each["id"] for each in listed(alice)] == [every[0]["id"], every[2]["id"]]
    assert len(alice.get("/api/v1/timelines/direct").json()) == 2
    assert listed(api("carol")) == []


def test_scopes(api: Who, cast: Cast) -> None:
    direct(api("alice"), "@bob psst")
    (found,) = listed(api("bob"))
    assert api("bob", "write:conversations").get(LIST).status_code == 403
    assert api("bob", "read:statuses").post(f"{LIST}/{found['id']}/read").status_code == 403
    assert api("bob", "write:conversations").post(f"{LIST}/{found['id']}/read").status_code == 200
    assert api(None).get(LIST).status_code == 401


def test_a_list_costs_as_many_queries_for_few_as_for_many(
    api: Who, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    alice = api("alice")
    for name in ("bob", "carol", "dan", "erin"):
        direct(alice, f"@{name} hello")
    listed(alice)
    with django_assert_max_num_queries(12):
        assert len(listed(alice)) == 4
