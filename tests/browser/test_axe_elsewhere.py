"""The same for everybody else, for what opens, for refusals, and from right to left."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from hedgerow.boundary import epoch
from tests import pages

from .conftest import Walk
from .looking import DESK, PHONE, all_pages, look_at, opened, say

pytestmark = pytest.mark.browser

ONLOOKERS = (
    "bob", "keeper", "heidi", "heidi at the door", "judy", "waiting", "closing", "newcomer", pages.NOBODY,
)  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing(walk: Walk, subtests: Any) -> None:
    for who in ONLOOKERS:
        with subtests.test(who):
            assert walk.addresses[who]
            say(walk, all_pages(walk, who))
    for template in ("400", "403", "403_csrf", "413", "429", "500"):
        with subtests.test(template):
            say(walk, _what_went_wrong(walk, template))
    with subtests.test("what opens"):
        say(walk, _what_opens(walk))
    for who in ("alice", "keeper", pages.NOBODY):
        with subtests.test(f"{who}, from right to left"):
            say(walk, _from_right_to_left(walk, who))


def _what_went_wrong(walk: Walk, template: str) -> list[str]:
    html = render_to_string(f"{template}.html", {"retry_after": 30}, RequestFactory().get("/wrong"))
    page = opened(walk, pages.NOBODY)
    page.route("**/wrong", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto("/wrong")
    found = look_at(page, template)
    page.context.close()
    return found


def _what_opens(walk: Walk) -> list[str]:
    page = opened(walk, "alice")
    found: list[str] = []
    for width in (PHONE, DESK):
        page.set_viewport_size(width)
        page.goto(f"/@alice/{walk.world.cast.posts['pictures']}")
        page.locator('.post .menu[data-load$="/more"] summary').first.click()
        page.locator('.menu[open] a[href$="/who"]').first.wait_for()
        found += look_at(page, "a post's menu")
        page.keyboard.press("Escape")
        page.locator("[data-pictures] > a").first.click()
        page.locator("#viewer[open]").wait_for()
        found += look_at(page, "the viewer")
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        page.locator("#help[open]").wait_for()
        found += look_at(page, "the list of keys")
        page.keyboard.press("Escape")
        page.goto("/compose")
        page.locator("[data-composer] details summary").first.click()
        found += look_at(page, "the audience's choices")
        page.goto("/")
        if width == PHONE:
            page.locator(".composer-more > summary").click()
        found += look_at(page, "the composer with More open")
        page.get_by_role("button", name="Poll, end or later").click()
        page.locator(".composer-further").wait_for()
        for summary in page.locator(".further > summary").all():
            summary.click()
        found += look_at(page, "the composer with a poll, an end and a moment")
    page.context.close()
    return found


def _from_right_to_left(walk: Walk, who: str) -> list[str]:
    pages.speak(walk.world, who, pages.signed_in(walk.world, who), "ar-xb")
    epoch.forget()
    page = opened(walk, who, locale="ar-XB")
    page.context.add_cookies(
        [{"name": "hedgerow-language", "value": "ar-xb", "domain": "localhost", "path": "/"}]
    )
    found: list[str] = []
    for address in walk.addresses[who]:
        page.goto(address, wait_until="load")
        if page.evaluate("document.documentElement.dir") != "rtl":
            found.append(f"{address} does not run from right to left")
        found += look_at(page, f"{address} rtl", colours=False)
    page.context.close()
    return found
