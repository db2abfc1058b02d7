"""A page drawn for one face, in another tab, does not act as the face one changed to since."""

import pytest
from django.test import Client

from tests.cast import assemble

pytestmark = pytest.mark.django_db


def test_a_form_of_the_face_before_is_refused_after_the_change() -> None:
    cast = assemble()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.members["alice"])
    session = browser.session
    session["face"] = cast.alice
    session.save()
    old = token(browser, "/contacts/@heidi")
    browser.post("/switch", {"face": "quiet_garden", "next": "/", "csrfmiddlewaretoken": old})
    stale = browser.post("/contacts/@heidi/follow", {"csrfmiddlewaretoken": old})
    assert stale.status_code == 403
    fresh = token(browser, "/contacts/@heidi")
    assert browser.post("/contacts/@heidi/follow", {"csrfmiddlewaretoken": fresh}).status_code == 302


def test_words_of_the_face_before_are_shown_and_not_sent() -> None:
    cast = assemble()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.members["alice"])
    session = browser.session
    session["face"] = cast.alice
    session.save()
    old = token(browser, "/compose")
    browser.post("/switch", {"face": "quiet_garden", "next": "/", "csrfmiddlewaretoken": old})
    words = {"text": "For <b>Alice's</b> friends", "face": "alice", "csrfmiddlewaretoken": old}
    stale = browser.post("/compose", words)
    assert stale.status_code == 403
    page = stale.content.decode()
    assert "For &lt;b&gt;Alice&#x27;s&lt;/b&gt; friends</textarea>" in page
    assert "Nothing was sent" in page
    fresh = browser.get("/compose").content.decode()
    assert "friends" not in fresh
    assert 'autocomplete="off"' in fresh.split('id="composer"')[1].split(">")[0], (
        "no browser fills it in again"
    )


def token(browser: Client, address: str) -> str:
    page = browser.get(address).content.decode()
    return page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
