"""Ways to live here, where home ends, and the site's list of names to keep quiet, as apps know of them."""

from collections.abc import Callable
from typing import Any

import pytest

from hedgerow.talk.strategies import acts as strategies
from hedgerow.talk.strategies.acts import Wish
from tests.cast import Cast
from tests.mastodon.client import Api
from tests.web.someone import signed_in

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]

AT = "/api/hedgerow/v1"
NAMES = f"{AT}/admin/guard/names"
ADMIN = "read write admin:read admin:write"


def test_answers_are_weighed_for_an_app_and_kept_by_nobody(api: Who, cast: Cast) -> None:
    alice = api("alice")
    told = alice.get(f"{AT}/strategies/statements").json()
    assert len(told["statements"]) == 8
    assert [each["value"] for each in told["answers"]] == [1, 2, 3, 4, 5]
    apart_and_at_ones_best = {"answers": [5, 1, 1, 5, 5, 1, 1, 5]}
    found = alice.post(f"{AT}/strategies/advice", **apart_and_at_ones_best).json()
    assert found["strategies"] == ["custom"]
    assert "keep your lives apart" in found["why"]
    assert alice.post(f"{AT}/strategies/advice", answers=[0] * 8).json()["strategies"] == []
    page = signed_in(cast.members["alice"]).get("/me/strategy/choose").content.decode()
    assert "keep your lives apart" not in page, "the member answered nothing"


@pytest.mark.parametrize(
    "given",
    [{}, {"answers": []}, {"answers": [3] * 7}, {"answers": [3] * 7 + [6]}, {"answers": ["x"] * 8}],
)
def test_odd_answers_are_refused_by_their_name(api: Who, given: dict[str, Any]) -> None:
    refused = api("alice").post(f"{AT}/strategies/advice", **given)
    assert refused.status_code == 422
    assert "answers" in refused.json()["details"]


def test_each_strategy_says_what_it_is_for_this_face(api: Who, cast: Cast) -> None:
    found = {each["id"]: each for each in api("alice").get(f"{AT}/strategies").json()}
    assert list(found) == ["open", "audience", "content", "custom"]
    settings = {each["setting"]: each for each in found["custom"]["settings"]}
    assert settings["audience"]["changes"]
    assert settings["audience"]["then"] == "only you, until you choose circles"
    assert found["custom"]["url"].endswith("/me/strategy/choose/custom")
    for lang, name in (("de", "Offen"), ("xx", "Open")):
        assert api("alice").get(f"{AT}/strategies", lang=lang).json()[0]["name"] == name


def test_no_app_learns_what_the_member_chose_or_of_its_other_face(api: Who, cast: Cast) -> None:
    before = {name: api(name).get(f"{AT}/strategies").content for name in ("alice", "alice_too")}
    member = cast.members["alice"]
    strategies.choose(member, Wish("audience", cast.faces["alice"], work=cast.faces["alice_too"]))
    strategies.undo(member.pk)
    strategies.choose(member, Wish("custom", cast.faces["alice"]))
    assert api("alice_too").get(f"{AT}/strategies").content == before["alice_too"]
    strategies.undo(member.pk)
    assert api("alice").get(f"{AT}/strategies").content == before["alice"]


@pytest.mark.parametrize(
    ("verb", "where", "scopes"),
    [
        ("get", "/strategies/statements", "write"),
        ("post", "/strategies/advice", "write"),
        ("get", "/strategies", "write"),
        ("get", "/home", "write"),
        ("patch", "/home", "read"),
        ("get", "/admin/guard/names", "read write"),
        ("post", "/admin/guard/names", "read write admin:read"),
        ("delete", "/admin/guard/names/1", "read write admin:read"),
    ],
)
def test_who_was_not_let_in_for_it_is_refused(api: Who, verb: str, where: str, scopes: str) -> None:
    assert getattr(api("keeper", scopes), verb)(AT + where).status_code == 403
    assert getattr(api(None), verb)(AT + where).status_code == 401


def test_an_app_knows_where_home_ends(api: Who, cast: Cast) -> None:
    alice = api("alice")
    assert alice.get(f"{AT}/home").json() == {"ends": False}
    assert alice.patch(f"{AT}/home", ends=True).json() == {"ends": True}
    assert "checked" in signed_in(cast.members["alice"]).get("/me/calm").content.decode()
    assert api("alice_too").get(f"{AT}/home").json() == {"ends": False}
    refused = alice.patch(f"{AT}/home")
    assert refused.status_code == 422
    assert "ends" in refused.json()["details"]
    assert alice.get(f"{AT}/home").json() == {"ends": True}


def test_operators_keep_the_site_s_names_and_nobody_else_reads_them(api: Who, cast: Cast) -> None:
    keeper = api("keeper", ADMIN)
    [made] = keeper.post(NAMES, words="Project Heron", by="The board", why="Not announced").json()
    assert (made["words"], made["by"], made["why"]) == ("Project Heron", "The board", "Not announced")
    assert keeper.get(NAMES).json() == [made]
    draft = {"status": "Project Heron leaves on Monday", "audience": {"scope": "followers"}}
    [found] = api("bob").post(f"{AT}/guard/look", **draft).json()
    assert (found["kind"], found["by"]) == ("confidential", "The board: Not announced")
    bob = api("bob", ADMIN)
    for refused in (bob.get(NAMES), bob.post(NAMES, words="Mine"), bob.delete(f"{NAMES}/{made['id']}")):
        assert refused.status_code == 403
        assert "Heron" not in refused.content.decode()
    assert keeper.delete(f"{NAMES}/{made['id']}").json() == {}
    assert keeper.delete(f"{NAMES}/{made['id']}").status_code == 404
    assert api("bob").post(f"{AT}/guard/look", **draft).json() == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "words"),
        ({"words": "x"}, "words"),
        ({"words": "(", "pattern": True}, "words"),
        ({"words": ".*", "pattern": True}, "words"),
        ({"words": "Heron", "by": "b" * 81}, "by"),
        ({"words": "Heron", "why": "w" * 201}, "why"),
    ],
)
def test_what_cannot_stand_on_the_list_is_refused_by_its_name(
    api: Who, given: dict[str, Any], field: str
) -> None:
    refused = api("keeper", ADMIN).post(NAMES, **given)
    assert refused.status_code == 422
    assert field in refused.json()["details"]
