"""Notifications: lists, groups, and what a policy keeps apart, as apps get them."""

from collections.abc import Callable
from typing import Any

import pytest

from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.site import acts as site
from hedgerow.talk.conversations import acts as talks
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.posts import acts as posts
from tests.cast import Cast
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]
V1, V2 = "/api/v1/notifications", "/api/v2/notifications"


def told(api: Api, **asked: Any) -> list[dict[str, Any]]:
    """What the app is told, the newest first."""
    run_due()
    answer = api.get(V1, **asked)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()
    return found


def types(api: Api, **asked: Any) -> list[str]:
    return [each["type"] for each in told(api, **asked)]


def test_our_kinds_as_the_originals_types(api: Who, cast: Cast) -> None:
    """Heidi says something, and Bob, Carol and the moderators do all there is to do."""
    heidi = api("heidi")
    heidi.post(f"{V1}/clear")
    mine = cast.say("of_heidi", "heidi", audience=Choice("public"))
    posts.react(cast.bob, mine, "❤")
    posts.boost(cast.bob, mine, Choice("public"))
    cast.say("to_heidi", "bob", reply_to=mine)
    cast.say("naming_heidi", "carol", text="hello @heidi", audience=Choice("public"))
    cast.say("quoting_heidi", "carol", quote_of=mine, audience=Choice("public"))
    contacts.follow(cast.carol, cast.heidi)
    site.warn(cast.members["keeper"], cast.heidi, "Be kind.")
    found = told(heidi)
    assert sorted(each["type"] for each in found) == [
        "favourite", "follow", "mention", "mention", "moderation_warning", "quote", "reblog",
    ]  # fmt: skip
    by_type = {each["type"]: each for each in found}
    assert by_type["favourite"]["status"]["id"] == str(mine)
    assert by_type["favourite"]["account"]["id"] == str(cast.public("bob"))
    assert by_type["reblog"]["status"]["id"] == str(mine)
    assert by_type["quote"]["status"]["quote"]["quoted_status"]["id"] == str(mine)
    assert "status" not in by_type["follow"]
    assert by_type["moderation_warning"]["moderation_warning"]["text"] == "Be kind."
    assert set(by_type["favourite"]) == {"id", "type", "group_key", "created_at", "account", "status"}


def test_an_edit_is_an_update_or_a_quoted_update(api: Who, cast: Cast) -> None:
    posts.boost(cast.bob, cast.posts["public"])
    cast.say("quoting", "carol", quote_of=cast.posts["public"], audience=Choice("public"))
    posts.edit(cast.alice, cast.posts["public"], posts.Draft(text="changed"))
    assert types(api("bob"))[0] == "update"
    assert types(api("carol"))[0] == "quoted_update"
    assert "update" not in types(api("carol"), **{"types[]": ["update"]})


def test_types_accounts_and_pages(api: Who, cast: Cast) -> None:
    alice = api("alice")
    every = told(alice)
    assert {each["type"] for each in every} >= {"mention", "follow_request"}
    assert set(types(alice, **{"types[]": ["mention"]})) == {"mention"}
    assert "mention" not in types(alice, **{"exclude_types[]": ["mention"]})
    by_bob = told(alice, account_id=str(cast.public("bob")))
    assert {each["account"]["id"] for each in by_bob} == {str(cast.public("bob"))}
    assert told(alice, account_id="123") == []
    first = alice.get(V1, limit=2)
    assert [each["id"] for each in first.json()] == [each["id"] for each in every[:2]]
    assert f"max_id={every[1]['id']}" in first["Link"]
    assert f"min_id={every[0]['id']}" in first["Link"]
    second = told(alice, limit=2, max_id=every[1]["id"])
    assert [each["id"] for each in second] == [each["id"] for each in every[2:4]]
    back = told(alice, limit=1, min_id=every[2]["id"])
    assert [each["id"] for each in back] == [every[1]["id"]]


def test_show_dismiss_clear_and_count(api: Who, cast: Cast) -> None:
    alice, bob = api("alice"), api("bob")
    every = told(alice)
    one = f"{V1}/{every[0]['id']}"
    assert alice.get(one).json()["id"] == every[0]["id"]
    missing = bob.get(f"{V1}/123")
    for answer in (bob.get(one), bob.post(f"{one}/dismiss")):
        assert (answer.status_code, answer.content) == (404, missing.content)
    assert alice.get(f"{V1}/unread_count").json() == {"count": len(every)}
    assert alice.get(f"{V1}/unread_count", limit=1).json() == {"count": 1}
    assert alice.post(f"{one}/dismiss").json() == {}
    assert alice.get(one).status_code == 404
    assert alice.post(f"{V1}/clear").json() == {}
    assert told(alice) == []


