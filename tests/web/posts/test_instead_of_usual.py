"""Naming a circle in the composer means that circle, not the followers who are usual beside it."""

from typing import Any

from hedgerow.talk.posts import reads
from tests.delivery.world import join

from .test_browser import page_of  # noqa: F401
from .test_compose import circle, written


def test_the_first_circle_named_takes_the_place_of_followers(page_of: Any) -> None:  # noqa: F811
    ana, ben = join("ana"), join("ben")
    circle(ana, "Hiking", ben)
    page = page_of(ana)
    page.goto("/compose")
    page.fill("#composer-text", "for those who walk")
    page.locator(".chip", has_text="Hiking").first.locator("input").evaluate("chip => chip.click()")
    page.locator("#composer-text").press("Control+Enter")
    page.wait_for_url("**/@ana/*")
    assert reads.post(ana, written(ana)[0].public_id).told.sentence == "Hiking"
