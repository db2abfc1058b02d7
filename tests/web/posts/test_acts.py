"""What one does with a post: each act as a plain form, and as the small answer that scripts take."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.models import Member
from hedgerow.talk.posts import acts, reads
from hedgerow.talk.posts.acts import Draft
from hedgerow.talk.reports import reads as reports
from tests.delivery.world import another_face, follow, join, say, to

from .test_compose import circle, drawing, texts, written

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]
SCRIPT = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "post"}


def toast(answer: object) -> dict[str, str]:
    """What a script is told to say."""
    return json.loads(answer.headers["HX-Trigger"])["toast"]  # type: ignore[attr-defined,no-any-return]


GETS = (
    "reply",
    "quote",
    "react",
    "boost",
    "more",
    "history",
    "edit",
    "delete",
    "narrow",
    "thread",
    "remove",
    "report",
)
POSTS = (
    "react", "bookmark", "pin", "boost", "unboost", "edit", "delete", "undo-delete", "narrow", "thread",
    "hide", "remove", "report",
)  # fmt: skip


@pytest.mark.parametrize("act", GETS)
def test_pages_about_what_may_not_be_seen_look_like_pages_about_nothing(
    browser_of: Browser, act: str
) -> None:
    ana, ben = join("ana"), join("ben")
    hidden = say(ana, "secret", to(ana))
    client = browser_of(ben)
    forbidden, missing = (client.get(f"/p/{number}/{act}") for number in (hidden, hidden + 1))
    assert forbidden.status_code == missing.status_code == 404
    assert bare(texts(forbidden), hidden) == bare(texts(missing), hidden + 1)
    for odd in ("0", "9" * 19, "9" * 30, "x", "-1"):
        assert client.get(f"/p/{odd}/{act}").status_code == 404


def bare(html: str, number: int) -> str:
    """A page without its own address and what is made anew for each."""
    from .test_compose import plain

    return plain(html).replace(str(number), "N")


@pytest.mark.parametrize("act", POSTS)
def test_acts_on_what_may_not_be_seen_do_nothing(browser_of: Browser, act: str) -> None:
    ana, ben = join("ana"), join("ben")
    hidden = say(ana, "secret", to(ana))
    client = browser_of(ben)
    data = {"emoji": "👍", "to": "me", "text": "mine now", "category": "spam", "may_reply": "nobody"}
    forbidden, missing = (client.post(f"/p/{number}/{act}", data) for number in (hidden, hidden + 1))
    assert forbidden.status_code == missing.status_code == 404
    assert bare(texts(forbidden), hidden) == bare(texts(missing), hidden + 1)
    assert "secret" in reads.post(ana, hidden).body.html


@pytest.mark.parametrize("act", ["pin", "edit", "delete", "undo-delete", "narrow", "thread"])
def test_nobody_does_to_others_posts_what_authors_do(browser_of: Browser, act: str) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana, "hello")
    data = {"text": "mine now", "to": "me", "may_reply": "nobody", "closed": "on"}
    assert browser_of(ben).post(f"/p/{post}/{act}", data).status_code == 404
    shown = reads.post(ana, post)
    assert ("hello" in shown.body.html, shown.pinned, shown.closed, shown.body.public) == (
        True,
        False,
        False,
        True,
    )


@pytest.mark.parametrize("act", POSTS)
def test_acting_needs_a_face_and_a_post_request(browser_of: Browser, act: str) -> None:
    post = say(join("ana"), "hello")
    answer = Client().post(f"/p/{post}/{act}")
    assert answer.status_code == 302
    assert "/account/login" in answer["Location"]
    assert Client(enforce_csrf_checks=True).post(f"/p/{post}/{act}").status_code == 403


@pytest.mark.parametrize("act", ["bookmark", "pin", "hide", "unboost", "undo-delete"])
def test_a_visit_changes_nothing(browser_of: Browser, act: str) -> None:
    ana = join("ana")
    assert browser_of(ana).get(f"/p/{say(ana)}/{act}").status_code == 405


# --- reactions, bookmarks, pins -----------------------------------------------------------------------


def test_reacting_changing_ones_mind_and_taking_it_back(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana)
    client = browser_of(ben)
    url = f"/p/{post}/react"
    assert "👍" in texts(client.get(url))
    assert client.post(url, {"emoji": "👍", "next": "/@ana"})["Location"] == "/@ana"
    assert reads.post(ben, post).reacted == "👍"
    html = texts(client.post(url, {"emoji": "🎉"}, **SCRIPT))
    assert "has-reacted" in html
    assert f'data-post="/@ana/{post}"' in html
    assert "<html" not in html
    assert reads.post(ben, post).reacted == "🎉"
    assert 'aria-pressed="true"' in texts(client.get(url, **SCRIPT))
    client.post(url, {"emoji": "🎉"}, **SCRIPT)
    assert reads.post(ben, post).reacted == ""


def test_it_is_said_once_that_acting_shows(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    client = browser_of(ben)
    first, second = (client.post(f"/p/{say(ana)}/react", {"emoji": "👍"}, **SCRIPT) for _ in range(2))
    assert "seen by those who read it" in toast(first)["text"]
    assert "HX-Trigger" not in second.headers


@pytest.mark.parametrize("emoji", ["", "x", "👍👍", "<b>", "\x00", "a" * 5000])
def test_what_is_no_emoji_is_refused(browser_of: Browser, emoji: str) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana)
    assert browser_of(ben).post(f"/p/{post}/react", {"emoji": emoji}).status_code == 422
    assert reads.post(ben, post).reacted == ""


def test_bookmarking_toggles_and_says_so(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana)
    client = browser_of(ben)
    answer = client.post(f"/p/{post}/bookmark", **SCRIPT)
    assert "has-bookmarked" in texts(answer)
    assert "Nobody is told" in toast(answer)["text"]
    assert reads.post(ben, post).bookmarked
    assert client.post(f"/p/{post}/bookmark")["Location"] == f"/@ana/{post}"
    assert not reads.post(ben, post).bookmarked


def test_pinning_toggles_up_to_five(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    several = [say(ana, f"post {n}") for n in range(6)]
    for post in several[:5]:
        client.post(f"/p/{post}/pin")
    assert "At most 5" in toast(client.post(f"/p/{several[5]}/pin", **SCRIPT))["text"]
    client.post(f"/p/{several[0]}/pin")
    assert [reads.post(ana, post).pinned for post in several] == [False, True, True, True, True, False]


# --- boosts -------------------------------------------------------------------------------------------


def test_boosting_to_an_audience_of_ones_own_and_back(browser_of: Browser) -> None:
    ana, ben, cleo, dora = join("ana"), join("ben"), join("cleo"), join("dora")
    hiking = circle(ben, "Hiking", cleo)
    post = say(ana, "hello")
    client = browser_of(ben)
    assert "Who may see that you boosted it" in texts(client.get(f"/p/{post}/boost"))
    assert client.post(f"/p/{post}/boost", {"to": f"circle-{hiking}"}).status_code == 302
    assert reads.post(ben, post).boosted
    assert reads.by_author(cleo, ben).shown[0].boosted_by
    assert not reads.by_author(dora, ben).shown
    assert "Take the boost back" in texts(client.get(f"/p/{post}/boost", **SCRIPT))
    assert client.post(f"/p/{post}/unboost").status_code == 302
    assert not reads.post(ben, post).boosted


@pytest.mark.parametrize("to_whom", ["circle-77", "circle-x", "everybody", "\x00", "circle-" + "9" * 40])
def test_boosting_to_nobody_known(browser_of: Browser, to_whom: str) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana)
    answer = browser_of(ben).post(f"/p/{post}/boost", {"to": to_whom})
    assert answer.status_code == 422
    assert "field-error" in texts(answer)
    assert not reads.post(ben, post).boosted


def test_only_public_posts_are_boosted(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana, "for ben", to(ben))
    client = browser_of(ben)
    assert "Only public posts can be boosted" in texts(client.get(f"/p/{post}/boost"))
    assert client.post(f"/p/{post}/boost", {"to": "public"}).status_code == 422
    assert not written(ben)


def test_boosting_as_usual_uses_the_default(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(cleo, ben)
    post = say(ana)
    browser_of(ben).post(f"/p/{post}/boost", {"to": "usual"})
    assert reads.by_author(cleo, ben).shown
    assert not reads.by_author(None, ben).shown


# --- the menu -----------------------------------------------------------------------------------------


def test_the_menu_offers_what_each_may_do(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana)
    answer = say(ben, "an answer", Choice(), reply_to=post)
    own = texts(browser_of(ana).get(f"/p/{post}/more", **SCRIPT))
    hers = texts(browser_of(ben).get(f"/p/{post}/more", **SCRIPT))
    host = texts(browser_of(ana).get(f"/p/{answer}/more"))
    for act in ("who", "edit", "narrow", "thread", "pin", "delete"):
        assert f"/p/{post}/{act}" in own
        assert f"/p/{post}/{act}" not in hers
    for place in (f"/p/{post}/why", f"/p/{post}/report", "/contacts/@ana/block", "/contacts/@ana#mute"):
        assert place in hers
        assert place not in own
    assert f"/p/{answer}/hide" in host
    assert f"/p/{answer}/remove" in host
    assert "<html" in host
    assert "/hide" not in hers
    assert "data-copy" in own


# --- edit and history ---------------------------------------------------------------------------------


def test_editing_keeps_what_it_was(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana, "the first wording", content_note="a note")
    client = browser_of(ana)
    html = texts(client.get(f"/p/{post}/edit"))
    assert "the first wording</textarea>" in html
    assert 'value="a note"' in html
    sent = {"text": "the second wording", "note": "a note", "way": "public", "next": f"/@ana/{post}"}
    assert client.post(f"/p/{post}/edit", sent)["Location"] == f"/@ana/{post}"
    shown = texts(browser_of(ben).get(f"/@ana/{post}"))
    assert "the second wording" in shown
    assert "the first wording" not in shown
    history = texts(Client().get(f"/p/{post}/history"))
    assert "the first wording" in history
    assert "the second wording" not in history


def test_words_of_an_edit_outlive_the_post_that_was_deleted_meanwhile(browser_of: Browser) -> None:
    ana = join("ana")
    post = say(ana, "the first wording")
    client = browser_of(ana)
    acts.delete(ana, post)
    sent = {"text": "the second wording", "note": "kept too", "way": "public", "next": f"/@ana/{post}"}
    answer = client.post(f"/p/{post}/edit", sent)
    html = texts(answer)
    assert answer.status_code == 404
    assert "The post you edit is not there any more" in html
    assert "the second wording</textarea>" in html
    assert 'value="kept too"' in html
    # It is for nobody until they say so, and leads nowhere that is gone.
    assert re.search(r'name="way"\s+value="me"\s+checked', html)
    assert f'value="/@ana/{post}"' not in html
    anew = client.post("/compose", {"text": "the second wording", "way": "public"})
    assert "the second wording" in texts(Client().get(anew["Location"]))


def test_words_for_a_post_that_was_never_theirs_say_nothing_of_it(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana, "hers", Choice("nobody"))
    sent = {"text": "my words", "token": "t"}
    said = [texts(browser_of(ben).post(f"/p/{number}/edit", sent)) for number in (post, post + 1)]
    hers, none = (re.sub(r"\b[A-Za-z0-9]{64}\b|/p/\d+/edit", "", page) for page in said)
    assert "my words</textarea>" in hers
    assert hers == none


def test_an_edit_widens_only_when_it_says_so(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    post = say(ana, "for ben", to(ben))
    client = browser_of(ana)
    assert "Make it visible to more people" in texts(client.get(f"/p/{post}/edit"))
    client.post(f"/p/{post}/edit", {"text": "still for ben", "way": "public"})
    with pytest.raises(NotFound):
        reads.post(cleo, post)
    client.post(f"/p/{post}/edit", {"text": "for all", "way": "public", "widen": "on"})
    assert "for all" in reads.post(cleo, post).body.html
    history = texts(browser_of(cleo).get(f"/p/{post}/history"))
    assert "for ben" not in history
    assert "no earlier version" in history
    assert "for ben" in texts(browser_of(ben).get(f"/p/{post}/history"))


def test_an_edit_that_names_no_audience_keeps_it(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    post = say(ana, "for both", to(ben, cleo))
    acts.narrow(ana, post, to(ben))
    client = browser_of(ana)
    assert client.post(f"/p/{post}/edit", {"text": "again", "widen": "on"}).status_code == 302
    assert "again" in reads.post(ben, post).body.html
    with pytest.raises(NotFound):
        reads.post(cleo, post)


def test_an_edit_left_as_it_was_keeps_an_audience_whose_circle_is_closed(browser_of: Browser) -> None:
    from hedgerow.people.circles import acts as circles
    from hedgerow.people.circles import reads as circle_reads

    ana, ben = join("ana"), join("ben")
    hiking = circle(ana, "Hiking", ben)
    post = say(ana, "sunday", Choice("chosen", circles=[int(hiking)]))
    circles.close(ana, circle_reads.by_public_id(ana, int(hiking)).id)
    answer = browser_of(ana).post(f"/p/{post}/edit", {"text": "monday", "way": "circles", "circle": hiking})
    assert answer.status_code == 302
    assert "monday" in reads.post(ana, post).body.html


def test_a_refused_edit_keeps_the_words(browser_of: Browser) -> None:
    ana = join("ana")
    post = say(ana, "as it is")
    for fields in ({"text": "x" * 5001}, {"text": ""}, {"text": "mine", "way": "circles", "circle": "7"}):
        answer = browser_of(ana).post(f"/p/{post}/edit", fields)
        assert answer.status_code == 422
        assert fields["text"] in texts(answer)
    assert "as it is" in reads.post(ana, post).body.html
    assert not reads.revisions(ana, post)


def test_pictures_of_an_edited_post(browser_of: Browser) -> None:
    ana = join("ana")
    first, second = (acts.bring_picture(ana, drawing().read(), alt) for alt in ("one", "two"))
    post = acts.publish(ana, Draft(text="x", audience=Choice("public"), media=[first, second]))
    client = browser_of(ana)
    assert 'value="one"' in texts(client.get(f"/p/{post}/edit"))
    fields = {"text": "x", "picture": str(second), f"alt-{second}": "the second", "pictures": drawing()}
    assert client.post(f"/p/{post}/edit", {**fields, "new_alt": "third"}).status_code == 302
    assert [picture.alt for picture in reads.post(ana, post).pictures] == ["the second", "third"]


def test_an_edit_looks_for_people_without_losing_words(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    post = say(ana, "as it is")
    html = texts(browser_of(ana).post(f"/p/{post}/edit", {"text": "my words", "way": "me", "find": "be"}))
    assert "my words" in html
    assert "Ben" in html
    assert "as it is" in reads.post(ana, post).body.html


# --- delete, narrow, thread ---------------------------------------------------------------------------


def test_deleting_asks_and_can_be_taken_back(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana, "gone soon")
    client = browser_of(ana)
    asked = texts(client.get(f"/p/{post}/delete", HTTP_REFERER="http://testserver/@ana?before=9"))
    assert "Delete this post?" in asked
    assert 'value="/@ana?before=9"' in asked
    answer = client.post(f"/p/{post}/delete", {"next": f"/@ana/{post}"})
    assert answer["Location"] == "/@ana"
    assert f"/p/{post}/undo-delete" in texts(client.get("/@ana"))
    assert browser_of(ben).get(f"/@ana/{post}").status_code == 404
    assert browser_of(ben).post(f"/p/{post}/undo-delete").status_code == 404
    assert client.post(f"/p/{post}/undo-delete", {"next": "/@ana"})["Location"] == "/@ana"
    assert "gone soon" in texts(browser_of(ben).get(f"/@ana/{post}"))


def test_after_a_minute_it_is_too_late(browser_of: Browser) -> None:
    ana = join("ana")
    post = say(ana, "gone soon")
    client = browser_of(ana)
    client.post(f"/p/{post}/delete")
    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        assert client.post(f"/p/{post}/undo-delete").status_code == 404


def test_the_way_back_is_never_another_site(browser_of: Browser) -> None:
    ana = join("ana")
    html = texts(browser_of(ana).get(f"/p/{say(ana)}/delete", HTTP_REFERER="https://example.org/@ana"))
    assert "example.org" not in html


def test_narrowing_takes_effect_at_once(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    hiking = circle(ana, "Hiking", ben)
    post = say(ana, "too loud")
    client = browser_of(ana)
    assert "Who may still see it" in texts(client.get(f"/p/{post}/narrow", **SCRIPT))
    assert client.post(f"/p/{post}/narrow", {"to": f"circle-{hiking}"}).status_code == 302
    assert Client().get(f"/@ana/{post}").status_code == 404
    assert browser_of(cleo).get(f"/@ana/{post}").status_code == 404
    assert browser_of(ben).get(f"/@ana/{post}").status_code == 200
    client.post(f"/p/{post}/narrow", {"to": "site"})
    assert browser_of(cleo).get(f"/@ana/{post}").status_code == 404
    for wrong in ("", "circle-7", "nobody-known"):
        assert client.post(f"/p/{post}/narrow", {"to": wrong}).status_code == 422


def test_who_may_reply_and_closing(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana)
    answer = say(ben, "an answer", Choice(), reply_to=post)
    client = browser_of(ana)
    assert client.post(f"/p/{post}/thread", {"may_reply": "followers"}).status_code == 302
    assert not reads.post(ben, post).may_reply
    client.post(f"/p/{post}/thread", {"may_reply": "all", "closed": "on"})
    assert "This thread is closed" in texts(browser_of(ben).get(f"/@ana/{post}"))
    assert client.post(f"/p/{post}/thread", {"may_reply": "friends"}).status_code == 422
    assert browser_of(ben).post(f"/p/{answer}/thread", {"may_reply": "all"}).status_code == 404


def test_the_host_folds_and_takes_out_answers(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    post = say(ana, "hello")
    answer = say(ben, "buy my course", Choice(), reply_to=post)
    client = browser_of(ana)
    client.post(f"/p/{answer}/hide")
    html = texts(browser_of(cleo).get(f"/@ana/{post}"))
    assert "folded away" in html
    assert "buy my course" in html
    client.post(f"/p/{answer}/hide")
    assert "folded away" not in texts(browser_of(cleo).get(f"/@ana/{post}"))
    for act in ("hide", "remove"):
        assert browser_of(ben).post(f"/p/{answer}/{act}").status_code == 404
        assert browser_of(cleo).post(f"/p/{answer}/{act}").status_code == 404
    assert "cannot be put back" in texts(client.get(f"/p/{answer}/remove"))
    assert client.post(f"/p/{answer}/remove", {"next": f"/@ben/{answer}"})["Location"] == f"/@ana/{post}"
    assert "buy my course" not in texts(browser_of(cleo).get(f"/@ana/{post}"))
    assert "Only you still see it" in texts(browser_of(ben).get(f"/@ana/{post}"))


# --- reports ------------------------------------------------------------------------------------------


def test_reporting_hands_in_that_post_alone(browser_of: Browser) -> None:
    ana, ben, keeper = join("ana"), join("ben"), join("keeper", role="moderator")
    post = say(ana, "an unkind word", to(ben))
    say(ana, "something else", to(ben))
    client = browser_of(ben)
    answer = client.post(f"/p/{post}/report", {"category": "", "words": "look at this"})
    assert answer.status_code == 422
    assert "look at this" in texts(answer)
    assert client.post(f"/p/{post}/report", {"category": "hate", "words": "w" * 2001}).status_code == 422
    sent = client.post(f"/p/{post}/report", {"category": "hate", "words": "look", "next": "/"})
    assert sent["Location"] == "/"
    from hedgerow.people.faces import reads as faces

    moderator = Member.objects.get(pk=faces.face(keeper).member)
    found = reports.reports(moderator)
    assert [copy.text for report in found for copy in report.copies] == ["an unkind word"]
    assert browser_of(ana).get(f"/p/{post}/report").status_code == 404


def test_a_block_ends_every_door_to_a_post(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana)
    contacts.block(ana, ben)
    client = browser_of(ben)
    assert client.get(f"/@ana/{post}").status_code == 404
    assert client.post(f"/p/{post}/bookmark").status_code == 404
    assert client.post(f"/p/{post}/react", {"emoji": "👍"}).status_code == 404


def test_another_face_of_the_author_is_a_stranger(browser_of: Browser) -> None:
    ana = join("ana")
    work = another_face(ana, "ana_work")
    post = say(ana, "mine", Choice("nobody"))
    client = browser_of(work)
    for path in (f"/@ana/{post}", f"/p/{post}/edit", f"/p/{post}/more"):
        assert client.get(path).status_code == 404