def test_scopes(api: Who, cast: Cast) -> None:
    reading = api("alice", "read:notifications")
    assert reading.get(V1).status_code == 200
    assert reading.post(f"{V1}/clear").status_code == 403
    assert api("alice", "read:statuses").get(V1).status_code == 403
    assert api(None).get(V1).status_code == 401


def test_what_belongs_together_is_one_group(api: Who, cast: Cast) -> None:
    heidi = api("heidi")
    mine = cast.say("grouped", "heidi", audience=Choice("public"))
    for name in ("bob", "carol", "dan"):
        posts.react(cast.faces[name], mine, "❤")
    cast.say("answer_to_group", "bob", reply_to=mine)
    run_due()
    said = heidi.get(V2, limit=2).json()
    favourites, mention = sorted(said["notification_groups"], key=lambda group: group["type"])
    assert (mention["type"], mention["notifications_count"]) == ("mention", 1)
    assert mention["group_key"].startswith("ungrouped-")
    assert (favourites["type"], favourites["notifications_count"]) == ("favourite", 3)
    names = {account["id"]: account["username"] for account in said["accounts"]}
    assert [names[account] for account in favourites["sample_account_ids"]] == ["dan", "carol", "bob"]
    assert favourites["status_id"] in {status["id"] for status in said["statuses"]}
    assert favourites["page_max_id"] >= favourites["page_min_id"]

    key = favourites["group_key"]
    assert key.startswith("favourite-")
    assert heidi.get(f"{V2}/{key}").json()["notification_groups"][0]["notifications_count"] == 3
    people = heidi.get(f"{V2}/{key}/accounts").json()
    assert [account["username"] for account in people] == ["dan", "carol", "bob"]
    alone = heidi.get(V2, **{"grouped_types[]": ["follow"]}).json()["notification_groups"]
    assert [group["type"] for group in alone].count("favourite") == 3
    partial = heidi.get(V2, expand_accounts="partial_avatars").json()
    assert {account["acct"] for account in partial["partial_accounts"]} >= {"carol"}
    assert heidi.get(V2, expand_accounts="some").status_code == 400
    before = heidi.get(f"{V2}/unread_count").json()["count"]
    assert heidi.post(f"{V2}/{key}/dismiss").json() == {}
    assert heidi.get(f"{V2}/unread_count").json()["count"] == before - 1
    assert heidi.get(f"{V2}/{key}").status_code == 404


def test_nobody_else_s_group_is_there(api: Who, cast: Cast) -> None:
    posts.react(cast.bob, cast.posts["circle"], "❤")
    run_due()
    key = f"favourite-{cast.posts['circle']}"
    assert api("alice").get(f"{V2}/{key}").status_code == 200
    missing = api("heidi").get(f"{V2}/favourite-123")
    for name in ("heidi", "bob"):
        answer = api(name).get(f"{V2}/{key}")
        assert (answer.status_code, answer.content) == (404, missing.content)


def test_a_blocked_face_is_gone_from_groups_and_counts(api: Who, cast: Cast) -> None:
    mine = cast.say("to_be_liked", "heidi", audience=Choice("public"))
    for name in ("bob", "carol"):
        posts.react(cast.faces[name], mine, "❤")
    run_due()
    contacts.block(cast.heidi, cast.carol)
    group = api("heidi").get(V2).json()["notification_groups"][0]
    assert (group["type"], group["notifications_count"]) == ("favourite", 1)
    assert group["sample_account_ids"] == [str(cast.public("bob"))]


