"""A page drawn for one face, in another tab, does not act as the face one changed to since."""

import re

import pytest
from django.test import Client

from tests.cast import Cast
from tests.leaks.browsers import browser as signed_in
from tests.standing import _nothing_remembered, cast, world

__all__ = ["_nothing_remembered", "cast", "world"]

pytestmark = pytest.mark.django_db


def test_a_form_of_the_face_before_is_refused_after_the_change(cast: Cast) -> None:
    browser = signed_in(cast, "alice", enforce_csrf_checks=True)
    old = token(browser, "/contacts/@heidi")
    browser.post("/switch", {"face": "quiet_garden", "next": "/", "csrfmiddlewaretoken": old})
    stale = browser.post("/contacts/@heidi/follow", {"csrfmiddlewaretoken": old})
    assert stale.status_code == 403
    fresh = token(browser, "/contacts/@heidi")
    assert browser.post("/contacts/@heidi/follow", {"csrfmiddlewaretoken": fresh}).status_code == 302


def test_words_of_the_face_before_are_shown_and_not_sent(cast: Cast) -> None:
    browser = signed_in(cast, "alice", enforce_csrf_checks=True)
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


def test_the_face_before_goes_on_with_the_words_as_a_draft_of_its_own(cast: Cast) -> None:
    browser = signed_in(cast, "alice", enforce_csrf_checks=True)
    drawn = browser.get("/compose").content.decode()
    old = token(browser, "/compose")
    key = drawn.split('name="token" value="', 1)[1].split('"', 1)[0]
    browser.post("/switch", {"face": "quiet_garden", "next": "/", "csrfmiddlewaretoken": old})
    words = {"text": "zqqhillsqqz", "face": "alice", "token": key, "scope": "nobody", "do": "send"}
    page = browser.post("/compose", {**words, "csrfmiddlewaretoken": old}).content.decode()
    form = page.split('<form method="post" action="/switch"', 1)[1].split("</form>", 1)[0]
    assert "Speak as" in form
    assert "@alice" in form
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    assert "do" not in fields
    answer = browser.post("/switch", fields, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == "/compose"
    composer = answer.content.decode()
    assert "zqqhillsqqz</textarea>" in composer
    assert 'data-face="alice"' in composer
    # Nothing was sent, and the other face has no part in it.
    assert "zqqhillsqqz" not in browser.get("/@alice").content.decode()
    fresh = token(browser, "/compose")
    browser.post("/switch", {"face": "quiet_garden", "next": "/", "csrfmiddlewaretoken": fresh})
    assert "zqqhillsqqz" not in browser.get("/drafts").content.decode()


def test_no_face_of_somebody_else_is_offered_for_the_words(cast: Cast) -> None:
    browser = signed_in(cast, "alice", enforce_csrf_checks=True)
    page = browser.post("/compose", {"text": "hello", "face": "bob", "token": "t"}).content.decode()
    assert "hello</textarea>" in page
    assert 'action="/switch"' not in page.split("<main", 1)[1].split("</main>", 1)[0]


def token(browser: Client, address: str) -> str:
    page = browser.get(address).content.decode()
    return page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
