"""Catching up after an absence: everybody who wrote, the closest first, and never a hidden post."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hedgerow.delivery.home import catching_up
from hedgerow.delivery.home import reads as home
from hedgerow.delivery.positions import acts as positions
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Member
from hedgerow.talk.posts import acts as posts

from .conftest import Later
from .world import follow, join, say, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def away(later: Later) -> tuple[int, int, int]:
    """Ana follows Ben and her sister Cleo, has read all, and stays away while both write."""
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ana, ben)
    follow(ana, cleo)
    contacts.label(ana, cleo, ["family"])
    say(ben, "Before")
    positions.read_to(ana, home.TIMELINE, home.top(ana))
    later.pause(days=9)
    for number in range(8):
        say(ben, f"Ben {number}")
    for number in range(4):
        say(cleo, f"Cleo {number}")
    return ana, ben, cleo


def browser(face: int) -> Client:
    client = Client()
    client.force_login(Member.objects.get(pk=faces.face(face).member))
    return client


def test_the_closest_come_first_with_their_newest_posts(away: tuple[int, int, int]) -> None:
    missed = catching_up.missed(away[0])
    assert [(each.face.handle, each.count, len(each.posts)) for each in missed.persons] == [
        ("cleo", 4, 3),
        ("ben", 8, 3),
    ]
    assert (missed.people, missed.count) == (2, 12)


def test_a_boost_stands_with_who_boosted_it(away: tuple[int, int, int]) -> None:
    ana, ben, cleo = away
    post = say(cleo, "Worth boosting")
    posts.boost(ben, post)
    missed = catching_up.missed(ana)
    assert all(len(person.posts) == 3 for person in missed.persons)


def test_home_says_that_there_is_something_to_catch_up_on(away: tuple[int, int, int]) -> None:
    page = browser(away[0]).get("/").content.decode()
    assert "You were away for 9 days" in page
    assert "12 new posts" in page
    assert 'href="/catch-up"' in page


def test_a_short_absence_is_not_spoken_of(later: Later) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    positions.read_to(ana, home.TIMELINE, home.top(ana))
    later.pause(days=1)
    for number in range(20):
        say(ben, f"Ben {number}")
    assert catching_up.absence(ana) is None
    assert "Welcome back" not in browser(ana).get("/").content.decode()


def test_what_is_not_for_one_is_neither_shown_nor_counted(away: tuple[int, int, int]) -> None:
    ana, ben, cleo = away
    say(ben, "A secret of Ben's", to(cleo))
    gone = say(cleo, "Soon narrowed")
    posts.narrow(cleo, gone, Choice("nobody"))
    contacts.block(ben, ana)
    missed = catching_up.missed(ana)
    assert [(each.face.handle, each.count) for each in missed.persons] == [("cleo", 4)]
    page = browser(ana).get("/catch-up").content.decode()
    assert "secret of Ben" not in page
    assert "Soon narrowed" not in page
    assert "Ben 1" not in page


def test_done_marks_all_of_it_read_but_not_what_came_since(away: tuple[int, int, int], later: Later) -> None:
    ana, ben, _cleo = away
    client = browser(ana)
    top = catching_up.missed(ana).top
    newer = say(ben, "Just now")
    assert client.post("/catch-up/done", {"top": str(top)})["Location"] == "/"
    later.pause(hours=2)
    again = catching_up.missed(ana)
    assert [post.public_id for person in again.persons for post in person.posts] == [newer]


def test_an_invented_top_reads_no_further_than_there_is(away: tuple[int, int, int], later: Later) -> None:
    ana, ben, _cleo = away
    client = browser(ana)
    client.post("/catch-up/done", {"top": "9" * 19})
    client.post("/catch-up/done", {"top": "²"})
    later.pause(hours=2)
    say(ben, "After all that")
    assert catching_up.missed(ana).count == 1


def test_the_page_asks_a_fixed_number_of_questions(away: tuple[int, int, int]) -> None:
    client = browser(away[0])
    client.get("/catch-up")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/catch-up")
    for number in range(6):
        friend = join(f"friend{number}")
        follow(away[0], friend)
        say(friend, "Hello")
    client.get("/catch-up")
    with CaptureQueriesContext(connection) as many:
        client.get("/catch-up")
    assert len(many) <= len(few) + 1


def test_the_order_is_explained_with_ones_own_people(away: tuple[int, int, int]) -> None:
    page = browser(away[0]).get("/people-first").content.decode()
    assert "Cleo" in page
    assert "family" in page
    assert "Ben" not in page
    assert Client().get("/people-first").status_code == 200


def test_nobody_sees_anothers_ties(away: tuple[int, int, int]) -> None:
    page = browser(away[2]).get("/people-first").content.decode()
    assert "Closest to you" not in page
    assert "Ana" not in page.split("<main")[1]


def test_nothing_missed_says_so() -> None:
    page = browser(join("ana")).get("/catch-up").content.decode()
    assert "You missed nothing" in page
