"""Small things of daily pages: answers folded at home, what one sent to a circle, chips one cannot press."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import acts as face_acts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.talk.posts import acts
from tests.delivery.world import follow, join, pid, say

from ..posts.test_compose import circle

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]


def page(client: Client, path: str, **data: Any) -> str:
    return client.get(path, data, follow=True).content.decode()


def toasts(html: str) -> list[str]:
    html = html[: html.index("toast-mould")]
    return re.findall(r'<div class="toast[^>]*>.*?<span class="grow">(.*?)</span>', html, re.DOTALL)


def test_answers_in_one_thread_are_one_row_at_home(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    for one in (ben, cleo):
        follow(ana, one)
    alone = [say(ben, "by itself"), say(cleo, "by itself too")]
    root = say(ana, "a question")
    for number, who in enumerate((ben, cleo, ben)):
        say(who, f"answer {number}", Choice("parent"), reply_to=root)
    html = page(browser_of(ana), "/")
    assert "2 more answers in this thread" in html
    folded = html[html.index("more-answers") :]
    assert html.index("answer 2") < html.index("more-answers")
    assert "answer 1" in folded
    assert "answer 0" in folded
    assert html.count("data-post=") == 4 + len(alone)


def test_what_one_sent_to_a_circle_stands_beside_what_its_people_write(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    hiking, family = circle(ana, "Hiking", ben), circle(ana, "Family", ben)
    say(ben, "written by Ben")
    say(ana, "sent to hikers", Choice("chosen", circles=[int(hiking)]))
    say(ana, "sent to family", Choice("chosen", circles=[int(family)]))
    client = browser_of(ana)
    theirs, mine = page(client, f"/in/{hiking}"), page(client, f"/in/{hiking}?sent")
    assert ("written by Ben" in theirs, "sent to hikers" in theirs) == (True, False)
    assert ("written by Ben" in mine, "sent to hikers" in mine) == (False, True)
    assert "sent to family" not in mine
    assert browser_of(ben).get(f"/in/{hiking}?sent").status_code == 404


def test_who_was_in_a_circle_already_is_not_said_to_have_come(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    for one in (ben, cleo):
        follow(ana, one)
    hiking, client = circle(ana, "Hiking", ben), browser_of(ana)
    client.post("/contacts/move", {"person": str(pid(ben)), "put": hiking})
    html = page(client, "/contacts")
    assert toasts(html) == ["Ben was in Hiking already."]
    assert "/contacts/undo/" not in html
    client.post("/contacts/move", {"person": [str(pid(ben)), str(pid(cleo))], "put": hiking})
    assert toasts(page(client, "/contacts")) == ["Cleo is in Hiking now and sees new posts only."]
    client.post("/contacts/move", {"person": str(pid(cleo)), "take": hiking})
    assert toasts(page(client, "/contacts")) == ["Cleo is no longer in Hiking."]
    client.post("/contacts/move", {"person": str(pid(cleo)), "take": hiking})
    assert toasts(page(client, "/contacts")) == ["Cleo was not in Hiking."]


def test_a_contacts_boosts_are_switched_off_and_on(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    client = browser_of(ana)
    assert "Show at home what" not in page(client, "/contacts/@ben"), "nobody follows yet"
    follow(ana, ben)
    assert 'name="shown" value="yes" checked' in page(client, "/contacts/@ben")
    client.post("/contacts/@ben/boosts")
    assert contacts.without_boosts(ana) == {ben}
    assert 'name="shown" value="yes" >' in page(client, "/contacts/@ben")
    client.post("/contacts/@ben/boosts", {"shown": "yes"})
    assert contacts.without_boosts(ana) == frozenset()


def test_a_bell_and_a_note_on_a_contacts_page(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    client = browser_of(ana)
    assert "Tell me of each post" not in page(client, "/contacts/@ben"), "nobody follows yet"
    follow(ana, ben)
    client.post("/contacts/@ben/bell", {"on": "yes"})
    assert 'name="on" value="yes" checked' in page(client, "/contacts/@ben")
    client.post("/contacts/@ben/note", {"comment": "met at <the> fair"})
    assert "met at &lt;the&gt; fair" in page(client, "/contacts/@ben")
    assert "fair" not in page(browser_of(ben), "/contacts/@ana")
    assert client.post("/contacts/@ben/note", {"comment": "x" * 2001}).status_code == 422
    run_due()
    post = say(ben, "a new post")
    run_due()
    assert "posted" in page(client, "/notifications")
    assert str(post) in page(client, "/notifications")
    client.post("/contacts/@ben/bell")
    assert 'name="on" value="yes" >' in page(client, "/contacts/@ben")


def test_who_is_signed_out_sees_reactions_and_no_button_for_them(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana, "to all")
    acts.react(ben, post, "👍")
    address = f"{faces.card(ana).url}/{post}"
    assert 'class="reaction reaction-1"' in page(browser_of(ana), address)
    html = page(Client(), address)
    assert '<span class="reaction">' in html
    assert "/react" not in html


def test_what_is_refused_without_a_form_says_why(browser_of: Browser) -> None:
    ana = join("ana")
    answer = browser_of(ana).post(f"/p/{say(ana)}/react", {"emoji": "not one"})
    assert answer.status_code == 422
    assert "Nothing was changed." in answer.content.decode()
    assert "not as expected" not in answer.content.decode()


def test_names_are_set_apart_in_toasts(browser_of: Browser) -> None:
    ana, noor = join("ana"), join("noor")
    face_acts.edit(noor, FaceDraft(name="نور", locked=False))
    client = browser_of(ana)
    client.post("/contacts/@noor/follow")
    assert any("\u2068نور\u2069" in said for said in toasts(page(client, "/contacts")))
