"""What a composer keeps behind a word, marks that name no picture, toasts that leave every button free."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.delivery.world import join, say

from .test_browser import page_of
from .test_compose import written

__all__ = ["page_of"]

PHONE = {"width": 390, "height": 844}
COVERED = """() => {
  const stays = (one) => {
    for (let e = one; e; e = e.parentElement)
      if (["sticky", "fixed"].includes(getComputedStyle(e).position)) return true;
    return false;
  };
  const found = [];
  for (const one of document.querySelectorAll("a, button, summary, input, select, textarea")) {
    if (one.closest(".toasts") || (scrollY > 0 && !stays(one))) continue;
    const box = one.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (top?.closest(".toast")) found.push(one.outerHTML.slice(0, 90));
  }
  return found;
}"""


def test_poll_end_or_later_opens_all_three_and_keeps_the_words(page_of: Any) -> None:
    ana = join("ana")
    page = page_of(ana)
    page.goto("/")
    page.fill("#composer-text", "Where shall we walk?")
    page.get_by_role("button", name="Poll, end or later").click()
    for name in ("Poll", "Vanishes", "Later"):
        expect(page.locator(".further > summary", has_text=name)).to_be_visible()
    expect(page.locator("#composer-text")).to_have_value("Where shall we walk?")
    page.locator(".further > summary", has_text="Poll").click()
    page.fill("#option-1", "River")
    page.fill("#option-2", "Hill")
    page.locator(".composer-send").click()
    page.locator("article.post", has_text="River").first.wait_for()
    (sent,) = written(ana)
    assert "Where shall we walk?" in sent.body.html
    assert sent.body.poll is not None


def test_on_a_phone_more_opens_the_rest_within_reach(page_of: Any) -> None:
    page = page_of(join("ana"), viewport=PHONE)
    page.goto("/compose")
    note = page.locator(".composer-extra summary", has_text="Content note")
    expect(note).to_be_hidden()
    more = page.locator(".composer-more > summary")
    more.focus()
    page.keyboard.press("Enter")
    note.click()
    field = page.locator("#composer-note")
    field.fill("Moving house")
    box = field.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.keyboard.press("Escape")
    more.click()
    expect(note).to_be_hidden()
    more.click()
    expect(field).to_have_value("Moving house")


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desk"])
def test_a_toast_covers_no_button(page_of: Any, size: Any) -> None:
    ana = join("ana")
    for n in range(6):
        say(ana, f"leaf {n} " + "and more of it " * 20)
    page = page_of(ana, viewport=size, reduced_motion="reduce")
    for address in ("/", "/@ana", "/contacts", "/circles", "/messages", "/compose", "/me/review", "/search"):
        page.goto(address)
        page.evaluate("hedgerow.say('It is kept.', '/p/1/undo-delete')")
        page.locator(".toast").first.wait_for()
        assert page.evaluate(COVERED) == [], address
        page.evaluate("scrollBy(0, 500)")
        assert page.evaluate(COVERED) == [], f"{address}, further down"


def test_a_mark_without_a_picture_is_told_while_typing(page_of: Any) -> None:
    page = page_of(join("ana"))
    page.goto("/compose/story")
    page.fill("#composer-text", "First.\n\n![99]\n\nLast.")
    told = page.locator("[data-lost]")
    expect(told).to_contain_text("![99] names no picture")
    page.fill("#composer-text", "First.\n\nLast.")
    expect(told).to_be_empty()
