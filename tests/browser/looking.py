"""What axe-core finds on a page by day and by night, and what sticks out of it."""

from pathlib import Path
from typing import Any

from .conftest import Walk

AXE = Path(__file__).parent.parent / "vendor" / "axe-4.14.1.min.js"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

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


def say(walk: Walk, found: list[str]) -> None:
    heard = [*found, *walk.wrong]
    walk.wrong.clear()
    assert not heard, "\n".join(heard)


def all_pages(walk: Walk, who: str) -> list[str]:
    """What is wrong with this person's pages, on a phone and on a desk."""
    page = opened(walk, who)
    found: list[str] = []
    for address in walk.addresses[who]:
        page.set_viewport_size(PHONE)
        page.goto(address, wait_until="load")
        found += look_at(page, f"{address} 390")
        page.set_viewport_size(DESK)
        # By night its colours are those of the phone.
        found += look_at(page, f"{address} 1280", colours=False)
    page.context.close()
    return found
