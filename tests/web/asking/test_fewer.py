"""Letting fewer people see one post: only what takes somebody away is offered, and what it does."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.posts import reads
from tests.delivery.world import follow, join, pid, say

from ..posts.test_compose import circle
from .test_review import words

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]
SCRIPT = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "review-effect"}


@pytest.fixture
def people() -> dict[str, Any]:
    """Ana with three followers: Ben and Cleo hike; Cleo and Dora, who does not follow, are family."""
    ana, ben, cleo, dora, eve = (join(name) for name in ("ana", "ben", "cleo", "dora", "eve"))
    for one in (ben, cleo, eve):
        follow(one, ana)
    return {
        "ana": ana, "ben": ben, "cleo": cleo, "dora": dora, "eve": eve,
        "hiking": circle(ana, "Hiking", ben, cleo), "family": circle(ana, "Family", cleo, dora),
        "empty": circle(ana, "Empty"),
    }  # fmt: skip


def offered(html: str) -> dict[str, str]:
    """By value: what the page says of each way."""
    rows = re.findall(r'<input type="radio" name="to" value="([^"]+)".*?</label>', html, re.DOTALL)
    whole = re.findall(r'name="to" value="[^"]+"(.*?)</label>', html, re.DOTALL)
    said = [" ".join(re.sub(r"<[^>]+>|required|checked|>", " ", each).split()) for each in whole]
    return dict(zip(rows, said, strict=True))


def page(client: Client, post: int, **options: Any) -> str:
    return client.get(f"/p/{post}/narrow", **options).content.decode()


def test_only_what_takes_somebody_away_is_offered(people: dict[str, Any], browser_of: Browser) -> None:
    post = say(people["ana"], "hills", Choice("chosen", circles=[int(people["hiking"])]))
    ways = offered(page(browser_of(people["ana"]), post))
    assert set(ways) == {f"circle-{people['family']}", "me"}, (
        "everybody who hikes follows; nobody is in Empty"
    )
    assert ways[f"circle-{people['family']}"] == "Family Still for Cleo. 1 person loses it."
    assert ways["me"] == "Only me 2 people lose it."


def test_of_a_public_post_who_is_signed_out_is_said_to_lose_it(
    people: dict[str, Any], browser_of: Browser
) -> None:
    post, client = say(people["ana"], "to all", Choice("public")), browser_of(people["ana"])
    ways = offered(page(client, post))
    assert ways["site"].endswith("Still for 4 people.")
    assert ways[f"circle-{people['hiking']}"].endswith("Still for Ben and Cleo. 2 people here lose it.")
    assert "whoever is signed out no longer sees it" in page(client, post)


def test_whoever_came_later_does_not_stay(people: dict[str, Any], browser_of: Browser) -> None:
    post = say(people["ana"], "hills", Choice("followers"))
    circles.move(people["ana"], [(_circle(people, "family"), people["eve"])], [])
    ways = offered(page(browser_of(people["ana"]), post))
    assert ways[f"circle-{people['family']}"] == "Family Still for Cleo. 2 people lose it."


def _circle(people: dict[str, Any], name: str) -> int:
    from hedgerow.people.circles import reads as circle_reads

    return circle_reads.by_public_id(people["ana"], int(people[name])).id


def test_everybody_but_my_boss_is_one_tap(people: dict[str, Any], browser_of: Browser) -> None:
    ana, eve = people["ana"], people["eve"]
    contacts.label(ana, eve, ["manager"])
    post = say(ana, "what I think of Mondays", Choice("followers"))
    client = browser_of(ana)
    ways = offered(page(client, post))
    by_label, by_name = list(ways)[:2]
    assert ways[by_label] == "Without labelled manager Still for Ben and Cleo. 1 person loses it."
    assert ways[by_name] == "Without Eve Still for Ben and Cleo. 1 person loses it."
    assert client.post(f"/p/{post}/narrow", {"to": by_name}).status_code == 302
    assert {name for name in ("ben", "cleo", "eve") if sees(people[name], post)} == {"ben", "cleo"}
    assert told(people, post) == "Your followers, without Eve"
    assert by_name not in offered(page(client, post)), "whom it is without already"


def test_a_public_post_without_my_boss_is_for_this_site(people: dict[str, Any], browser_of: Browser) -> None:
    ana, eve = people["ana"], people["eve"]
    contacts.label(ana, eve, ["manager"])
    post = say(ana, "what I think of Mondays", Choice("public"))
    client = browser_of(ana)
    first = next(iter(offered(page(client, post))))
    assert client.post(f"/p/{post}/narrow", {"to": first}).status_code == 302
    assert {name for name in ("ben", "dora", "eve") if sees(people[name], post)} == {"ben", "dora"}


def test_by_hand_begins_with_whom_it_is_for_now(people: dict[str, Any], browser_of: Browser) -> None:
    post = say(people["ana"], "hills", Choice("followers", without_people=[pid(people["eve"])]))
    html = browser_of(people["ana"]).get(f"/p/{post}/narrow?by=hand").content.decode()
    ticked = re.findall(r'name="(\w+)"\s+value="([^"]+)"\s+checked', html)
    assert ticked == [("way", "followers"), ("without", f"person-{pid(people['eve'])}")]


def test_the_page_takes_as_many_queries_for_many_circles(
    people: dict[str, Any], browser_of: Browser, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        circle(people["ana"], f"Circle {number}", people["ben"], people["eve"])
    post = say(people["ana"], "hills", Choice("public"))
    client = browser_of(people["ana"])
    page(client, post)
    with django_assert_max_num_queries(25):
        assert len(offered(page(client, post))) > 12


def test_nothing_is_chosen_before_somebody_chooses(people: dict[str, Any], browser_of: Browser) -> None:
    post = say(people["ana"], "hills", Choice("followers"))
    client = browser_of(people["ana"])
    assert "checked" not in page(client, post, **SCRIPT)
    assert "Choose whom this is for" in words(client.post(f"/p/{post}/narrow"), 422)


def test_for_oneself_alone_there_is_nobody_to_take_away(people: dict[str, Any], browser_of: Browser) -> None:
    post = say(people["ana"], "a diary", Choice("nobody"))
    html = page(browser_of(people["ana"]), post)
    assert "there is nobody to take away" in html
    assert not offered(html)


def test_in_somebody_elses_thread_no_number_is_told(people: dict[str, Any], browser_of: Browser) -> None:
    root = say(people["ben"], "to some", Choice("chosen", people=[pid(people["ana"]), pid(people["cleo"])]))
    post = say(people["ana"], "an answer", Choice("parent"), reply_to=root)
    ways = offered(page(browser_of(people["ana"]), post))
    assert ways[f"circle-{people['hiking']}"] == "Hiking"
    assert not any("person" in said or "people" in said for said in ways.values())


def test_by_hand_the_effect_is_told_and_nothing_changes(people: dict[str, Any], browser_of: Browser) -> None:
    post = say(people["ana"], "hills", Choice("followers"))
    client, before = browser_of(people["ana"]), told(people, post)
    chosen = {"by": "hand", "way": "circles", "circle": people["hiking"]}
    assert "1 person will no longer see it." in words(client.post(f"/p/{post}/narrow", chosen, **SCRIPT))
    assert "1 person will no longer see it." in words(client.post(f"/p/{post}/narrow", chosen))
    assert told(people, post) == before == "Your followers"
    assert "no longer see" not in words(client.get(f"/p/{post}/narrow?by=hand"))


def test_by_hand_circles_and_people_are_chosen(people: dict[str, Any], browser_of: Browser) -> None:
    post = say(people["ana"], "hills", Choice("followers"))
    client = browser_of(people["ana"])
    chosen = {
        "by": "hand", "way": "circles", "step": "sure", "circle": people["hiking"],
        "person": str(pid(people["dora"])), "without": f"person-{pid(people['ben'])}",
    }  # fmt: skip
    assert client.post(f"/p/{post}/narrow", chosen).status_code == 302
    assert {name for name in ("ben", "cleo", "dora", "eve") if sees(people[name], post)} == {"cleo"}
    html = client.get("/", follow=True).content.decode()
    assert "From now on: Your followers, if they are in" in html


def test_by_hand_what_takes_nobody_away_is_refused_and_kept(
    people: dict[str, Any], browser_of: Browser
) -> None:
    post = say(people["ana"], "hills", Choice("followers"))
    client = browser_of(people["ana"])
    answer = client.post(
        f"/p/{post}/narrow", {"by": "hand", "way": "circles", "step": "sure", "circle": "followers"}
    )
    assert "That takes nobody away" in words(answer, 422)
    answer = client.post(f"/p/{post}/narrow", {"by": "hand", "way": "circles", "step": "sure"})
    assert "Choose who may still see it." in words(answer, 422)
    assert told(people, post) == "Your followers"


def told(people: dict[str, Any], post: int) -> str:
    return reads.post(people["ana"], post).told.sentence


def sees(viewer: int, post: int) -> bool:
    from hedgerow.kernel.errors import NotFound

    try:
        reads.post(viewer, post)
    except NotFound:
        return False
    return True
