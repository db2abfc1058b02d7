"""Polls and stories, through the pages people use."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from hedgerow.kernel import clock
from hedgerow.kernel.jobs import run_due
from hedgerow.talk.models import PollVote
from hedgerow.talk.posts import reads, rules
from tests.delivery.world import another_face, join, kinds, suspend

from .test_compose import circle, drawing, texts, written

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]
ASKED = {"text": "Where to?", "way": "public", "option": ["River", "Hill", "", "Sea"], "poll_lasts": "3600"}


def ask(client: Client, face: int, **more: object) -> reads.Shown:
    sent = client.post("/compose", {**ASKED, **more})
    assert sent.status_code == 302, texts(sent)
    return written(face)[0]


def numbers(viewer: int | None, post: reads.Shown) -> list[int | None]:
    poll = reads.post(viewer, post.public_id).body.poll
    assert poll is not None
    return [option.count for option in poll.options]


def vote(client: Client, post: reads.Shown, option: int) -> None:
    answer = client.post(f"/p/{post.public_id}/vote", {"option": option})
    assert answer.status_code == 302


def test_one_vote_a_face_changed_while_it_is_open_and_counted_alike_for_all(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    other = another_face(ben, "quietben")
    post = ask(browser_of(ana), ana)
    vote(browser_of(ben), post, 0)
    vote(browser_of(ben), post, 2)
    vote(browser_of(other), post, 2)
    assert numbers(ben, post) == numbers(None, post) == numbers(ana, post) == [0, 0, 2]
    assert reads.post(ben, post.public_id).voted == (2,)
    assert reads.post(ana, post.public_id).voted == ()
    assert "voted-3" in texts(browser_of(ben).get(post.url))
    assert "voted-" not in texts(Client().get(post.url))
    assert "/vote" not in texts(Client().get(post.url)), "signed out one sees results alone"
    vote(browser_of(ben), post, 2)
    assert numbers(ben, post) == [0, 0, 1]
    assert PollVote.objects.count() == 1


def test_several_answers_where_that_is_allowed(browser_of: Browser) -> None:
    ana = join("ana")
    post = ask(browser_of(ana), ana, poll_multiple="on")
    for option in (0, 1):
        vote(browser_of(ana), post, option)
    assert numbers(ana, post) == [1, 1, 0]
    assert reads.post(ana, post.public_id).body.poll.voters == 1  # type: ignore[union-attr]


def test_hidden_numbers_show_at_the_end_to_all_and_it_is_told_once(
    browser_of: Browser,
) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    post = ask(browser_of(ana), ana, poll_hidden="on")
    vote(browser_of(ben), post, 1)
    assert numbers(ana, post) == [None] * 3
    assert b'"count":1' not in reads.post(ana, post.public_id).json
    with time_machine.travel(clock.now() + timedelta(hours=1, seconds=2)):
        run_due()
        run_due()
        assert numbers(cleo, post) == [0, 1, 0]
        assert [kinds(face) for face in (ana, ben, cleo)] == [["poll"], ["poll"], []]
        vote(browser_of(cleo), post, 0)
        assert numbers(cleo, post) == [0, 1, 0], "it is over"


def test_only_who_may_see_the_post_votes_and_a_suspended_vote_is_not_counted(browser_of: Browser) -> None:
    ana, ben, cleo, keeper = join("ana"), join("ben"), join("cleo"), join("keeper", role="operator")
    hiking = circle(ana, "Hiking", ben)
    post = ask(browser_of(ana), ana, way="circles", circle=hiking)
    assert browser_of(cleo).post(f"/p/{post.public_id}/vote", {"option": 0}).status_code == 404
    vote(browser_of(ben), post, 0)
    assert numbers(ana, post) == [1, 0, 0]
    suspend(ben, keeper)
    assert numbers(ana, post) == [0, 0, 0]


def test_other_answers_begin_the_voting_anew(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    client = browser_of(ana)
    post = ask(client, ana)
    vote(browser_of(ben), post, 0)
    page = texts(client.get(f"/p/{post.public_id}/edit"))
    assert "the voting begins anew" in page
    same = {"text": "Where, really?", "option": ["River", "Hill", "Sea"]}
    assert client.post(f"/p/{post.public_id}/edit", same).status_code == 302
    assert numbers(ana, post) == [1, 0, 0]
    client.post(f"/p/{post.public_id}/edit", {**same, "option": ["River", "Hill", "Lake"]})
    assert numbers(ana, post) == [0, 0, 0]


@pytest.mark.parametrize("options", [["one"], ["a", "a"], ["x" * 101, "b"]])
def test_a_poll_that_cannot_be_meant_keeps_the_draft(browser_of: Browser, options: list[str]) -> None:
    ana = join("ana")
    page = browser_of(ana).post("/compose", {"text": "kept words", "option": options})
    assert page.status_code == 422
    assert "kept words" in texts(page)
    assert not written(ana)


# --- stories ------------------------------------------------------------------------------------------------


def test_a_story_has_a_title_a_cover_and_a_page_to_read(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    client = browser_of(ana)
    assert 'name="title"' in texts(client.get("/compose/story"))
    walk = "We walked along the river and said little. " * 150
    text = f"# Morning\n\n- bread\n- soup\n\n{walk}\n\n![2]\n\nThe end."
    given = {"story": "1", "title": "A year in Lyon", "text": text, "way": "public", "cover": "on"}
    sent = client.post("/compose", {**given, "pictures": [drawing("one.png"), drawing("two.png")]})
    assert sent.status_code == 302, texts(sent)
    story = written(ana)[0]
    assert story.body.title == "A year in Lyon"
    assert story.body.minutes == 5
    listed = texts(browser_of(ben).get("/@ana"))
    assert "A year in Lyon" in listed
    assert "The end." not in listed
    assert "bread" not in listed
    page = texts(browser_of(ben).get(story.url))
    assert "The end." in page
    assert re.search(r"<h1[^>]*>A year in Lyon</h1>", page)
    assert page.count("story-picture") == 2
    assert "5 minutes to read" in page
    edit = texts(client.get(f"/p/{story.public_id}/edit"))
    assert 'value="A year in Lyon"' in edit
    assert "We walked" in edit


def test_an_ordinary_post_keeps_its_limit_and_a_story_needs_a_title(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    long = "word " * 2_000
    assert client.post("/compose", {"text": long}).status_code == 422
    assert client.post("/compose", {"text": long, "story": "1", "title": ""}).status_code == 422
    preview = client.post("/compose", {"text": long, "story": "1", "title": "T", "do": "preview"})
    assert "9 minutes to read" in texts(preview)
    assert not written(ana)
    assert client.post("/compose", {"text": long, "story": "1", "title": "T"}).status_code == 302


def test_reading_time_counts_what_is_read_in_each_script() -> None:
    assert rules.minutes("one") == 1
    assert rules.minutes("word " * 460) == 2
    assert rules.minutes("漢" * 1_200) == 3
    assert rules.minutes("漢" * 400 + " word" * 230) == 2