def test_a_policy_keeps_apart_and_drops(api: Who, cast: Cast) -> None:
    heidi, policy = api("heidi"), f"{V2}/policy"
    heidi.post(f"{V1}/clear")
    usual = heidi.get(policy).json()
    assert usual["for_not_following"] == "accept"
    assert usual["summary"] == {"pending_requests_count": 0, "pending_notifications_count": 0}
    assert heidi.patch(policy, for_not_following="filter").json()["for_not_following"] == "filter"
    assert heidi.patch(policy, for_not_following="shout").status_code == 422
    contacts.follow(cast.heidi, cast.bob)
    for name in ("bob", "carol"):
        cast.say(f"{name}_to_heidi", name, text="hello @heidi", audience=Choice("public"))
    assert [each["account"]["username"] for each in told(heidi)] == ["bob"]
    assert len(told(heidi, include_filtered=True)) == 2
    assert heidi.get(f"{V1}/unread_count").json() == {"count": 1}

    (request,) = heidi.get(f"{V1}/requests").json()
    assert (request["account"]["username"], request["notifications_count"]) == ("carol", "1")
    assert request["last_status"]["id"] == str(cast.posts["carol_to_heidi"])
    where = f"{V1}/requests/{request['id']}"
    assert heidi.get(where).json()["id"] == request["id"]
    for answer in (api("bob").get(where), api("bob").post(f"{where}/accept")):
        assert answer.status_code == 404
    assert heidi.get(policy).json()["summary"]["pending_requests_count"] == 1
    assert heidi.post(f"{where}/accept").json() == {}
    assert heidi.get(f"{V1}/requests/merged").json() == {"merged": True}
    assert len(told(heidi)) == 2
    cast.say("carol_again", "carol", text="again @heidi", audience=Choice("public"))
    assert len(told(heidi)) == 3
    heidi.patch(policy, for_not_following="drop")
    cast.say("dan_to_heidi", "dan", text="hello @heidi", audience=Choice("public"))
    assert len(told(heidi, include_filtered=True)) == 3


def test_the_older_policy_and_many_requests_at_once(api: Who, cast: Cast) -> None:
    heidi = api("heidi")
    said = heidi.put(f"{V1}/policy", filter_not_following=True).json()
    assert (said["filter_not_following"], said["filter_new_accounts"]) == (True, False)
    for name in ("bob", "carol", "dan"):
        cast.say(f"{name}_says", name, text="hello @heidi", audience=Choice("public"))
    run_due()
    first, second, third = (each["id"] for each in heidi.get(f"{V1}/requests").json())
    assert heidi.post(f"{V1}/requests/accept", id=[first, "123"]).status_code == 404
    assert heidi.post(f"{V1}/requests/accept", id=[first, second]).json() == {}
    assert heidi.post(f"{V1}/requests/dismiss", id=[third]).json() == {}
    assert heidi.get(f"{V1}/requests").json() == []
    assert {each["account"]["username"] for each in told(heidi)[:2]} == {"carol", "dan"}


def test_a_message_by_a_stranger_can_be_kept_apart(api: Who, cast: Cast) -> None:
    contacts.follow(cast.carol, cast.heidi)
    api("heidi").patch(f"{V2}/policy", for_private_mentions="filter")
    talk = talks.begin(cast.carol, [cast.heidi], Said("psst"))
    talks.accept(cast.heidi, talk)
    talks.say(cast.carol, talk, Said("are you there?"))
    assert "mention" not in [
        each["type"] for each in told(api("heidi")) if each["account"]["username"] == "carol"
    ]
    assert "mention" in types(api("heidi"), include_filtered=True, account_id=str(cast.public("carol")))


def test_a_first_message_of_a_stranger_waits_as_a_request_where_the_policy_says_so(
    api: Who, cast: Cast
) -> None:
    heidi, senders = api("heidi"), ("carol", "dan", "frank")
    for name, word in zip(senders, ("filter", "drop", "accept"), strict=True):
        heidi.patch(f"{V2}/policy", for_private_mentions=word)
        api(name).post("/api/v1/statuses", status="@heidi psst", visibility="direct")
        run_due()
    (request,) = heidi.get(f"{V1}/requests").json()
    assert request["account"]["username"] == "carol"
    assert (request["notifications_count"], request["last_status"]["visibility"]) == ("1", "direct")
    assert not {each["account"]["username"] for each in told(heidi)} & set(senders)
    heidi.patch(f"{V2}/policy", for_private_mentions="filter")
    assert heidi.post(f"{V1}/requests/{request['id']}/accept").json() == {}
    assert told(heidi)[0]["status"]["id"] == request["last_status"]["id"]
    heidi.post(f"{V1}/clear")
    api("carol").post("/api/v1/statuses", status="@heidi are you there?", visibility="direct")
    run_due()
    assert [each["account"]["username"] for each in told(heidi)] == ["carol"], "it was taken up"


def test_pages_cost_the_same_however_long(api: Who, cast: Cast, django_assert_max_num_queries: Any) -> None:
    mine = cast.say("liked", "heidi", audience=Choice("public"))
    for name in ("bob", "carol", "dan", "frank"):
        posts.react(cast.faces[name], mine, "❤")
        cast.say(f"{name}_answers", name, reply_to=mine)
    run_due()
    heidi = api("heidi")
    heidi.get(V2)
    with django_assert_max_num_queries(25):
        assert len(heidi.get(V2).json()["notification_groups"]) >= 5
