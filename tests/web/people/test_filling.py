"""Filling circles in a real browser: by keys, by mouse, by touch, and back again."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from hedgerow.boundary import acts as engine
from hedgerow.boundary import epoch
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.people import cast as players

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
World = tuple[int, int, dict[str, int]]
"""Mira, her circle Hiking, her followers by name."""


@pytest.fixture
def world(live_server_url: str) -> Iterator[World]:
    """Mira, her circle Hiking with Ana in it, and her followers by name."""
    epoch.forget()
    mira = players.join("mira")
    hiking = circles.make(mira, "Hiking")
    crowd = players.crowd(mira, 8)
    circles.move(mira, [(hiking, crowd[0])], [])
    yield mira, hiking, {f"Contact {number:05d}": face for number, face in enumerate(crowd)}
    epoch.forget()


@pytest.fixture
def contacts(world: World, new_context: Open, live_server_url: str) -> Open:
    """The contacts page, signed in as Mira."""
    client = Client()
    client.force_login(players.member_of(world[0]))

    def visit(**options: Any) -> Any:
        context = new_context(**options)
        for name, morsel in client.cookies.items():
            context.add_cookies([{"name": name, "value": morsel.value, "url": live_server_url}])
        page = context.new_page()
        page.goto("/contacts")
        return page

    return visit


def tile(page: Any, name: str) -> Any:
    return page.get_by_role("checkbox", name=name)


def test_keys_choose_put_and_take_back(world: World, contacts: Open) -> None:
    _mira, hiking, people = world
    page = contacts()
    tile(page, "Contact 00001").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("h")
    page.get_by_text("2 people are in Hiking now and see new posts only.").wait_for()
    chosen = {people["Contact 00000"], people["Contact 00001"], people["Contact 00002"]}
    assert set(engine.members(hiking)) == chosen
    expect(page.locator("input[name=person]:focus"), "the hands stay where they were").to_have_count(1)
    page.keyboard.press("Control+z")
    page.get_by_text("Taken back. Everybody is where they were.").wait_for()
    assert engine.members(hiking) == [people["Contact 00000"]]


def test_a_face_is_dragged_onto_a_tray(world: World, contacts: Open) -> None:
    _mira, hiking, people = world
    page = contacts(viewport={"width": 1280, "height": 900})
    start = page.locator(".tile").nth(3).bounding_box()
    goal = page.locator(".tray-drop").first.bounding_box()
    page.mouse.move(start["x"] + 50, start["y"] + 50)
    page.mouse.down()
    page.mouse.move(start["x"] + 90, start["y"] + 70, steps=3)
    page.mouse.move(goal["x"] + 60, goal["y"] + 20, steps=5)
    page.mouse.up()
    page.get_by_text("Contact 00003 is in Hiking now and sees new posts only.").wait_for()
    assert people["Contact 00003"] in engine.members(hiking)


def test_fingers_choose_and_tap_a_tray(world: World, contacts: Open) -> None:
    _mira, hiking, people = world
    page = contacts(viewport={"width": 390, "height": 844}, has_touch=True)
    page.locator(".tile label").nth(1).tap()
    page.get_by_role("button", name="Put in Hiking").tap()
    page.get_by_text("Contact 00001 is in Hiking now").wait_for()
    assert people["Contact 00001"] in engine.members(hiking)


def test_what_would_be_hidden_is_asked_first(world: World, contacts: Open) -> None:
    mira, hiking, people = world
    public = next(row.public_id for row in circle_reads.rows(mira) if row.id == hiking)
    posts.publish(mira, Draft(text="Up the hill", audience=Choice("chosen", [public])))
    page = contacts()
    tile(page, "Contact 00000").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+H")
    page.get_by_text("Contact 00000 will no longer see 1 post of yours.").wait_for()
    assert engine.members(hiking) == [people["Contact 00000"]]
    page.get_by_role("button", name="Yes, change it").click()
    page.get_by_text("Contact 00000 is no longer in Hiking.").wait_for()
    assert engine.members(hiking) == []


def test_without_scripts_the_form_does_the_same(world: World, contacts: Open) -> None:
    _mira, hiking, people = world
    page = contacts(java_script_enabled=False)
    page.locator(".tile label").nth(2).click()
    page.get_by_label("Move the chosen people to…").select_option(label="Hiking")
    page.locator(".board-plain").get_by_role("button", name="Put in").click()
    page.get_by_text("Contact 00002 is in Hiking now and sees new posts only.").wait_for()
    assert people["Contact 00002"] in engine.members(hiking)
