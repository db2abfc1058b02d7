"""One whole way by keyboard alone: into the page, writing, reading, filling circles, dialogs, pictures."""

from typing import Any

import pytest
from playwright.sync_api import expect

from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from hedgerow.talk.media import acts as media
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.browser.looking import PHONE, WIDEST, WIDTH
from tests.delivery.world import follow, join, say
from tests.pages import picture
from tests.web.reading.test_browser import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = "document.activeElement"


@pytest.fixture
def ana(new_context: Any) -> Any:
    """Ana's page; she follows Ben, who wrote three posts, the last with two pictures."""
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    follow(ben, ana)
    circles.make(ana, "River")
    say(ben, "first thought")
    say(ben, "second thought")
    shown = [media.bring_picture(ben, picture(), alt) for alt in ("a hedge", "a gate")]
    posts.publish(ben, Draft(text="two pictures", media=shown, audience=Choice("public")))
    page = signed_in(new_context, ana, reduced_motion="reduce")
    page.goto("/")
    return page


def test_the_first_tab_leads_past_the_frame(ana: Any) -> None:
    ana.keyboard.press("Tab")
    assert ana.evaluate(f"{FOCUSED}.className") == "skip"
    ana.keyboard.press("Enter")
    assert ana.evaluate(f"{FOCUSED}.id") == "main"


def test_writing(ana: Any) -> None:
    ana.keyboard.press("n")
    ana.locator("#composer-text:focus").or_(ana.locator("#composer-text")).first.wait_for()
    ana.locator("#composer-text").focus()
    ana.keyboard.type("by keyboard, n is only a letter here")
    ana.keyboard.press("Control+Enter")
    ana.locator("article.post", has_text="by keyboard, n is only a letter here").first.wait_for()


def test_reading(ana: Any) -> None:
    chosen = ana.locator(".post.is-chosen")
    ana.keyboard.press("j")
    assert "two pictures" in chosen.inner_text()
    ana.keyboard.press("j")
    assert "second thought" in chosen.inner_text()
    ana.keyboard.press("k")
    assert "two pictures" in chosen.inner_text()
    ana.keyboard.press("o")
    ana.wait_for_url("**/@ben/*")
    expect(ana.locator("main")).to_contain_text("two pictures")


def test_letters_on_the_way_to_an_answer_are_no_keys_and_arrive_in_it(ana: Any) -> None:
    held: list[Any] = []
    ana.route("**/reply", lambda route: held.append(route))
    ana.keyboard.press("j")
    with ana.expect_request("**/reply"):
        ana.keyboard.press("r")
    ana.keyboard.type("jolly ok")
    held[0].continue_()
    ana.wait_for_url("**/compose?reply=*")
    text = ana.locator("#composer-text")
    expect(text).to_have_value("jolly ok")
    expect(text).to_be_focused()
    ana.keyboard.type(", no?")
    expect(text).to_have_value("jolly ok, no?")
    ana.go_back()
    expect(ana.locator("main")).to_contain_text("second thought")
    ana.keyboard.press("j")
    expect(ana.locator(".post.is-chosen")).to_be_visible()


def test_a_dialog_keeps_the_focus_and_gives_it_back(ana: Any) -> None:
    gate = ana.locator('article.post a[data-sheet][href$="/why"]').first
    gate.focus()
    ana.keyboard.press("Enter")
    ana.locator("#sheet[open]").wait_for()
    for _turn in range(12):
        ana.keyboard.press("Tab")
        # Past its end the browser's own bars follow (the body stands for them), never the page beneath.
        held = ana.evaluate(
            f"{FOCUSED} === document.body || document.getElementById('sheet').contains({FOCUSED})"
        )
        assert held
    ana.keyboard.press("Escape")
    ana.locator("#sheet[open]").wait_for(state="detached")
    expect(gate).to_be_focused()


def test_who_reacted_goes_on_at_the_menu_of_reactions(ana: Any) -> None:
    post = ana.locator("article.post", has_text="second thought")
    post.locator("summary", has_text="React").focus()
    ana.keyboard.press("Enter")
    post.locator("details[open] button").first.wait_for()
    ana.keyboard.press("Tab")
    ana.keyboard.press("Enter")
    expect(post).to_contain_text("yours too")
    expect(post.locator("summary", has_text="React")).to_be_focused()


def test_the_list_of_keys_can_switch_them_off(ana: Any) -> None:
    ana.keyboard.press("?")
    ana.locator("#help[open]").wait_for()
    ana.locator("#keys-on").focus()
    ana.keyboard.press("Space")
    ana.keyboard.press("Escape")
    ana.keyboard.press("j")
    expect(ana.locator(".post.is-chosen")).to_have_count(0)


