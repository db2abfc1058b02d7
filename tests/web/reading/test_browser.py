"""Home and its stream in a real browser, through the real front."""

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as face_acts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.models import Member
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.delivery.world import deliver, follow, join, say

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(new_context: Any, face: int, **options: Any) -> Any:
    """A page in whose browser this face speaks."""
    client = Client()
    member = Member.objects.get(pk=faces.face(face).member)
    client.force_login(member, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["face"] = face
    session.save()
    context = new_context(**options)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": session.session_key, "domain": "localhost", "path": "/"}])
    return context.new_page()


def shot(page: Any, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    folder = os.environ.get("HEDGEROW_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_sentence_that_begins_with_an_arabic_name_runs_as_its_page_does(new_context: Any) -> None:
    ana, noor = join("ana"), join("noor")
    face_acts.edit(noor, FaceDraft(name="نور", locked=False))
    posts.react(noor, say(ana, "a walk by the river"), "🌿")
    deliver()
    page = signed_in(new_context, ana)
    page.goto("/notifications")
    sentence = page.locator(".notice-words a")
    expect(sentence).to_contain_text("reacted to your post")
    expect(sentence).to_have_css("direction", "ltr")


FIRST_AND_SECOND_LETTER = """link => [0, 1].map(place => {
    const letter = document.createRange();
    letter.setStart(link.firstChild, place);
    letter.setEnd(link.firstChild, place + 1);
    return letter.getBoundingClientRect().left;
})"""


def test_a_handle_and_a_tag_stay_whole_in_a_text_from_right_to_left(new_context: Any) -> None:
    ana = join("ana")
    say(ana, "صباح الخير @ana #lyon يا جار")
    page = signed_in(new_context, ana)
    page.goto("/")
    for link in (page.locator(".prose .mention"), page.locator(".prose .tag")):
        sign, letter = link.evaluate(FIRST_AND_SECOND_LETTER)
        assert sign < letter


def test_a_button_says_that_there_is_something_new(new_context: Any) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    say(ben, "a walk by the river")
    page = signed_in(new_context, ana)
    page.goto("/")
    expect(page.get_by_text("You are up to date")).to_be_visible()
    shot(page, "home")
    say(ben, "another walk, with @ana")
    button = page.get_by_role("link", name="1 new post")
    button.wait_for()
    deliver()
    page.locator(".nav-count", has_text="1").first.wait_for()
    shot(page, "home-new")
    button.click()
    page.get_by_text("another walk").wait_for()


def test_moments_are_told_by_the_clock_of_the_face_and_not_of_the_browser(new_context: Any) -> None:
    ana = join("ana")
    work = faces.face(ana)
    face_acts.edit(ana, face_acts.draft_of(work, time_zone="Asia/Kathmandu"))
    say(ana, "a walk by the river")
    page = signed_in(new_context, ana, timezone_id="America/New_York")
    page.goto("/")
    when = page.locator("article.post time[data-ago]").first
    expect(when).to_have_text(re.compile("now|second|minute"))
    there = datetime.fromisoformat(when.get_attribute("datetime")).astimezone(ZoneInfo("Asia/Kathmandu"))
    assert f"{there.hour % 12 or 12}:{there.minute:02d}" in when.get_attribute("title")


def test_what_is_narrowed_or_deleted_leaves_an_open_page(new_context: Any) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ana, ben)
    follow(ana, cleo)
    source = say(cleo, "what cleo regrets")
    said = [say(ben, f"thought {n}", audience=Choice("followers")) for n in range(3)]
    say(ben, "look at this", quote_of=source)
    page = signed_in(new_context, ana)
    page.goto("/")
    seen = page.locator("article.post")
    expect(seen).to_have_count(5)
    with page.expect_response("**/stream/**"):
        # As when the reader comes back to a page that lay in the background.
        page.evaluate("dispatchEvent(new Event('pagehide'))")
        posts.delete(ben, said[0])
        page.evaluate("dispatchEvent(new Event('pageshow'))")
    expect(seen).to_have_count(4)
    posts.narrow(ben, said[1], Choice("nobody"))
    expect(page.get_by_text("thought 1")).to_have_count(0)
    expect(page.get_by_text("thought 2")).to_be_visible()
    posts.delete(cleo, source)
    expect(page.get_by_text("This post is not available.")).to_be_visible()
    expect(page.get_by_text("what cleo regrets")).to_have_count(0)
    page.goto(f"/@ben/{said[2]}")
    expect(page.locator(".focus")).to_contain_text("thought 2")
    contacts.block(ben, ana)
    expect(page.get_by_text("thought 2")).to_have_count(0)
    shot(page, "gone")


def test_an_edit_is_redrawn_on_a_page_that_stands_open(new_context: Any) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ana, ben)
    follow(ana, cleo)
    source = say(cleo, "the quoted wording")
    said = say(ben, "the first wording", audience=Choice("followers"))
    say(ben, "look at this", quote_of=source)
    page = signed_in(new_context, ana)
    page.goto("/")
    card = page.locator(f'[data-post$="/{said}"]')
    posts.edit(ben, said, Draft("the second wording"))
    expect(card).to_contain_text("the second wording")
    expect(card).to_contain_text("edited")
    expect(page.get_by_text("the first wording")).to_have_count(0)
    posts.edit(cleo, source, Draft("the quoted words anew"))
    expect(page.locator(".quoted")).to_contain_text("the quoted words anew")
    # What one is at is left alone until one has gone on.
    card.locator(".act-bookmark").focus()
    posts.edit(ben, said, Draft("the third wording"))
    posts.edit(cleo, source, Draft("the quoted words at last"))
    expect(page.locator(".quoted")).to_contain_text("at last")
    expect(card).to_contain_text("the second wording")
    page.locator("main").focus()
    expect(card).to_contain_text("the third wording")
    # The redrawn card does what a card does.
    card.locator(".act-bookmark").click()
    expect(card).to_have_class(re.compile("has-bookmarked"))
    page.goto(f"/@ben/{said}")
    expect(page.locator(".focus")).to_contain_text("the third wording")
    posts.edit(ben, said, Draft("the fourth wording"))
    expect(page.locator(".focus")).to_contain_text("the fourth wording")
    shot(page, "edited")


def test_a_story_edited_meanwhile_is_redrawn_whole(new_context: Any) -> None:
    ana, ben = join("ana"), join("ben")
    story = say(ben, "We walked.\n\n## Summer\n\nIt was hot.", title="A year in Lyon")
    page = signed_in(new_context, ana)
    page.goto(f"/@ben/{story}")
    whole = page.locator("article.story")
    expect(whole).to_contain_text("It was hot.")
    posts.edit(ben, story, Draft("We walked.\n\n## Summer\n\nIt rained.", title="A year in Brest"))
    expect(whole).to_contain_text("It rained.")
    expect(whole.locator("h1")).to_have_text("A year in Brest")


TOLD_AT_ONCE = """
window.EventSource = class extends EventSource {
  constructor(address) {
    super(address);
    // As if the stream were quicker than the page to which a form leads.
    document.addEventListener("submit", () => setTimeout(() => {
      const data = JSON.stringify({ posts: [location.pathname.split("/").at(-1)] });
      if (this.readyState !== EventSource.CLOSED) this.dispatchEvent(new MessageEvent("gone", { data }));
    }));
  }
};
"""


def test_who_deletes_a_post_on_its_own_page_comes_to_their_page_and_may_take_it_back(
    new_context: Any,
) -> None:
    ana = join("ana")
    post = say(ana, "a word too many")
    page = signed_in(new_context, ana)
    page.add_init_script(TOLD_AT_ONCE)
    with page.expect_response("**/stream/**"):
        page.goto(f"/@ana/{post}")
    page.locator(".focus details.menu > summary").last.click()
    page.locator(".focus").get_by_text("Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    page.wait_for_url("**/@ana")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("a word too many")).to_be_visible()


def test_older_posts_are_put_where_the_link_was(new_context: Any) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    for n in range(25):
        say(ben, f"thought number {n:02d}")
    page = signed_in(new_context, ana, viewport={"width": 390, "height": 844})
    page.goto("/")
    expect(page.get_by_text("number 04")).to_have_count(0)
    page.get_by_role("link", name="Older posts").click()
    page.get_by_text("number 04").wait_for()
    expect(page.locator("article.post")).to_have_count(25)
    expect(page.get_by_text("You are up to date")).to_be_visible()


def test_notifications_and_their_settings(new_context: Any) -> None:
    ana = join("ana")
    post = say(ana, "my walk by the river, along the old hedge and back by the church")
    for n in range(5):
        posts.react(join(f"guest{n}"), post, "🌿")
    ben = join("ben")
    contacts.follow(ben, ana)
    say(ben, "hello @ana, shall we walk together?")
    deliver()
    page = signed_in(new_context, ana)
    page.goto("/notifications")
    page.get_by_text("Guest4 and 4 others reacted to your post").wait_for()
    shot(page, "notifications")
    page.get_by_role("link", name="Settings").click()
    page.get_by_text("Kind by kind").click()
    page.get_by_label("Boosts: On the page").select_option("none")
    page.get_by_label("Boosts: In the note").uncheck()
    shot(page, "notification-settings")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Kind by kind").click()
    assert page.get_by_label("Boosts: On the page").input_value() == "none"
    assert not page.get_by_label("Boosts: In the note").is_checked()


def test_the_front_page(new_context: Any) -> None:
    ana = join("ana")
    say(ana, "A word for everybody. #river")
    page = new_context().new_page()
    page.goto("/")
    page.get_by_text("A word for everybody").wait_for()
    shot(page, "front")
