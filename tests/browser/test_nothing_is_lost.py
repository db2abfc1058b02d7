"""What somebody wrote or changed stays theirs: without a network, on going back, with several forms."""

from typing import Any

import pytest
from playwright.sync_api import expect

from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts import reads as contact_reads
from hedgerow.people.notes import reads as notes
from tests.delivery.world import follow, join, say
from tests.web.reading.test_browser import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two() -> tuple[int, int]:
    """Ana and Ben, who follow each other."""
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    follow(ben, ana)
    return ana, ben


def test_without_a_network_the_composer_says_so_and_keeps_everything(
    new_context: Any, two: tuple[int, int]
) -> None:
    page = signed_in(new_context, two[0])
    page.goto("/compose")
    page.locator("#composer-text").fill("written in a tunnel")
    page.context.set_offline(True)
    page.locator(".composer-send").click()
    expect(page.get_by_text("There is no connection. What you wrote is kept here.")).to_be_visible()
    expect(page.locator("#composer-text")).to_have_value("written in a tunnel")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("article.post")).to_contain_text("written in a tunnel")


def test_what_was_begun_a_moment_ago_is_among_the_drafts(new_context: Any, two: tuple[int, int]) -> None:
    page = signed_in(new_context, two[0])
    page.route("**/drafts/save", lambda route: route.abort())
    page.goto("/compose")
    page.locator("#composer-text").fill("begun in this browser")
    page.goto("/drafts")
    expect(page.get_by_text("No drafts")).to_have_count(0)
    page.get_by_role("link", name="begun in this browser").click()
    expect(page.locator("#composer-text")).to_have_value("begun in this browser")


def test_back_after_a_refused_form_leads_to_the_composer(new_context: Any, two: tuple[int, int]) -> None:
    page = signed_in(new_context, two[0])
    page.goto("/compose")
    page.locator("#composer-text").fill("far too long " * 500)
    page.locator(".composer-send").click()
    expect(page.locator(".composer .errors")).to_be_visible()
    page.locator("#composer-text").fill("short enough")
    page.locator(".composer-send").click()
    expect(page.locator("article.post")).to_contain_text("short enough")
    # What was sent is forgotten by a script of the page that shows it; whoever is faster finds it kept.
    page.wait_for_load_state()
    page.go_back()
    expect(page.locator("#composer-text")).to_have_value("")


def test_saving_one_form_of_a_contact_saves_the_others(new_context: Any, two: tuple[int, int]) -> None:
    ana, ben = two
    page = signed_in(new_context, ana)
    page.goto("/contacts/@ben")
    page.locator("#own-note").fill("met at the gate")
    page.get_by_label("Tell me of each post of Ben").check()
    page.locator('input[name="label"][value="colleague"]').check()
    page.get_by_role("button", name="Save labels").click()
    expect(page.get_by_text("Your note is kept.")).to_be_visible()
    relation = contact_reads.relation(ana, ben)
    assert (relation.bell, list(relation.labels)) == (True, ["colleague"])
    assert notes.about(ana, [ben]) == {ben: "met at the gate"}


def test_a_letter_files_nobody_who_was_not_chosen(new_context: Any, two: tuple[int, int]) -> None:
    from hedgerow.people.circles import acts as circles
    from hedgerow.people.circles import reads as circle_reads

    ana, _ben = two
    follow(ana, join("cleo"))
    river = circles.make(ana, "River")
    page = signed_in(new_context, ana)
    page.goto("/contacts")
    letter = page.locator(".tray-drop", has_text="River").get_attribute("data-letter")
    boxes = page.locator('#tiles input[name="person"]')
    boxes.first.focus()
    page.keyboard.press(letter)
    expect(page.locator(".toast", has_text="Nobody is chosen")).to_be_visible()
    assert not circle_reads.people_in(ana, river)
    page.keyboard.press("ArrowDown")
    expect(boxes.nth(1)).to_be_focused()


def test_a_menu_stands_whole_on_a_small_phone_and_a_full_field_says_so(
    new_context: Any, two: tuple[int, int]
) -> None:
    ana, _ben = two
    contacts.label(ana, two[1], ["friend"])
    for n in range(6):
        say(ana, f"thought {n}")
    page = signed_in(new_context, ana, viewport={"width": 360, "height": 640}, reduced_motion="reduce")
    page.goto("/")
    for n in range(3):
        menu = page.locator('article.post .menu[data-load$="/more"]').nth(n)
        menu.locator("summary").click()
        for name in ("Who sees this", "Delete"):
            menu.get_by_role("link", name=name).click(trial=True)
        page.keyboard.press("Escape")
    page.goto("/me/faces/@ana")
    name = page.locator('input[name="name"]').first
    name.fill("")
    name.press_sequentially("x" * 61)
    expect(page.get_by_text("This is full: 60 letters fit here.")).to_be_visible()
