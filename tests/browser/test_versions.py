"""Saying it differently to others, in a real browser: by mouse, by keyboard, and after an error."""

from typing import Any

import pytest
from playwright.sync_api import expect

from hedgerow.people.circles import acts as circles
from hedgerow.talk.posts import reads
from tests.delivery.world import follow, join
from tests.web.reading.test_browser import shot, signed_in

from .looking import AXE, DESK, LOOK, PHONE, look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
ADD = "Say it differently to…"


class Ana:
    """Ana, whom Ben, Cleo and Dora follow; Ben and Dora are friends of hers, Dora is of the old firm."""

    def __init__(self, new_context: Any, size: dict[str, int]) -> None:
        self.face, self.ben, self.cleo, self.dora = (join(name) for name in ("ana", "ben", "cleo", "dora"))
        for face in (self.ben, self.cleo, self.dora):
            follow(face, self.face)
        for name, people in (("Friends", (self.ben, self.dora)), ("Old firm", (self.dora,))):
            circles.put_in(self.face, circles.make(self.face, name), people)
        self.page = signed_in(new_context, self.face, viewport=size, reduced_motion="reduce")
        self.page.add_init_script(path=str(AXE))
        self.page.add_init_script(script=LOOK)
        self.page.goto("/compose")

    def version(self, number: int) -> Any:
        """The fields of one version, by its place."""
        return self.page.locator(f"fieldset.version:has(> legend:text-is('Version {number}'))")

    def add(self) -> None:
        """One version more, and wait for it."""
        count = self.page.locator("fieldset.version").count()
        self.page.get_by_role("button", name=ADD).click()
        expect(self.page.locator("fieldset.version")).to_have_count(count + 1)
        expect(self.version(count + 1)).to_be_focused()

    def choose(self, number: int, circle: str) -> None:
        """Whom a version is for."""
        chip = self.version(number).locator(".chip", has_text=circle).first
        chip.locator("input").check(force=True)

    def seen_by(self, face: int) -> list[str]:
        """What somebody reads on Ana's page."""
        return [post.body.html for post in reads.by_author(face, self.face).shown]


@pytest.fixture
def ana(new_context: Any, request: Any) -> Ana:
    return Ana(new_context, getattr(request, "param", DESK))


@WIDTHS
def test_versions_are_added_previewed_moved_taken_away_and_sent(new_context: Any, size: Any) -> None:
    ana = Ana(new_context, size)
    page, gets = ana.page, ana.page.locator(".gets-place")
    page.fill("#composer-text", "A new title")
    ana.add()
    expect(page.locator("#composer-text")).to_have_value("A new title")
    ana.choose(1, "Friends")
    expect(gets).to_contain_text("2 people get this one.")
    ana.version(1).locator("textarea").fill("The whole story")
    ana.add()
    ana.choose(2, "Old firm")
    expect(gets).to_contain_text("An earlier version instead: Dora")
    words = ana.version(2).locator(".version-words")
    ana.version(2).get_by_label("They read nothing").check()
    expect(words).to_be_hidden()
    expect(gets).to_contain_text("0 people see nothing")
    ana.version(2).get_by_role("button", name="Move up").click()
    expect(ana.version(1).get_by_label("They read nothing")).to_be_checked()
    expect(ana.version(1)).to_be_focused()
    expect(gets).to_contain_text("1 person sees nothing: Dora")
    expect(gets).to_contain_text("1 person gets this one.")
    assert not look_at(page, "versions")
    shot(page, f"versions-{size['width']}")
    ana.add()
    ana.version(3).get_by_role("button", name="Remove this version").click()
    expect(page.locator("fieldset.version")).to_have_count(2)
    page.click(".composer-send")
    page.wait_for_url("**/@ana/*")
    assert [ana.seen_by(face) for face in (ana.ben, ana.cleo, ana.dora)] == [
        ['<p dir="auto">The whole story</p>'], ['<p dir="auto">A new title</p>'], [],
    ]  # fmt: skip
    page.goto(page.url.replace("/@ana/", "/p/") + "/who")
    expect(page.locator("#who-versions")).to_be_visible()
    assert not look_at(page, "who")
    shot(page, f"who-versions-{size['width']}")


@WIDTHS
def test_after_an_error_everything_is_kept_and_the_version_is_named(new_context: Any, size: Any) -> None:
    ana = Ana(new_context, size)
    page = ana.page
    page.fill("#composer-text", "A new title")
    ana.add()
    ana.choose(1, "Friends")
    page.click(".composer-send")
    expect(page.locator(".errors")).to_be_focused()
    page.locator(".errors").get_by_role("link", name="Write what they read").click()
    expect(ana.version(1)).to_be_focused()
    expect(ana.version(1)).to_contain_text("Write what they read, or let them read nothing.")
    expect(page.locator("#composer-text")).to_have_value("A new title")
    expect(ana.version(1).locator(".chip", has_text="Friends").locator("input").first).to_be_checked()
    shot(page, f"versions-error-{size['width']}")
    ana.version(1).locator("textarea").fill("The whole story")
    page.click(".composer-send")
    page.wait_for_url("**/@ana/*")
    assert ana.seen_by(ana.ben) == ['<p dir="auto">The whole story</p>']


def test_by_keyboard_alone(ana: Ana) -> None:
    page = ana.page
    page.locator("#composer-text").focus()
    page.keyboard.type("A new title")
    page.get_by_role("button", name=ADD).focus()
    page.keyboard.press("Enter")
    expect(ana.version(1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("input[type=checkbox]:focus")).to_have_count(1)
    page.keyboard.press("Space")
    expect(page.locator(".gets-place")).to_contain_text("gets this one.")
    ana.version(1).locator("textarea").focus()
    page.keyboard.type("The whole story")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/@ana/*")
    assert len(reads.own_things(ana.face)) == 2


def test_somebody_found_by_name_is_put_into_the_version_that_asked(ana: Ana) -> None:
    page = ana.page
    page.fill("#composer-text", "A new title")
    ana.add()
    ana.add()
    search = ana.version(2).locator('input[type="search"]')
    search.press_sequentially("cle")
    ana.version(2).locator("[data-found]").first.click()
    expect(ana.version(2).locator("input[name='v1-person']:checked")).to_have_count(1)
    assert ana.version(1).locator("input[name$='-person']:checked").count() == 0
    expect(page.locator(".gets-place")).to_contain_text("1 person gets this one.")


def test_a_story_told_in_versions_is_edited_in_one_form(ana: Ana) -> None:
    page = ana.page
    page.fill("#composer-text", "A new title")
    ana.add()
    ana.choose(1, "Friends")
    ana.version(1).locator("textarea").fill("The whole story")
    page.click(".composer-send")
    page.wait_for_url("**/@ana/*")
    page.goto(page.url.replace("/@ana/", "/p/") + "/edit")
    assert page.get_by_role("button", name=ADD).count() == 0
    other = page.locator("fieldset.version textarea")
    assert other.input_value() == "The whole story"
    other.fill("The whole story, again")
    shot(page, "versions-edit")
    page.click(".composer-send")
    page.wait_for_url("**/@ana/*")
    assert ana.seen_by(ana.ben) == ['<p dir="auto">The whole story, again</p>']
    assert ana.seen_by(ana.cleo) == ['<p dir="auto">A new title</p>']
