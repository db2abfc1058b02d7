"""Few and close: who is close, where home ends. One's own time never reaches the server."""

from pathlib import Path

import pytest

from hedgerow.people.contacts import acts as contacts
from tests.cast import Cast, assemble
from tests.leaks.browsers import browser, words

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[3] / "src/hedgerow/doors/web/static/web/time.js"


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def test_who_is_close_is_listed_for_oneself_and_taken_back_there(cast: Cast) -> None:
    alice = browser(cast, "alice")
    assert alice.post("/contacts/@bob/close", {"close": "yes"}).status_code == 302
    assert "/messages/new?to=bob" in words(alice.get("/me/calm"))
    assert "Close to you" in words(alice.get("/contacts/@bob"))
    assert "/messages/new?to=alice" not in words(browser(cast, "bob").get("/me/calm"))
    back = alice.post("/contacts/@bob/close", {"close": "no", "next": "/me/calm"})
    assert back["Location"] == "/me/calm"
    assert "/messages/new?to=bob" not in words(alice.get("/me/calm"))


def test_home_ends_where_what_is_new_ends_for_who_wants_that(cast: Cast) -> None:
    stop = "That is what is new. See you later."
    for name, wish in (("heidi", {"stops": "yes"}), ("carol", {})):
        contacts.follow(cast.faces[name], cast.alice)
        contacts.accept(cast.alice, cast.faces[name])
        client = browser(cast, name)
        client.post("/me/calm", wish)
        page = words(client.get("/"))
        assert (stop in page, "You are up to date" in page) == (bool(wish), not wish)


def test_ones_time_is_sent_nowhere() -> None:
    script = SCRIPT.read_text()
    for way_out in ("fetch", "XMLHttpRequest", "sendBeacon", "WebSocket", "htmx", "cookie", "submit()"):
        assert way_out not in script, way_out
