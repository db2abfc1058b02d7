"""What somebody sees of one, when that is worth a look, and the three ways from there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hedgerow.boundary.models import Membership
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts import rules
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast, assemble, mark
from tests.leaks.browsers import browser, words

pytestmark = pytest.mark.django_db

LATER_US = 3_600_000_000


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def reads(cast: Cast, name: str, post: str) -> bool:
    return browser(cast, name).get(f"/@alice/{cast.posts[post]}").status_code == 200


def say_label(cast: Cast, name: str, label: str) -> None:
    """Alice labels somebody, an hour after all else."""
    contacts.label(cast.alice, cast.faces[name], [label])
    rows = Membership.objects.filter(face=cast.faces[name]).order_by("-id")
    row = rows[0]
    row.since += LATER_US
    row.save()


def test_a_friend_who_becomes_the_manager_is_said_once(cast: Cast) -> None:
    alice = browser(cast, "alice")
    assert "Worth a look" not in words(alice.get("/contacts"))
    say_label(cast, "bob", "manager")
    page = words(alice.get("/contacts"))
    assert "You labelled" in page
    assert "/contacts/@bob/sees" in page
    assert alice.post("/contacts/@bob/sees/leave").status_code == 302
    assert "/contacts/@bob/sees" not in words(alice.get("/contacts"))
    assert "Worth a look" not in words(browser(cast, "bob").get("/contacts"))


def test_it_is_said_where_the_label_is_given_too(cast: Cast) -> None:
    alice = browser(cast, "alice")
    assert "Worth a look" not in words(alice.get("/contacts/@bob"))
    say_label(cast, "bob", "manager")
    assert "You labelled" in words(alice.get("/contacts/@bob"))
    assert "You labelled" not in words(alice.get("/contacts/@carol"))
    assert "You labelled" not in words(browser(cast, "bob").get("/contacts/@alice"))
    back = alice.post("/contacts/@bob/sees/leave", {"next": "/contacts/@bob"})
    assert back["Location"] == "/contacts/@bob"
    assert "Worth a look" not in words(alice.get("/contacts/@bob"))


def test_the_page_shows_what_they_see_and_no_more(cast: Cast) -> None:
    page = words(browser(cast, "alice").get("/contacts/@bob/sees"))
    for name in ("followers", "mutuals", "circle", "by_name", "circle_later", "site"):
        assert mark(name) in page, name
    for name in ("nobody", "public", "by_grace", "reply_in_circle", "of_other_face"):
        assert mark(name) not in page, name


def test_each_box_says_which_post_it_stands_for(cast: Cast) -> None:
    alice = browser(cast, "alice")
    review = alice.get("/me/review").content.decode()
    groups = re.findall(r'href="(/me/review/\d+)"', review)
    for address in ("/contacts/@bob/sees", *groups):
        page = alice.get(address).content.decode()
        said = re.findall(r'This one<span class="hidden-words">: ([^<]*)</span>', page)
        assert len(said) == page.count("This one") == len(set(said)), address
        assert all(said), address


def test_what_they_see_stands_before_what_can_be_done(cast: Cast) -> None:
    page = browser(cast, "alice").get("/contacts/@bob/sees").content.decode()
    places = [page.index(words) for words in ('href="#ways"', mark("circle"), 'id="ways"', "/sees/narrow")]
    assert places == sorted(places)


def test_a_circle_one_writes_for_without_them_again_and_again_is_named(cast: Cast) -> None:
    alice = browser(cast, "alice")
    out = Choice("chosen", circles=[cast.circle_id("Garden")], without_people=[cast.public("bob")])
    said = "3 posts for Garden without Bob"
    for number in range(3):
        assert said not in words(alice.get("/contacts/@bob/sees")), number
        posts.publish(cast.alice, Draft(text=f"Not for everybody {number}", audience=out))
    assert said in words(alice.get("/contacts/@bob/sees"))
    assert said in words(alice.get("/contacts"))
    assert said not in words(alice.get("/contacts/@carol/sees"))
    alice.post("/contacts/@bob/sees/leave")
    assert said not in words(alice.get("/contacts")) + words(alice.get("/contacts/@bob/sees"))


def test_leaving_somebody_out_of_posts_asks_first_and_takes_nobody_else_away(cast: Cast) -> None:
    alice, url = browser(cast, "alice"), "/contacts/@bob/sees/narrow"
    assert alice.post(url, {}).status_code == 422
    chosen = {"post": [cast.posts["circle_later"], cast.posts["site"]]}
    assert "no longer see 2 posts" in words(alice.post(url, chosen))
    assert reads(cast, "bob", "circle_later")
    assert alice.post(url, {**chosen, "sure": "yes"}).status_code == 302
    assert [reads(cast, name, "circle_later") for name in ("bob", "carol")] == [False, True]
    assert [reads(cast, name, "site") for name in ("bob", "heidi")] == [False, True]
    assert reads(cast, "bob", "circle"), "what was not chosen stays"
    assert alice.post(url, {"all": "1", "sure": "yes"}).status_code == 302
    assert "Nothing but what is public" in words(alice.get("/contacts/@bob/sees"))
    assert reads(cast, "bob", "public")


def test_taking_somebody_out_from_here_on_is_counted_and_taken_back(cast: Cast) -> None:
    alice, url = browser(cast, "alice"), "/contacts/@bob/sees/exclude"
    given: dict[str, Any] = {"circle": [cast.circle_id("Garden"), "followers"]}
    assert alice.post(url, {"circle": [cast.circle_id("Out")]}).status_code == 422
    assert "will no longer see" in words(alice.post(url, given))
    done = alice.post(url, {**given, "sure": "yes"}, follow=True)
    assert [reads(cast, "bob", name) for name in ("circle", "followers", "by_name")] == [False, False, True]
    undo = words(done).split('formaction="', 1)[1].split('"', 1)[0]
    assert browser(cast, "bob").post(undo).status_code == 404
    assert alice.post(undo).status_code == 302
    assert [reads(cast, "bob", name) for name in ("circle", "followers", "mutuals")] == [True, True, True]


def test_a_blocked_or_missing_person_has_no_such_page(cast: Cast) -> None:
    alice = browser(cast, "alice")
    assert [alice.get(f"/contacts/@{who}/sees").status_code for who in ("grace", "no_one")] == [404, 404]
    assert Client().get("/contacts/@bob/sees").status_code in (302, 404)


def test_labels_say_when_a_place_no_longer_fits() -> None:
    hour = int(timedelta(hours=1).total_seconds() * 1_000_000)
    inside = {7: {1: 0, 2: 0, 3: 0}}
    given = {1: {"manager": hour}, 2: {"friend": 0, "client": 5}, 3: {"friend": hour}}
    assert rules.changed(given, inside) == [(1, "manager")], "filed in one breath is no change"
    friends = {number: ["friend"] for number in range(4)}
    assert list(rules.astray({**friends, 9: ["colleague"]}, {7: [*friends, 9]})) == [(7, 9)]
    assert list(rules.astray({**friends, 9: ["colleague", "friend"]}, {7: [*friends, 9]})) == []
    assert list(rules.astray({0: ["friend"], 9: ["client"]}, {7: [0, 9]})) == [], "too few to say"


def test_accepting_quietly_is_a_button_beside_the_others_and_looks_the_same_to_who_asked(cast: Cast) -> None:
    alice, frank = browser(cast, "alice"), browser(cast, "frank")
    page = words(alice.get("/requests"))
    for answer in ("accept-back", "accept", "accept-quietly", "decline"):
        assert f'value="{answer}"' in page, answer
    assert alice.post("/requests/@frank", {"answer": "accept-quietly"}).status_code == 302
    assert "You follow them" in words(frank.get("/@alice"))
    assert "Accepted quietly" in words(alice.get("/contacts/@frank"))
    assert "Accepted quietly" in words(alice.get("/contacts?kind=quiet"))
    assert alice.post("/contacts/@frank/fully").status_code == 302
    assert "Accepted quietly" not in words(alice.get("/contacts/@frank"))
    # In another tab the request still stands, and what it says has to be true.
    assert alice.post("/requests/@frank", {"answer": "accept-quietly"}).status_code == 302
    assert "Accepted quietly" in words(alice.get("/contacts/@frank"))
    assert alice.post("/requests/@heidi", {"answer": "accept-quietly"}).status_code == 404


def test_what_was_written_at_one_moment_has_one_date(cast: Cast) -> None:
    heidi = posts.publish(
        cast.heidi, Draft(text="One alone", audience=Choice("chosen", people=[cast.public("bob")]))
    )
    assert heidi
    page = browser(cast, "heidi").get("/contacts/@bob/sees").content.decode()
    head = page[page.index("<h1>") : page.index("</header>", page.index("<h1>"))]
    assert "1 post of yours" in head
    assert head.count("<time") == 1


def test_keeping_quietly_says_how_many_posts_are_lost_from_sight_and_also_when_none_is(cast: Cast) -> None:
    client = browser(cast, "alice")
    page = words(client.get("/contacts/@bob/quiet"))
    counted = re.search(r"will no longer see (\d+) posts? of yours", page)
    before = sum(reads(cast, "bob", post) for post in cast.posts if not post.startswith("talk_"))
    client.post("/contacts/@bob/quiet")
    after = sum(reads(cast, "bob", post) for post in cast.posts if not post.startswith("talk_"))
    assert counted is not None
    assert int(counted[1]) >= before - after > 0
    assert "they lose nothing from sight" in words(client.get("/contacts/@bob/quiet"))
