"""The whole way without JavaScript: signing up, reading, writing to some people, and taking it back."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from hedgerow.people.audiences.reads import Choice
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.pages import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a hedge with seven gates"


def neighbour() -> int:
    """Somebody who is here already and wrote something for everybody."""
    member = members.register(
        "ben@example.org", PASSWORD, "ben", "Ben", freely=True, confirmed=True,
        draft=FaceDraft(handle="ben", name="Ben", locked=False, no_index=False),
    )  # fmt: skip
    face = faces.own(member.pk)[0].id
    posts.publish(face, Draft(text="a walk by the river", audience=Choice("public")))
    return face


def sign_up(page: Any) -> None:
    page.goto("/account/signup/")
    page.get_by_label("E-mail address").fill("ana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Handle").fill("ana")
    page.get_by_label("Name", exact=True).fill("Ana")
    page.locator("main").get_by_role("button", name="Sign up").click()
    page.get_by_role("heading", name="Your first face").wait_for()
    page.get_by_role("link", name="Skip", exact=True).click()
    page.get_by_label("Name of the circle").fill("River")
    page.get_by_role("button", name="Make this circle").click()


def sign_out_and_in(page: Any) -> None:
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill("ana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")


def card(page: Any, words: str) -> Any:
    """The post with these words."""
    return page.locator("article.post", has_text=words).first


def test_everything_without_javascript(new_context: Any, tmp_path: Path) -> None:
    neighbour()
    site.change(None, SiteDraft(registration="open", confirm_email=False))
    page = new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    sign_up(page)
    sign_out_and_in(page)

    page.goto("/@ben")
    page.get_by_role("button", name="Follow", exact=True).click()
    page.get_by_text("You follow them").first.wait_for()
    page.goto("/")
    assert card(page, "a walk by the river").is_visible()

    page.goto("/contacts/@ben")
    expect(page.locator("main noscript p")).to_be_visible()
    page.goto("/contacts")
    page.get_by_role("checkbox", name="Ben").check()
    page.get_by_label("Move the chosen people to").select_option(label="River")
    page.get_by_role("button", name="Put in", exact=True).click()
    page.get_by_text("is in River now").first.wait_for()

    _write_to_the_circle(page, tmp_path)
    _take_part(page)
    _delete_and_undo(page)


def _write_to_the_circle(page: Any, tmp_path: Path) -> None:
    file = tmp_path / "hedge.jpg"
    file.write_bytes(picture())
    page.goto("/compose")
    page.locator("#composer-text").fill("for those by the river")
    page.locator("details.audience > summary").click()
    page.get_by_label("Circles and people").check()
    for box in page.locator('input[name="circle"]:checked').all():
        box.uncheck()
    page.locator("label.chip", has_text="River").first.locator('input[name="circle"]').check()
    # The choices are a sheet on a phone. A tap beside it would leave an old sentence: only Done closes it.
    page.mouse.click(195, 20)
    expect(page.locator("details.audience[open]")).to_have_count(1)
    assert not page.locator("#audience-total").is_visible(), "it counts for the choice before"
    page.get_by_role("button", name="Done").click()
    page.locator("details.audience:not([open])").wait_for()
    expect(page.locator("#audience-sentence")).to_contain_text("River")
    expect(page.locator("#composer-text")).to_have_value("for those by the river")
    page.locator('input[type="file"]').set_input_files(file)
    page.locator(".composer-send").click()
    sent = card(page, "for those by the river")
    sent.wait_for()
    assert "River" in sent.inner_text()
    expect(sent.locator("[data-pictures] img")).not_to_have_js_property("naturalWidth", 0)


def _take_part(page: Any) -> None:
    page.goto("/explore")
    card(page, "a walk by the river").locator("summary.act-react").click()
    card(page, "a walk by the river").get_by_role("link", name="Choose a reaction").click()
    page.locator('main button[name="emoji"]').first.click()
    page.goto("/explore")
    assert card(page, "a walk by the river").locator(".reaction, .reactions button").count() >= 1
    card(page, "a walk by the river").locator(".act-reply").click()
    page.locator("#composer-text").fill("which river?")
    page.locator(".composer-send").click()
    card(page, "which river?").wait_for()


def _delete_and_undo(page: Any) -> None:
    page.goto("/@ana")
    post = card(page, "for those by the river")
    number = post.locator(".post-time").get_attribute("href").rsplit("/", 1)[-1]
    page.goto(f"/p/{number}/more")
    page.get_by_role("link", name="Delete").click()
    page.locator("main").get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    page.goto("/@ana")
    assert card(page, "for those by the river").is_visible()
