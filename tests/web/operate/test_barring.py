"""Who is kept out: what stands on the list can be told apart, and what keeps somebody out can be found."""

import pytest

from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from tests.cast import Cast, assemble
from tests.leaks.browsers import browser, words

pytestmark = pytest.mark.django_db

AT = "/operate/kept-out"


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def keep_out(cast: Cast, kind: str, what: str, note: str = "") -> None:
    sent = {"kind": kind, "what": what, "manner": "refuse", "note": note}
    assert browser(cast, "keeper").post(AT, sent).status_code == 302


def found(cast: Cast, text: str) -> list[bool]:
    """For each entry, in the page's order, whether it is said to keep this out."""
    page = browser(cast, "keeper").get(AT, {"find": text}).content.decode()
    return ["Keeps it out" in part for part in page.split("<article")[1:]]


def test_two_addresses_are_told_apart_and_by_whom_they_were_put_there_is_said(cast: Cast) -> None:
    keep_out(cast, "address", "one@example.org", "Wrote to everybody")
    keep_out(cast, "address", "two@example.org")
    page = browser(cast, "keeper").get(AT).content.decode()
    parts = page.split("<article")[1:]
    marks = [part.split('dir="ltr">', 1)[1].split("…", 1)[0] for part in parts]
    assert len(set(marks)) == 2
    assert all(cast.members["keeper"].email in part and "Since" in part for part in parts)
    assert "Wrote to everybody" in page
    assert "one@example.org" not in page, "the address itself is not kept"


def test_whoever_asks_finds_what_keeps_somebody_out(cast: Cast) -> None:
    keep_out(cast, "address", "one@example.org")
    keep_out(cast, "mail", "spam.example")
    keep_out(cast, "network", "192.0.2.0/24")
    assert found(cast, "o.n.e+news@example.org") == [True, False, False]
    assert found(cast, "anybody@deep.spam.example") == [False, True, False]
    assert found(cast, "spam.example") == [False, True, False]
    assert found(cast, "192.0.2.77") == [False, False, True]
    for text in ("two@example.org", "example.org", "198.51.100.1", "@", "a@", "\x00"):
        assert found(cast, text) == [False] * 3, text
    assert "Nothing here keeps" in words(browser(cast, "keeper").get(AT, {"find": "two@example.org"}))


def test_nobody_else_can_ask(cast: Cast) -> None:
    assert browser(cast, "alice").get(AT, {"find": "one@example.org"}).status_code == 404


def test_operators_learn_how_often_each_turned_somebody_away_and_never_whom(cast: Cast) -> None:
    keep_out(cast, "mail", "spam.example")
    keep_out(cast, "mail", "quiet.example")
    site.change(cast.members["keeper"], SiteDraft(registration="open"))
    sent = {"name": "Zed", "handle": "zed", "password1": "a hedge has gates"}
    for number in range(3):
        browser(cast, None).post("/account/signup/", {**sent, "email": f"zed{number}@deep.spam.example"})
    parts = words(browser(cast, "keeper").get(AT)).split("<article")[1:]
    assert ["3 times somebody could not join" in part for part in parts] == [
        "spam.example" in p for p in parts
    ]
    assert not any("zed" in part for part in parts)
