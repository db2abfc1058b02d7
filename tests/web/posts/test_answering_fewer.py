"""A reply may be for fewer than those who see what it answers; nothing of a foreign thread is said."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hedgerow.talk.posts import reads
from tests.delivery.world import follow, join

from .test_compose import circle, composer, drawing, field, texts, written

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]


def test_a_reply_may_be_limited_to_some_who_see_what_it_answers(browser_of: Browser) -> None:
    ana, ben, cleo, dora = join("ana"), join("ben"), join("cleo"), join("dora")
    garden = circle(ana, "Garden", ben, cleo)
    sent = browser_of(ana).post("/compose", {"text": "leaves", "way": "circles", "circle": garden})
    assert sent.status_code == 302
    post = written(ana)[0]
    walkers = circle(ben, "Walkers", cleo, dora)
    asked = texts(browser_of(ben).post("/compose", {"reply": post.public_id, "text": "x", "do": "look"}))
    assert 'value="parent"' in composer(asked)
    assert "Garden" not in composer(asked)
    assert "people will be able to read" not in composer(asked), "of a foreign thread no number is told"
    answer = browser_of(ben).post(
        "/compose", {"reply": post.public_id, "text": "mine", "way": "circles", "circle": walkers}
    )
    assert answer.status_code == 302
    reply = written(ben)[0]
    seen = [face for face in (ana, ben, cleo, dora) if reads.shown(face, [reply.id])]
    assert seen == [ben, cleo], "open to the circle, behind what it answers"


def test_a_reply_is_for_whoever_sees_what_it_answers_unless_it_says_otherwise(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ben, ana)
    follow(cleo, ana)
    browser_of(ana).post("/compose", {"text": "hello"})
    post = written(ana)[0]
    browser_of(ben).post("/compose", {"reply": post.public_id, "text": "me too", "way": "parent"})
    assert reads.shown(cleo, [written(ben)[0].id])


def test_a_circle_named_beside_followers_stands_alone_without_scripts(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    hiking = circle(ana, "Hiking", ben)
    browser_of(ana).post("/compose", {"text": "up", "way": "followers", "circle": hiking})
    assert written(ana)[0].told.sentence == "Hiking"


def test_every_refused_picture_is_named_and_the_others_stay(browser_of: Browser) -> None:
    ana = join("ana")
    bad = [SimpleUploadedFile(f"{name}.jpg", b"words", "image/jpeg") for name in ("one", "two")]
    page = browser_of(ana).post("/compose", {"text": "kept", "pictures": [bad[0], drawing(), bad[1]]})
    html = texts(page)
    assert page.status_code == 422
    assert "one.jpg" in html
    assert "two.jpg" in html
    assert field(html, "picture")
    assert "kept" in html
    assert not written(ana)
