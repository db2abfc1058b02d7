"""How a site is used: written from a template, read by everybody, discussed by those who are here."""

import pytest
from django.test import Client

from tests.cast import Cast, assemble
from tests.leaks.browsers import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def test_norms_begin_with_a_template_and_are_discussed_by_those_who_are_here(cast: Cast) -> None:
    keeper = browser(cast, "keeper")
    assert "Nothing is written here yet" in words(Client().get("/about/norms"))
    assert "## What we come here for" in words(keeper.get("/operate/norms"))
    assert keeper.post("/operate/norms/discuss", {"open": "yes"}).status_code == 404
    assert keeper.post("/operate/norms", {"norms": "## Calm\n\nWe answer tomorrow."}).status_code == 302
    assert keeper.post("/operate/norms/discuss", {"open": "yes"}).status_code == 302
    for client in (browser(cast, "heidi"), Client()):
        assert "We answer tomorrow." in words(client.get("/about/norms"))
    page = words(browser(cast, "heidi").get("/about/norms"))
    thread = page.split('class="button" href="', 1)[1].split('"', 1)[0]
    assert "How do we want to use this place" in words(browser(cast, "heidi").get(thread))
    assert "Discuss it" not in words(Client().get("/about/norms")), "the thread is for those on this site"
    assert keeper.post("/operate/norms/discuss", {"open": "no"}).status_code == 302
    assert "Discuss it" not in words(browser(cast, "heidi").get("/about/norms"))


def test_only_operators_write_them(cast: Cast) -> None:
    alice = browser(cast, "alice")
    assert [alice.get("/operate/norms").status_code, alice.post("/operate/norms/discuss").status_code] == [
        404
    ] * 2


def test_a_discussion_is_opened_once_and_closed_only_where_there_is_one(cast: Cast) -> None:
    keeper = browser(cast, "keeper")
    keeper.post("/operate/norms", {"norms": "We answer tomorrow."})
    said = words(keeper.post("/operate/norms/discuss", {"open": "no"}, follow=True))
    assert "It is not open for discussion" in said
    assert "no longer shown" not in said
    threads = []
    for _time in range(2):
        keeper.post("/operate/norms/discuss", {"open": "yes"})
        threads.append(words(keeper.get("/about/norms")).split('class="button" href="', 1)[1].split('"')[0])
    assert threads[0] == threads[1]
    assert "no longer shown" in words(keeper.post("/operate/norms/discuss", {"open": "no"}, follow=True))
