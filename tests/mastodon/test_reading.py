"""Reading: a face, a status, its thread, home and public, as apps of several faces get them."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import acts as posts
from tests.cast import Cast, mark
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]

STATUS = {
    "id", "created_at", "in_reply_to_id", "in_reply_to_account_id", "sensitive", "spoiler_text",
    "visibility", "language", "uri", "url", "replies_count", "reblogs_count", "quotes_count",
    "favourites_count", "edited_at", "content", "reblog", "application", "account", "media_attachments",
    "mentions", "tags", "emojis", "card", "poll", "quote", "quote_approval",
}  # fmt: skip
OWN = {"favourited", "reblogged", "muted", "bookmarked", "filtered"}


def test_a_face_of_ones_own_and_another(api: Who, cast: Cast) -> None:
    own = api("bob").get("/api/v1/accounts/verify_credentials").json()
    assert (own["id"], own["acct"]) == (str(cast.public("bob")), "bob")
    assert own["source"]["privacy"] == "private"
    assert own["role"]["name"] == ""
    other = api("bob").get(f"/api/v1/accounts/{cast.public('alice')}").json()
    assert other["username"] == "alice"
    assert "source" not in other
    # Nobody is told how many follow somebody else; Alice is told it of herself.
    assert other["followers_count"] == 0
    assert api("alice").get("/api/v1/accounts/verify_credentials").json()["followers_count"] == 2


def test_whom_one_may_not_meet_is_not_there(api: Who, cast: Cast) -> None:
    gone = api("bob").get("/api/v1/accounts/1234567")
    for asker, about in (("grace", "alice"), ("bob", "judy"), (None, "judy")):
        answer = api(asker).get(f"/api/v1/accounts/{cast.public(about)}")
        assert (answer.status_code, answer.content) == (gone.status_code, gone.content) == (404, gone.content)


def test_tokens_scopes_and_standing(api: Who, cast: Cast) -> None:
    address = "/api/v1/accounts/verify_credentials"
    without = api(None).get(address)
    assert (without.status_code, without.json()) == (401, {"error": "The access token is invalid"})
    assert "Bearer" in without["WWW-Authenticate"]
    assert Api(token="none such").get(address).status_code == 401
    narrow = api("bob", "write:statuses").get(address)
    assert narrow.status_code == 403
    assert narrow.json() == {"error": "This action is outside the authorized scopes"}
    assert api("bob", "read:accounts").get(address).status_code == 200
    assert api("judy").get(address).status_code == 403


def test_a_status_has_what_the_documentation_says(api: Who, cast: Cast) -> None:
    address = f"/api/v1/statuses/{cast.posts['public']}"
    seen = api("bob").get(address).json()
    assert set(seen) == STATUS | OWN
    assert set(api(None).get(address).json()) == STATUS
    assert "pinned" in api("alice").get(address).json()
    assert seen["visibility"] == "public"
    assert seen["content"] == f"<p>{mark('public')} says alice</p>"
    assert seen["account"]["id"] == str(cast.public("alice"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", seen["created_at"])


def test_what_is_hidden_is_answered_like_what_never_was(api: Who, cast: Cast) -> None:
    never = api("heidi").get("/api/v1/statuses/1234567")
    assert never.json() == {"error": "Record not found"}
    for name in ("circle", "followers", "by_name", "narrowed", "deleted"):
        for tail in ("", "/context"):
            answer = api("heidi").get(f"/api/v1/statuses/{cast.posts[name]}{tail}")
            assert (answer.status_code, answer.content) == (404, never.content)


def test_names_and_tags_are_marked_as_apps_know_them(api: Who, cast: Cast) -> None:
    number = posts.publish(cast.bob, posts.Draft(text="hello @heidi #garden", audience=Choice("public")))
    seen = api("heidi").get(f"/api/v1/statuses/{number}").json()
    assert (
        '<a href="http://localhost:8000/@heidi" class="u-url mention">@<span>heidi</span></a>'
        in seen["content"]
    )
    assert 'class="mention hashtag" rel="tag">#<span>garden</span></a>' in seen["content"]
    assert [each["acct"] for each in seen["mentions"]] == ["heidi"]
    assert [each["name"] for each in seen["tags"]] == ["garden"]


def test_marks_are_the_readers_own(api: Who, cast: Cast) -> None:
    number = cast.posts["public"]
    posts.react(cast.bob, number, "❤️")
    posts.bookmark(cast.carol, number)
    seen = {name: api(name).get(f"/api/v1/statuses/{number}").json() for name in ("bob", "carol")}
    assert (seen["bob"]["favourited"], seen["bob"]["bookmarked"]) == (True, False)
    assert (seen["carol"]["favourited"], seen["carol"]["bookmarked"]) == (False, True)
    assert seen["carol"]["favourites_count"] == 1


def test_a_thread_has_what_the_reader_may_see(api: Who, cast: Cast) -> None:
    address = f"/api/v1/statuses/{cast.posts['public']}/context"
    by_bob = [each["id"] for each in api("bob").get(address).json()["descendants"]]
    by_heidi = [each["id"] for each in api("heidi").get(address).json()["descendants"]]
    assert str(cast.posts["limited_reply_in_public"]) in by_bob
    assert by_heidi == [str(cast.posts["reply_in_public"])]
    reply = api("heidi").get(f"/api/v1/statuses/{cast.posts['reply_in_public']}/context").json()
    assert [each["id"] for each in reply["ancestors"]] == [str(cast.posts["public"])]


def test_a_boost_holds_what_it_boosts(api: Who, cast: Cast) -> None:
    number = posts.publish(cast.heidi, posts.Draft(text="from afar", audience=Choice("public")))
    posts.boost(cast.bob, number, Choice("public"))
    top = api("alice").get("/api/v1/timelines/home", limit=1).json()[0]
    assert top["account"]["acct"] == "bob"
    assert top["reblog"]["id"] == str(number)
    assert top["content"] == ""


def walked(api: Api, address: str, limit: int) -> list[str]:
    """Every id of a list, page by page along `Link`."""
    found: list[str] = []
    link: str | None = f"{address}?limit={limit}"
    while link:
        answer = api.get(link)
        found += [each["id"] for each in answer.json()]
        link = next(
            iter(re.findall(r'<http://localhost:8000([^>]+)>; rel="next"', answer.get("Link", ""))), None
        )
    return found


@pytest.mark.parametrize("address", ["/api/v1/timelines/home", "/api/v1/timelines/public"])
def test_lists_are_walked_by_their_links(api: Who, cast: Cast, address: str) -> None:
    bob = api("bob")
    whole = [each["id"] for each in bob.get(address, limit=40).json()]
    assert len(whole) >= 3
    assert whole == sorted(whole, key=int, reverse=True)
    assert walked(bob, address, 2) == whole
    middle = whole[2]
    assert [each["id"] for each in bob.get(address, since_id=middle).json()] == whole[:2]
    assert [each["id"] for each in bob.get(address, min_id=middle, limit=1).json()] == [whole[1]]
    assert [each["id"] for each in bob.get(address, max_id=middle).json()] == whole[3:]
    assert bob.get(address, max_id="x").json() == []
    assert bob.get(address, max_id=10**30).status_code == 200


def ids(answer: Any) -> list[str]:
    return [each["id"] for each in answer.json()]


def test_tags_with_any_all_and_none(api: Who, cast: Cast) -> None:
    def say(text: str) -> str:
        return str(posts.publish(cast.bob, posts.Draft(text=text, audience=Choice("public"))))

    oak, both, elm = say("#oak"), say("#oak #elm"), say("#elm")
    asked = "/api/v1/timelines/tag/Oak"
    assert ids(api("heidi").get(asked)) == [both, oak]
    assert ids(api(None).get(asked, **{"any[]": "elm"})) == [elm, both, oak]
    assert ids(api("heidi").get(asked, **{"all[]": "elm"})) == [both]
    assert ids(api("heidi").get(asked, **{"none[]": "elm"})) == [oak]
    assert ids(api("heidi").get("/api/v1/timelines/tag/secretgarden")) == [str(cast.posts["tagged_public"])]


def test_a_circle_is_a_list_to_its_owner_alone(api: Who, cast: Cast) -> None:
    address = f"/api/v1/timelines/list/{cast.circle_id('Garden')}"
    accounts = {each["account"]["acct"] for each in api("alice").get(address).json()}
    assert accounts == {"bob"}
    never = api("bob").get("/api/v1/timelines/list/1234567")
    answer = api("bob").get(address)
    assert (answer.status_code, answer.content) == (404, never.content)


def test_a_page_costs_the_same_for_many(api: Who, cast: Cast, django_assert_max_num_queries: Any) -> None:
    bob = api("bob")
    with django_assert_max_num_queries(40):
        bob.get("/api/v1/timelines/home", limit=40)


def test_an_address_nobody_linked_to_has_no_timeline(api: Who, cast: Cast) -> None:
    for given in ({}, {"url": "https://example.org/nothing"}):
        answer = api(None).get("/api/v1/timelines/link", **given)
        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})
