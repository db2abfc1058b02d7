"""Lists that are circles, filters, tags, searching and discovering, through apps of several faces."""

from collections.abc import Callable
from typing import Any

import pytest

from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast, mark
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]


def ids(answer: Any) -> list[str]:
    """The ids of a list."""
    assert answer.status_code == 200, answer.content
    return [each["id"] for each in answer.json()]


def say(face: int, text: str, **given: Any) -> str:
    """A public post, unless said otherwise; its id."""
    given.setdefault("audience", Choice("public"))
    return str(posts.publish(face, Draft(text=text, **given)))


# Lists


def test_an_app_that_manages_lists_manages_circles(api: Who, cast: Cast) -> None:
    alice = api("alice")
    assert [each["title"] for each in alice.get("/api/v1/lists").json()] == ["Garden", "Out"]
    made = alice.post("/api/v1/lists", title="Choir", replies_policy="none").json()
    assert made["replies_policy"] == "none"
    assert made["exclusive"] is False
    at = f"/api/v1/lists/{made['id']}"
    heidi = str(cast.public("heidi"))
    assert alice.post(f"{at}/accounts", account_ids=[heidi]).json() == {}
    assert ids(alice.get(f"{at}/accounts")) == [heidi]
    # What is sent to the circle from now on is seen by her; what was sent before is not.
    posts.publish(cast.alice, Draft(text="rehearsal", audience=Choice("chosen", circles=[int(made["id"])])))
    assert b"rehearsal" in api("heidi").get(f"/api/v1/accounts/{cast.public('alice')}/statuses").content
    again = alice.post(f"{at}/accounts", account_ids=[heidi])
    assert (again.status_code, again.json()["error"]) == (
        422,
        "Validation failed: Account has already been taken",
    )
    assert alice.delete(f"{at}/accounts", account_ids=[heidi]).json() == {}
    assert b"rehearsal" not in api("heidi").get(f"/api/v1/accounts/{cast.public('alice')}/statuses").content
    assert alice.put(at, title="Singers").json()["title"] == "Singers"
    assert alice.delete(at).json() == {}
    assert alice.get(at).status_code == 404


def test_nobody_elses_circle_is_there(api: Who, cast: Cast) -> None:
    missing = api("bob").get("/api/v1/lists/1234567")
    for verb, rest in (("get", ""), ("put", ""), ("delete", ""), ("get", "/accounts"), ("post", "/accounts")):
        answer = getattr(api("bob"), verb)(f"/api/v1/lists/{cast.circle_id('Garden')}{rest}")
        assert (answer.status_code, answer.content) == (404, missing.content), verb + rest
    followers = next(each for each in _all_circles(cast.alice) if each.kind == "followers")
    assert api("alice").delete(f"/api/v1/lists/{followers.public_id}").status_code == 404


def _all_circles(face: int) -> Any:
    from hedgerow.people.circles import reads

    return reads.circles(face)


def test_what_is_wrong_with_a_list(api: Who, cast: Cast) -> None:
    alice = api("alice")
    blank = alice.post("/api/v1/lists", title=" ")
    assert (blank.status_code, blank.json()["error"]) == (422, "Validation failed: Title can't be blank")
    assert alice.post("/api/v1/lists").status_code == 422
    assert alice.post("/api/v1/lists", title="A", replies_policy="some").status_code == 422
    at = f"/api/v1/lists/{cast.circle_id('Out')}/accounts"
    for unknown in ([], ["1234567"], [str(cast.public("grace")), "1234567"], ["x"]):
        assert alice.post(at, account_ids=unknown).status_code == 404
    assert "exclusive" in alice.get(f"/api/v1/lists/{cast.circle_id('Out')}").json()


def test_a_list_shows_answers_as_its_owner_wants_and_is_left_out_of_home(api: Who, cast: Cast) -> None:
    alice, garden = api("alice"), f"/api/v1/lists/{cast.circle_id('Garden')}"
    timeline = f"/api/v1/timelines/list/{cast.circle_id('Garden')}"
    said = say(cast.bob, "tomatoes")
    among = say(cast.carol, "so red", reply_to=int(said))
    to_frank = say(cast.carol, "hello frank", reply_to=int(say(cast.frank, "anybody?")))
    found = ids(alice.get(timeline))
    assert said in found
    assert among in found
    assert to_frank not in found
    alice.put(garden, replies_policy="none")
    assert among not in ids(alice.get(timeline))
    assert said in ids(alice.get("/api/v1/timelines/home"))
    alice.put(garden, exclusive=True)
    assert said not in ids(alice.get("/api/v1/timelines/home"))
    assert said in ids(alice.get(timeline))
    alice.put(garden, exclusive=False)
    assert said in ids(alice.get("/api/v1/timelines/home"))


