"""Every page, by day and night, on a phone and a desk: axe-core finds nothing, nothing sticks out."""

from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from hedgerow.boundary import epoch
from tests import pages

from .conftest import Walk

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent.parent / "vendor" / "axe-4.14.1.min.js"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
ONLOOKERS = (
    "alice", "bob", "keeper", "heidi", "heidi at the door", "judy", "waiting", "closing", pages.NOBODY,
)  # fmt: skip

EVERYTHING = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  return await look({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
}"""
COLOURS = """async () => await look({
  runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] }, resultTypes: ["violations"],
})"""
LOOK = """
window.look = async (how) => {
  const { violations } = await axe.run(document, how);
  return violations.flatMap((rule) => rule.nodes.slice(0, 3).map(
    (node) => [rule.id, node.target.join(" "), node.html.slice(0, 160), node.failureSummary].join(" | ")));
};
"""
THEME = "theme => { document.documentElement.dataset.theme = theme; }"
WIDTH = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
WIDEST = """() => [...document.body.querySelectorAll("*")]
  .filter((e) => { const r = e.getBoundingClientRect(); return r.right > innerWidth + 1 || r.left < -1; })
  .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""


def look_at(page: Any, name: str, *, colours: bool = True) -> list[str]:
    """What is wrong with the page that is open, at its present width."""
    wrong = []
    page.evaluate(THEME, "light")
    wrong += [f"{name} light: {found}" for found in page.evaluate(EVERYTHING)]
    if colours:
        page.evaluate(THEME, "dark")
        wrong += [f"{name} dark: {found}" for found in page.evaluate(COLOURS)]
    has, shows = page.evaluate(WIDTH)
    if has > shows:
        wrong.append(f"{name} is {has} px wide in {shows}: {page.evaluate(WIDEST)}")
    return wrong


def opened(walk: Walk, who: str, **options: Any) -> Any:
    page = walk.context(who, viewport=PHONE, **options).new_page()
    page.add_init_script(path=str(AXE))
    page.add_init_script(script=LOOK)
    return page


@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing(walk: Walk, subtests: Any) -> None:
    for who in ONLOOKERS:
        with subtests.test(who):
            assert walk.addresses[who]
            _say(walk, _all_pages(walk, who))
    for template in ("400", "403", "403_csrf", "413", "429", "500"):
        with subtests.test(template):
            _say(walk, _what_went_wrong(walk, template))
    with subtests.test("what opens"):
        _say(walk, _what_opens(walk))
    for who in ("alice", "keeper", pages.NOBODY):
        with subtests.test(f"{who}, from right to left"):
            _say(walk, _from_right_to_left(walk, who))


def _say(walk: Walk, found: list[str]) -> None:
    heard = [*found, *walk.wrong]
    walk.wrong.clear()
    assert not heard, "\n".join(heard)


def _all_pages(walk: Walk, who: str) -> list[str]:
    page = opened(walk, who)
    found: list[str] = []
    for address in walk.addresses[who]:
        page.set_viewport_size(PHONE)
        page.goto(address, wait_until="load")
        found += look_at(page, f"{address} 390")
        page.set_viewport_size(DESK)
        found += look_at(page, f"{address} 1280")
    page.context.close()
    return found


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
