"""Writing and looking in a real browser: keys, drafts, pictures on their way, the viewer, acts in place."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from hedgerow.kernel import limits
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as face_acts
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.models import Member
from hedgerow.talk.models import Post
from hedgerow.talk.polls.rules import Asked
from hedgerow.talk.posts import acts, reads
from hedgerow.talk.posts.acts import Draft
from tests.browser.looking import AXE, LOOK, PHONE, look_at
from tests.delivery.world import follow, join, say

from .conftest import sign_in
from .test_compose import circle, drawing, written
from .test_guard import teach


@pytest.fixture
def page_of(new_context: Any) -> Any:
    """A page in which a face speaks."""

    def make(face: int, **options: Any) -> Any:
        context = new_context(**options)
        key = sign_in(face).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "domain": "localhost", "path": "/"}]
        )
        return context.new_page()

    return make


def files(folder: Path, *names: str) -> list[str]:
    """Pictures on disk."""
    for name in names:
        (folder / name).write_bytes(drawing().read())
    return [str(folder / name) for name in names]


def test_ctrl_enter_sends_and_the_kept_draft_is_forgotten(page_of: Any) -> None:
    ana = join("ana")
    page = page_of(ana)
    page.goto("/compose")
    page.fill("#composer-text", "by keyboard alone")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/@ana/*")
    expect(page.locator("main")).to_contain_text("by keyboard alone")
    page.goto("/compose")
    expect(page.locator("#composer-text")).to_have_value("")
    assert len(written(ana)) == 1


def test_a_draft_survives_leaving_and_an_error(page_of: Any) -> None:
    ana = join("ana")
    page = page_of(ana)
    page.goto("/compose")
    page.fill("#composer-text", "half a thought")
    page.goto("/@ana")
    page.goto("/compose")
    expect(page.locator("#composer-text")).to_have_value("half a thought")
    page.fill("#composer-text", "x" * 5001)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#composer-text-error")
    expect(page.locator("#composer-text")).to_have_value("x" * 5001)
    expect(page.locator(".errors")).to_be_focused()
    assert not written(ana)


def test_a_face_changed_in_another_tab_is_told_while_one_writes(page_of: Any) -> None:
    ana = join("ana")
    face_acts.create(Member.objects.get(faces=ana), FaceDraft(handle="ana_at_work", name="Ana"))
    page = page_of(ana)
    page.clock.install()
    page.goto("/compose")
    other = page.context.new_page()
    other.goto("/me/faces")
    other.locator('main button[value="ana_at_work"]').click()
    other.wait_for_load_state()
    page.fill("#composer-text", "for Ana's friends")
    page.clock.fast_forward(60_000)
    expect(page.locator("[data-elsewhere]")).to_contain_text("another face")
    expect(page.locator(".toast").first).to_contain_text("another face")


def test_an_empty_field_runs_as_its_page_does(page_of: Any) -> None:
    noor = join("noor")
    face_acts.edit(noor, FaceDraft(name="Noor", language="ar"))
    page = page_of(noor)
    page.goto("/compose")
    text = page.locator("#composer-text")
    expect(text).to_have_css("direction", "rtl")
    text.fill("Good morning")
    expect(text).to_have_css("direction", "ltr")


def test_pictures_go_ahead_are_moved_and_removed(page_of: Any, tmp_path: Path) -> None:
    ana = join("ana")
    page = page_of(ana)
    page.goto("/compose")
    page.set_input_files("[data-pick]", files(tmp_path, "one.png", "two.png", "three.png"))
    expect(page.locator("[data-attachment]")).to_have_count(3)
    fields = page.locator(".attachment input[name^='alt-']")
    for place, alt in enumerate(("one", "two", "three")):
        fields.nth(place).fill(alt)
    page.locator("[data-remove]").nth(0).click()
    page.locator("[data-earlier]").nth(1).click()
    page.fill("#composer-text", "two pictures")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/@ana/*")
    assert [picture.alt for picture in written(ana)[0].pictures] == ["three", "two"]


def test_a_composer_whose_only_picture_was_removed_leaves_no_draft(page_of: Any, tmp_path: Path) -> None:
    ana = join("ana")
    page = page_of(ana)
    page.goto("/compose")
    with page.expect_response("**/drafts/save"):
        page.set_input_files("[data-pick]", files(tmp_path, "one.png"))
    with page.expect_response("**/drafts/save"):
        page.locator("[data-attachment] [data-remove]").click()
    page.goto("/drafts")
    expect(page.locator("a[href^='/compose?draft=']")).to_have_count(0)


def test_a_broken_picture_says_so_and_the_words_stay(page_of: Any, tmp_path: Path) -> None:
    page = page_of(join("ana"))
    page.goto("/compose")
    page.fill("#composer-text", "my words")
    (tmp_path / "odd.png").write_bytes(b"not a picture")
    page.set_input_files("[data-pick]", str(tmp_path / "odd.png"))
    page.wait_for_selector(".attachment .field-error")
    expect(page.locator(".attachment .field-error")).to_contain_text("odd.png")
    expect(page.locator("#composer-text")).to_have_value("my words")


def test_the_sentence_follows_each_choice_and_found_people_stay(page_of: Any) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    circle(ana, "Hiking", ben)
    contacts.follow(ana, cleo)
    page = page_of(ana)
    page.goto("/compose")
    page.click("#composer-audience > summary")
    page.get_by_label("Hiking").first.check(force=True)
    expect(page.locator("#audience-sentence")).to_contain_text("Hiking")
    page.fill("#audience-search", "cle")
    page.wait_for_selector("[data-found]")
    page.locator("[data-found]").click()
    expect(page.locator("#audience-sentence")).to_contain_text("Cleo")
    expect(page.locator("#chosen-people input:checked")).to_have_count(1)
    page.fill("#composer-text", "for some")
    page.click(".composer-send")
    page.wait_for_url("**/@ana/*")
    post = written(ana)[0]
    assert "Hiking" in post.told.sentence
    assert reads.shown(cleo, [post.id])


def test_who_may_surprise_stays_unfolded_while_the_names_are_fetched_anew(page_of: Any) -> None:
    """The very first touch of a composer unfolds them, and asks who reads it as well."""
    ana, ben = join("ana"), join("ben")
    follow(ben, ana)
    contacts.label(ana, ben, ["manager"])
    page = page_of(ana)
    page.goto("/compose")
    page.locator(".surprises").evaluate("names => { names.dataset.before = '' }")
    page.click(".surprises > summary")
    expect(page.locator(".surprises:not([data-before])")).to_contain_text("you labelled them manager")
    expect(page.locator(".surprises .surprise")).to_be_visible()


def test_who_may_surprise_is_left_out_by_a_tap(page_of: Any) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    for face in (ben, cleo):
        follow(face, ana)
        contacts.label(ana, face, ["manager"])
    page = page_of(ana)
    for address in ("/", "/compose"):
        page.goto(address)
        page.fill("#composer-text", "my words")
        page.click(".surprises > summary")
        way = page.locator(".surprise", has_text="Cleo").get_by_role("button")
        page.set_viewport_size({"width": 360, "height": 740})
        assert way.evaluate("e => e.getBoundingClientRect().height") < 50, "its words stand in one line"
        way.click()
        expect(page.locator("#audience-sentence")).to_contain_text("without Cleo: 1 person")
        expect(page.locator(".surprise:visible")).to_have_count(1)
        expect(page.locator("#composer-audience > summary")).to_be_focused()
        expect(page.locator("#composer-text")).to_have_value("my words")
    page.click(".composer-send")
    page.wait_for_url("**/@ana/*")
    post = written(ana)[0]
    assert reads.shown(ben, [post.id])
    assert not reads.shown(cleo, [post.id])


def test_the_viewer_by_keyboard(page_of: Any) -> None:
    ana, ben = join("ana"), join("ben")
    pictures = [acts.bring_picture(ana, drawing().read(), alt) for alt in ("a barge", "a loaf")]
    contacts.follow(ben, ana)
    contacts.accept(ana, ben)
    post = acts.publish(ana, Draft(text="x", audience=Choice("followers"), media=pictures))
    page = page_of(ben)
    page.goto(f"/@ana/{post}")
    page.locator("[data-pictures] > a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#viewer[open]")
    expect(page.locator(".viewer-alt")).to_have_text("a barge")
    expect(page.locator("#viewer img")).to_have_js_property("naturalWidth", 40)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".viewer-alt")).to_have_text("a loaf")
    expect(page.locator("#viewer img")).to_have_attribute("src", re.compile("grant="))
    expect(page.locator("#viewer img")).to_have_js_property("naturalWidth", 40)
    page.keyboard.press("Escape")
    expect(page.locator("#viewer[open]")).to_have_count(0)


def test_quiet_acts_redraw_the_post_in_place(page_of: Any) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana, "hello")
    page = page_of(ben)
    page.goto(f"/@ana/{post}")
    page.click(".act-bookmark")
    page.wait_for_selector(".post.has-bookmarked")
    page.click("summary.act-react")
    page.locator(".emoji-choice button").first.click()
    page.wait_for_selector(".post.has-reacted")
    expect(page.locator(".toast")).to_have_count(2)
    assert page.url.endswith(f"/@ana/{post}")
    assert reads.post(ben, post).bookmarked


def test_too_many_acts_are_told_when_there_will_be_more(page_of: Any, settings: Any) -> None:
    settings.RATE_LIMITS = True
    ana, ben = join("ana"), join("ben")
    post = say(ana, "hello")
    page = page_of(ben)
    page.goto(f"/@ana/{post}")
    limits.allow(f"react:{ben}", limit=1, per_seconds=7200)
    page.click("summary.act-react")
    page.locator(".emoji-choice button").first.click()
    expect(page.locator(".toast")).to_contain_text(re.compile("try again in (1 hour|[0-9]+ minutes)"))
    limits.forget_all()


def test_a_word_that_comes_with_a_page_is_put_in_once_it_is_heard(page_of: Any) -> None:
    page = page_of(join("ana"))
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => new MutationObserver((changes) => {
             const added = changes.flatMap((each) => [...each.addedNodes]);
             document.body.dataset.heard = added.map((each) => each.textContent).join();
           }).observe(document.getElementById("toasts"), { childList: true }));"""
    )
    page.goto("/compose")
    page.fill("#composer-text", "hello")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/@ana/*")
    expect(page.locator("body")).to_have_attribute("data-heard", re.compile("[a-z]"))
    expect(page.locator("#toasts .toast")).to_have_count(1)


def test_deleting_from_the_menu_and_taking_it_back(page_of: Any) -> None:
    ana = join("ana")
    post = say(ana, "gone soon")
    page = page_of(ana)
    page.goto("/@ana")
    page.locator(".acts details").last.click()
    page.get_by_role("link", name="Delete").click()
    page.wait_for_selector("#sheet[open]")
    page.locator("#sheet").get_by_role("button", name="Delete").click()
    page.wait_for_selector(".toast")
    expect(page.locator("main")).not_to_contain_text("gone soon")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("main")).to_contain_text("gone soon")
    assert Post.objects.visible(ana).filter(public_id=post).exists()


def test_writing_and_reading_without_scripts(page_of: Any, tmp_path: Path) -> None:
    ana = join("ana")
    page = page_of(ana, java_script_enabled=False)
    page.goto("/compose")
    page.fill("#composer-text", "no scripts here")
    page.set_input_files("[data-pick]", files(tmp_path, "one.png"))
    page.click(".composer-send")
    page.wait_for_url("**/@ana/*")
    expect(page.locator("main")).to_contain_text("no scripts here")
    assert len(written(ana)[0].pictures) == 1
    page.click(".act-bookmark")
    page.wait_for_selector(".post.has-bookmarked")


def test_on_home_the_choice_comes_into_its_place(page_of: Any) -> None:
    ana, ben = join("ana"), join("ben")
    circle(ana, "Hiking", ben)
    page = page_of(ana)
    page.goto("/")
    page.fill("#composer-text", "from home")
    page.click("#composer-audience")
    page.get_by_label("Hiking").first.check(force=True)
    expect(page.locator("#audience-sentence")).to_contain_text("Hiking")
    expect(page.locator("#composer-text")).to_have_value("from home")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".toast")
    assert written(ana)[0].told.sentence == "Hiking"


def test_the_circles_a_text_looks_like_and_a_second_look(page_of: Any) -> None:
    ana = join("ana")
    teach(ana)
    page = page_of(ana, viewport=PHONE, reduced_motion="reduce")
    page.add_init_script(path=str(AXE))
    page.add_init_script(script=LOOK)
    page.goto("/compose")
    page.locator("#composer-text").press_sequentially("New boots for the summit trail, +44 7700 900123")
    page.get_by_role("button", name="Looks like Hiking").click()
    expect(page.locator("#audience-sentence")).to_contain_text("Hiking")
    expect(page.get_by_role("button", name="Looks like")).to_have_count(0)
    assert look_at(page, "looks like") == []
    page.locator("#composer-text").press("Control+Enter")
    expect(page.locator("#composer-guard")).to_be_focused()
    # Where it scrolled to, the sticky head covers half a button; that is no fault of either.
    page.evaluate("scrollTo(0, 0)")
    assert look_at(page, "a second look") == []
    page.get_by_label("Not again for this").check()
    page.get_by_role("button", name="Post anyway").click()
    page.wait_for_url("**/@ana/*")
    assert written(ana)[0].told.sentence.startswith("Hiking")
    page.goto("/compose")
    page.fill("#composer-text", "Again: +44 7700 900123")
    page.locator("#composer-text").press("Control+Enter")
    page.wait_for_url("**/@ana/*")


def test_a_double_click_is_one_click(page_of: Any) -> None:
    """The second click would take the vote back, or be told that the handle is taken."""
    ana, ben = join("ana"), join("ben")
    asked = acts.publish(ana, Draft("Where to?", Choice("public"), poll=Asked(["River", "Hill"])))
    page = page_of(ben)
    page.goto(f"/@ana/{asked}")
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.get_by_role("button", name="River").dblclick()
    expect(page.locator(".poll-told")).to_contain_text("1 person voted")
    # It was a choice, and can be taken back by another click.
    page.get_by_role("button", name="River").click()
    expect(page.locator(".poll-told")).to_contain_text("0 people voted")
    page.goto("/me/faces/new")
    page.fill("[name=name]", "Ben at work")
    page.fill("[name=handle]", "ben_works")
    page.locator("main form button[type=submit]").last.dblclick()
    page.wait_for_url("**/me/faces")
    assert len(sent) == 3