def test_pages_of_people_in_a_list(api: Who, cast: Cast) -> None:
    alice, at = api("alice"), f"/api/v1/lists/{cast.circle_id('Garden')}/accounts"
    everybody = ids(alice.get(at, limit=0))
    assert set(everybody) == {str(cast.public(name)) for name in ("bob", "carol", "erin")}
    first = alice.get(at, limit=2)
    assert ids(first) == everybody[:2]
    assert 'rel="next"' in first["Link"]
    assert ids(alice.get(at, limit=2, max_id=everybody[1])) == everybody[2:]


# Filters


def test_a_filter_says_itself_with_every_status_it_meets(api: Who, cast: Cast) -> None:
    heidi = api("heidi")
    made = heidi.post(
        "/api/v2/filters",
        title="Slugs",
        context=["home", "public"],
        filter_action="blur",
        expires_in=3600,
        keywords_attributes=[
            {"keyword": "slug", "whole_word": True},
            {"keyword": "snai", "whole_word": False},
        ],
    ).json()
    assert (made["title"], made["context"], made["filter_action"]) == ("Slugs", ["home", "public"], "blur")
    assert [each["keyword"] for each in made["keywords"]] == ["slug", "snai"]
    assert made["expires_at"].endswith("Z")
    met, free, part = (say(cast.bob, text) for text in ("a SLUG!", "sluggish", "some snails"))
    results = [heidi.get(f"/api/v1/statuses/{each}").json()["filtered"] for each in (met, free, part)]
    assert [[each["keyword_matches"] for each in some] for some in results] == [[["SLUG"]], [], [["snai"]]]
    assert results[0][0]["filter"]["id"] == made["id"]
    assert "keywords" not in results[0][0]["filter"]
    # Nobody else is met by it.
    assert api("carol").get(f"/api/v1/statuses/{met}").json()["filtered"] == []
    assert "filtered" not in api(None).get(f"/api/v1/statuses/{met}").json()
    kept = heidi.post(f"/api/v2/filters/{made['id']}/statuses", status_id=free).json()
    assert kept["status_id"] == free
    assert heidi.get(f"/api/v1/statuses/{free}").json()["filtered"][0]["status_matches"] == [free]
    assert ids(heidi.get(f"/api/v2/filters/{made['id']}/statuses")) == [kept["id"]]
    assert heidi.get(f"/api/v2/filters/statuses/{kept['id']}").json() == kept
    assert heidi.delete(f"/api/v2/filters/statuses/{kept['id']}").json() == {}
    word = made["keywords"][0]["id"]
    changed = heidi.put(
        f"/api/v2/filters/{made['id']}",
        title="Snails",
        expires_in="",
        keywords_attributes=[{"id": word, "_destroy": True}, {"keyword": "shell"}],
    ).json()
    assert (changed["title"], changed["expires_at"]) == ("Snails", None)
    assert [each["keyword"] for each in changed["keywords"]] == ["snai", "shell"]
    assert heidi.get(f"/api/v1/statuses/{met}").json()["filtered"] == []
    assert heidi.delete(f"/api/v2/filters/{made['id']}").json() == {}
    assert heidi.get("/api/v2/filters").json() == []


def test_words_of_a_filter_one_by_one(api: Who, cast: Cast) -> None:
    heidi = api("heidi")
    made = heidi.form(
        "/api/v2/filters", {"title": "t", "context[]": ["home", "thread"], "filter_action": "hide"}
    ).json()
    at = f"/api/v2/filters/{made['id']}/keywords"
    word = heidi.post(at, keyword="rain").json()
    assert word == {"id": word["id"], "keyword": "rain", "whole_word": True}
    assert ids(heidi.get(at)) == [word["id"]]
    one = f"/api/v2/filters/keywords/{word['id']}"
    assert heidi.put(one, keyword="snow", whole_word=False).json() == {
        "id": word["id"], "keyword": "snow", "whole_word": False,
    }  # fmt: skip
    assert heidi.get(one).json()["keyword"] == "snow"
    assert heidi.post(at, keyword=" ").status_code == 422
    for other in ("bob", "alice"):
        for verb in ("get", "put", "delete"):
            assert getattr(api(other), verb)(one).status_code == 404
            assert getattr(api(other), verb)(f"/api/v2/filters/{made['id']}").status_code == 404
    assert heidi.delete(one).json() == {}


