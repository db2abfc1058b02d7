"""Conversations in a browser: by keyboard, without a script, and what axe finds on their pages."""

from typing import Any

import pytest
from playwright.sync_api import expect

from hedgerow.talk.conversations import acts
from hedgerow.talk.conversations.acts import Said
from tests.delivery.world import follow, join
from tests.web.reading.test_browser import signed_in

from .looking import AXE, DESK, LOOK, PHONE, look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def talk() -> tuple[int, int]:
    """Ana, and her conversation with Ben and Cem, whose name runs the other way."""
    ana, ben, cem = join("ana"), join("ben"), join("cem")
    for one, other in ((ana, ben), (ben, ana), (cem, ana), (ana, cem)):
        follow(one, other)
    group = acts.begin(ana, [ben, cem], Said("who brings the ladder? " * 12), "Orchard")
    acts.say(ben, group, Said("שלום?"))
    return ana, group


def test_axe_finds_nothing_on_the_pages_of_messages(new_context: Any, talk: tuple[int, int]) -> None:
    ana, group = talk
    page = signed_in(new_context, ana, reduced_motion="reduce")
    page.add_init_script(path=str(AXE))
    page.add_init_script(script=LOOK)
    place = f"/messages/{group}"
    found: list[str] = []
    for address in (
        "/messages", "/messages/requests", "/messages/new", "/messages/settings", place, f"{place}/people",
        f"{place}/search?q=ladder", f"{place}/leave",
    ):  # fmt: skip
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            page.goto(address, wait_until="load")
            found += look_at(page, f"{address} {size['width']}")
    assert not found, "\n".join(found)


def test_by_keyboard(new_context: Any, talk: tuple[int, int]) -> None:
    ana, group = talk
    page = signed_in(new_context, ana, reduced_motion="reduce")
    page.goto(f"/messages/{group}")
    page.locator("#talk-text").focus()
    page.keyboard.type("one line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("and another")
    page.keyboard.press("Enter")
    page.locator(".said-mine", has_text="and another").wait_for()
    # The row may come over the stream before the answer to its sending.
    expect(page.locator("#talk-text")).to_have_value("")
    page.keyboard.press("ArrowUp")
    page.wait_for_url("**/edit")


def test_without_a_script(new_context: Any, talk: tuple[int, int]) -> None:
    ana, group = talk
    page = signed_in(new_context, ana, java_script_enabled=False)
    page.goto("/messages")
    page.get_by_role("link", name="Orchard").click()
    page.get_by_label("Message", exact=True).fill("by a form alone")
    page.get_by_role("button", name="Send").click()
    page.locator(".said-mine", has_text="by a form alone").wait_for()
    assert page.url.partition("#")[0].endswith(f"/messages/{group}")