def test_pictures(ana: Any) -> None:
    link = ana.locator("[data-pictures] > a").first
    link.focus()
    ana.keyboard.press("Enter")
    ana.locator("#viewer[open]").wait_for()
    expect(ana.locator(".viewer-count")).to_have_text("1 / 2")
    ana.keyboard.press("ArrowRight")
    expect(ana.locator(".viewer-alt")).to_have_text("a gate")
    ana.keyboard.press("Escape")
    ana.locator("#viewer[open]").wait_for(state="detached")
    expect(link).to_be_focused()


def test_filling_a_circle_by_its_letter(ana: Any) -> None:
    from hedgerow.people.models import Face

    ana.goto("/contacts")
    letter = ana.locator(".tray-drop", has_text="River").get_attribute("data-letter")
    ana.locator('#tiles input[name="person"]').first.focus()
    ana.keyboard.press("Space")
    ana.keyboard.press(letter)
    ana.get_by_text("is in River now").first.wait_for()
    me = Face.objects.get(handle="ana").pk
    river = next(circle for circle in circle_reads.circles(me) if circle.name == "River")
    assert river.count == 1


def test_escape_folds_the_choice_of_readers_and_stays_beside_it(ana: Any) -> None:
    ana.goto("/compose")
    summary, choice = ana.locator("details.audience > summary"), ana.locator("details.audience")
    for within in ("summary", 'input[name="way"]:checked'):
        summary.focus()
        ana.keyboard.press("Enter")
        choice.locator(within).first.focus()
        ana.keyboard.press("Escape")
        assert choice.get_attribute("open") is None, within
        assert summary.evaluate(f"one => one === {FOCUSED}")


def test_nothing_sticks_out_of_the_smallest_phone(ana: Any) -> None:
    ana.set_viewport_size({"width": 320, "height": 640})
    for address in ("/explore", "/@ben", "/notifications", "/contacts", "/"):
        ana.goto(address)
        has, shows = ana.evaluate(WIDTH)
        assert has == shows, f"{address}: {ana.evaluate(WIDEST)}"
    acts = ana.locator("article.post .acts").first
    tops = acts.evaluate("row => new Set([...row.children].map(e => e.getBoundingClientRect().top)).size")
    assert tops == 1, "all that can be done stands in one row"


def test_signed_out_on_a_phone_the_gate_and_the_way_in_share_one_row(new_context: Any) -> None:
    page = new_context(locale="de", viewport={"width": 320, "height": 640}).new_page()
    page.goto("/")
    place = "e => { const r = e.getBoundingClientRect(); return [r.left, r.right, r.top + r.height / 2]; }"
    pieces = [".side .brand .gate-icon", ".side .button-icon", ".side .button-primary"]
    places = [page.locator(one).evaluate(place) for one in pieces]
    assert places == sorted(places), "beside each other"
    assert max(middle for *_, middle in places) - min(middle for *_, middle in places) < 4
    assert places[0][1] <= places[1][0]
    has, shows = page.evaluate(WIDTH)
    assert has == shows


@pytest.mark.parametrize("locale", ["en", "de", "es", "fr"])
def test_no_name_of_a_site_runs_out_of_a_phone(ana: Any, new_context: Any, locale: str) -> None:
    site.change(None, SiteDraft(name="The Long Lane of Donaudampfschifffahrtsgesellschaften"))
    other = new_context(locale=locale).new_page()
    for page, width in ((other, 320), (other, 360), (ana, 320), (ana, 390)):
        page.set_viewport_size({"width": width, "height": 640})
        page.goto("/")
        has, shows = page.evaluate(WIDTH)
        assert has == shows, f"{width}: {page.evaluate(WIDEST)}"


def test_who_closes_the_choice_of_readers_goes_on_from_there(new_context: Any) -> None:
    page = signed_in(new_context, join("cleo"), viewport=PHONE)
    page.goto("/compose")
    page.get_by_label("What would you like to say?").fill("Ring me: +49 30 901820")
    readers = page.locator("#composer-audience > summary")
    readers.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Done", exact=True).focus()
    page.keyboard.press("Enter")
    expect(readers).to_be_focused()
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("region", name="Not sent yet: a second look")).to_be_focused()
    page.get_by_role("button", name="Choose who reads it").click()
    expect(readers).to_be_focused()
    expect(page.get_by_role("group", name="Who is this for")).to_be_visible()


def test_choices_are_said_together_with_what_they_answer(new_context: Any) -> None:
    page = signed_in(new_context, join("cleo"))
    page.goto("/me/guard")
    much = page.get_by_role("group", name="Before a post leaves", exact=True)
    expect(much.get_by_role("radio")).to_have_count(3)