def test_what_is_wrong_with_a_filter(api: Who, cast: Cast) -> None:
    heidi = api("heidi")
    good = {"title": "t", "context": ["home"]}
    for wrong in (
        {"title": ""}, {"context": []}, {"context": ["nowhere"]}, {"filter_action": "burn"},
        {"expires_in": "soon"}, {"expires_in": "1e99"}, {"keywords_attributes": [{"keyword": ""}]},
        {"keywords_attributes": [{"keyword": "x" * 600}]},
    ):  # fmt: skip
        assert heidi.post("/api/v2/filters", **{**good, **wrong}).status_code == 422, wrong
    assert heidi.get("/api/v2/filters").json() == []
    made = heidi.post("/api/v2/filters", **good).json()
    # A post that one may not see can be named no more than one that never was.
    at = f"/api/v2/filters/{made['id']}/statuses"
    hidden = heidi.post(at, status_id=str(cast.posts["circle"]))
    assert (hidden.status_code, hidden.content) == (404, heidi.post(at, status_id="1234567").content)


def test_filters_of_older_apps(api: Who, cast: Cast) -> None:
    heidi = api("heidi")
    made = heidi.post("/api/v1/filters", phrase="spider", context=["home"], irreversible=True).json()
    assert made == {
        "id": made["id"], "phrase": "spider", "context": ["home"], "whole_word": True, "expires_at": None,
        "irreversible": True,
    }  # fmt: skip
    at = f"/api/v1/filters/{made['id']}"
    assert heidi.put(at, phrase="web", context=["public"]).json()["context"] == ["public"]
    assert ids(heidi.get("/api/v1/filters")) == [made["id"]]
    whole = heidi.get("/api/v2/filters").json()[0]
    assert whole["filter_action"] == "hide"
    heidi.post(f"/api/v2/filters/{whole['id']}/keywords", keyword="silk")
    assert heidi.put(at, phrase="web", context=["home"]).status_code == 422
    assert api("bob").get(at).status_code == 404
    assert heidi.post("/api/v1/filters", context=["home"]).status_code == 422
    assert heidi.delete(at).json() == {}
    assert [each["phrase"] for each in heidi.get("/api/v1/filters").json()] == ["silk"]


# Tags


def test_a_followed_tag_brings_public_posts_home(api: Who, cast: Cast) -> None:
    heidi = api("heidi")
    before = say(cast.bob, "early #Beekeeping")
    assert before not in ids(heidi.get("/api/v1/timelines/home"))
    followed = heidi.post("/api/v1/tags/beekeeping/follow").json()
    assert (followed["name"], followed["following"]) == ("Beekeeping", True)
    assert followed["history"][0]["uses"] == "1"
    assert before in ids(heidi.get("/api/v1/timelines/home"))
    after = say(cast.carol, "honey #beekeeping")
    hidden = say(
        cast.alice, "mine #beekeeping", audience=Choice("chosen", circles=[cast.circle_id("Garden")])
    )
    home = ids(heidi.get("/api/v1/timelines/home"))
    assert after in home
    assert hidden not in home
    assert heidi.get("/api/v1/tags/beekeeping").json()["history"][0] == {
        "day": followed["history"][0]["day"], "uses": "2", "accounts": "2",
    }  # fmt: skip
    assert [each["name"] for each in heidi.get("/api/v1/followed_tags").json()] == ["Beekeeping"]
    assert api("bob").get("/api/v1/followed_tags").json() == []
    assert heidi.post("/api/v1/tags/beekeeping/unfollow").json()["following"] is False
    assert after not in ids(heidi.get("/api/v1/timelines/home"))
    assert "following" not in api(None).get("/api/v1/tags/beekeeping").json()
    assert heidi.get("/api/v1/tags/no%20tag").status_code == 404


def test_tags_on_ones_page(api: Who, cast: Cast) -> None:
    bob = api("bob")
    say(cast.bob, "one #compost")
    say(cast.bob, "two #compost", audience=Choice("followers"))
    assert [each["name"] for each in bob.get("/api/v1/featured_tags/suggestions").json()] == ["compost"]
    made = bob.post("/api/v1/featured_tags", name="#Compost").json()
    assert (made["statuses_count"], made["name"]) == ("1", "compost")
    shown = api(None).get(f"/api/v1/accounts/{cast.public('bob')}/featured_tags").json()
    assert shown == bob.get("/api/v1/featured_tags").json() == [made]
    assert api("heidi").delete(f"/api/v1/featured_tags/{made['id']}").status_code == 404
    assert bob.delete(f"/api/v1/featured_tags/{made['id']}").json() == {}
    assert bob.post("/api/v1/featured_tags", name="no tag!").status_code == 422
    assert bob.post("/api/v1/featured_tags").status_code == 422
    assert bob.post("/api/v1/tags/compost/feature").json()["featuring"] is True
    assert bob.post("/api/v1/tags/compost/unfeature").json()["featuring"] is False


# Searching and discovering


def test_search_gives_what_the_asker_may_see(api: Who, cast: Cast) -> None:
    run_due()

    def found(viewer: str | None, **given: Any) -> dict[str, list[str]]:
        answer = api(viewer).get("/api/v2/search", **given)
        assert answer.status_code == 200, answer.content
        return {key: [each.get("id") for each in some] for key, some in answer.json().items()}

    def tags_of(viewer: str) -> list[str]:
        answer = api(viewer).get("/api/v2/search", q="#secretg", type="hashtags")
        return [each["name"] for each in answer.json()["hashtags"]]

    circle = str(cast.posts["circle"])
    assert found("bob", q=mark("circle"))["statuses"] == [circle]
    for viewer in ("heidi", "dan", "grace", "alice_too", None):
        assert found(viewer, q=mark("circle"))["statuses"] == []
    assert found("bob", q="alice")["accounts"][0] == str(cast.public("alice"))
    only = found("bob", q="alice", type="accounts")
    assert only["statuses"] == only["hashtags"] == []
    by = found("bob", q=mark("reply_in_public"), account_id=cast.public("alice"), type="statuses")
    assert by["statuses"] == []
    api("bob").post("/api/v1/statuses", status="#secretgate", visibility="private")
    assert [tags_of(each) for each in ("bob", "heidi")] == [
        ["secretgarden", "secretgate"],
        ["secretgarden"],
    ], "what one just said oneself is there at once"
    own_site = api("bob").get(f"/api/v1/statuses/{circle}").json()["url"]
    assert found("bob", q=own_site)["statuses"] == [circle]
    assert found("heidi", q=own_site, resolve="true")["statuses"] == []
    page = api("bob").get(f"/api/v1/accounts/{cast.public('alice')}").json()["url"]
    assert found("bob", q=page)["accounts"] == [str(cast.public("alice"))]
    assert api("bob").get("/api/v2/search").status_code == 400
    assert api(None).get("/api/v2/search", q="a", resolve="true").status_code == 401
    assert api(None).get("/api/v2/search", q="a", offset=3).status_code == 401
    assert api("bob").get("/api/v1/search", q="a").status_code == 404


def test_directory_and_suggestions_know_who_lets_itself_be_found(api: Who, cast: Cast) -> None:
    bob = str(cast.public("bob"))
    assert bob in ids(api(None).get("/api/v1/directory"))
    assert str(cast.public("judy")) not in ids(api(None).get("/api/v1/directory"))
    assert str(cast.public("alice")) not in ids(api("grace").get("/api/v1/directory"))
    heidi = api("heidi")
    suggested = heidi.get("/api/v2/suggestions", limit=80).json()
    assert bob in [each["account"]["id"] for each in suggested]
    assert bob in ids(heidi.get("/api/v1/suggestions", limit=80))
    assert heidi.delete(f"/api/v1/suggestions/{bob}").json() == {}
    assert bob not in ids(heidi.get("/api/v1/suggestions", limit=80))
    api("bob").patch("/api/v1/accounts/update_credentials", discoverable=False)
    assert bob not in ids(api(None).get("/api/v1/directory"))


def test_trends_are_of_public_posts_alone(api: Who, cast: Cast) -> None:
    loved = say(cast.bob, "everybody #comes")
    posts.react(cast.carol, int(loved), "❤️")
    posts.react(cast.bob, cast.posts["circle"], "❤️")
    assert ids(api("bob").get("/api/v1/trends/statuses")) == [loved]
    names = [each["name"] for each in api(None).get("/api/v1/trends/tags").json()]
    assert set(names) == {"comes", "secretgarden"}
    assert names == [each["name"] for each in api(None).get("/api/v1/trends").json()]
    posts.delete(cast.bob, int(loved))
    assert ids(api("bob").get("/api/v1/trends/statuses")) == []
    assert [each["name"] for each in api(None).get("/api/v1/trends/tags").json()] == ["secretgarden"]
    assert api(None).get("/api/v1/trends/links").json() == []
