"""Old posts by audience, and letting fewer people see them: numbers first, at once, in steps."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from hedgerow.doors.web.asking import review
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import reads
from hedgerow.talk.posts.known import ids_of
from tests.cast import Cast, mark

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]
EVERYBODY = ("bob", "carol", "dan", "erin", "frank", "grace", "heidi", "alice_too", "ivan", "judy")


def words(answer: Any, status: int = 200) -> str:
    """The words of the middle of a page."""
    html = answer.content.decode()
    assert answer.status_code == status, html[:500]
    middle = html[html.index("<main") : html.index("</main>")] if "<main" in html else html
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", middle)).split())


def key_of(cast: Cast, name: str, author: str = "alice") -> int:
    """The key of the group that a post of the cast is in."""
    return reads.public_ids_like(cast.faces[author], cast.posts[name])[0]


def viewers(post: int) -> set[str]:
    """Who of the cast sees a post now."""
    return {name for name in EVERYBODY if reads.shown(_faces[name], ids_of([post]))}


_faces: dict[str, int] = {}


@pytest.fixture(autouse=True)
def _remember_faces(cast: Cast) -> None:
    _faces.update(cast.faces)


def fields(html: str) -> dict[str, list[str]]:
    """The hidden fields of the form in the middle of a page."""
    form = html[html.index('<form class="confirm"') :]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', form):
        found.setdefault(name, []).append(value)
    found.pop("csrfmiddlewaretoken", None)
    return found


def test_groups_with_sentence_and_count(cast: Cast, browser_of: Browser) -> None:
    said = words(browser_of(cast.alice).get("/me/review"))
    groups = reads.own_by_audience(cast.alice)
    assert len(groups) > 6
    assert "Garden 5 posts" in re.sub(r"\d+/\d+/\d+[^G]*?(\d+ posts)", r"\1", said) or "Garden" in said
    for group in groups:
        assert group.told.sentence in said
    assert "of_other_face" not in said


def test_an_empty_review_says_what_to_do(cast: Cast, browser_of: Browser) -> None:
    assert "Nothing to look through yet" in words(browser_of(cast.heidi).get("/me/review"))


def test_into_a_group(cast: Cast, browser_of: Browser) -> None:
    html = browser_of(cast.alice).get(f"/me/review/{key_of(cast, 'circle')}").content.decode()
    for name in ("circle", "pinned_circle", "circle_later"):
        assert mark(name) in html
    assert mark("by_name") not in html


@pytest.mark.parametrize("viewer", ["bob", "alice_too", "heidi"])
def test_groups_are_nobody_elses(cast: Cast, browser_of: Browser, viewer: str) -> None:
    client = browser_of(cast.faces[viewer])
    key = key_of(cast, "circle")
    assert client.get(f"/me/review/{key}").status_code == 404
    assert client.get(f"/me/review/{key}/narrow").status_code == 404
    assert (
        client.post(f"/me/review/{key}/narrow", {"way": "me", "all": "1", "step": "sure"}).status_code == 404
    )
    assert client.post(f"/me/review/{key}/preview", {"way": "me", "all": "1"}).status_code == 404
    assert viewers(cast.posts["circle"]) == {"bob", "erin"}


def test_the_effect_is_told_in_numbers_before(cast: Cast, browser_of: Browser) -> None:
    client = browser_of(cast.alice)
    key = key_of(cast, "circle")
    sent = {"way": "circles", "person": str(cast.public("bob")), "all": "1"}
    said = words(client.post(f"/me/review/{key}/narrow", {**sent, "step": "effect"}))
    assert "Let fewer people see these 6 posts?" in said
    assert "Now Garden 3 people" in said  # Bob, Erin, and Carol of the later one
    assert "1 person" in said
    assert "2 people will lose sight of at least one of them." in said
    assert "cannot be taken back for those who saw them already" in said
    assert viewers(cast.posts["circle"]) == {"bob", "erin"}


def test_the_numbers_are_those_of_the_boundary(cast: Cast, browser_of: Browser) -> None:
    """For every group and every choice: who sees at least one before and after, and who loses one."""
    chosen = [
        Choice("nobody"),
        Choice("site"),
        Choice("followers"),
        Choice("chosen", circles=[cast.circle_id("Garden")]),
        Choice("chosen", people=[cast.public("carol"), cast.public("heidi")]),
        Choice("site", without_circles=[cast.circle_id("Garden")]),
    ]
    from hedgerow.kernel.errors import Refused
    from hedgerow.talk.posts import acts

    local = [name for name in (*EVERYBODY, "keeper") if name != "ivan"]
    checked = 0
    for choice in chosen:
        for group in reads.own_by_audience(cast.alice):
            try:
                effect = reads.effect(cast.alice, group.key, choice)
            except Refused:
                continue
            before = {n for n in local for p in effect.posts if reads.shown(cast.faces[n], ids_of([p]))}
            assert (effect.before.everybody, effect.before.count) == (_open(effect.posts), len(before))
            acts.narrow_many(cast.alice, effect.posts, choice)
            after = {n for n in local for p in effect.posts if reads.shown(cast.faces[n], ids_of([p]))}
            assert (effect.after.everybody, effect.after.count) == (_open(effect.posts), len(after))
            assert effect.lost == len(before - after)
            checked += 1
    assert checked > 8


def _open(posts: list[int]) -> bool:
    return any(reads.shown(None, ids_of([post])) for post in posts)


def test_narrowing_a_group_holds_for_the_very_next_request(cast: Cast, browser_of: Browser) -> None:
    alice, erin, bob = browser_of(cast.alice), browser_of(cast.erin), browser_of(cast.bob)
    key = key_of(cast, "circle")
    path = f"/@alice/{cast.posts['circle']}"
    assert erin.get(path).status_code == 200
    sent = {"way": "circles", "person": str(cast.public("bob")), "all": "1"}
    asked = alice.post(f"/me/review/{key}/narrow", {**sent, "step": "effect"}).content.decode()
    answer = alice.post(f"/me/review/{key}/narrow", {**fields(asked), "step": "sure"})
    assert answer.status_code == 302
    assert erin.get(path).status_code == 404
    assert mark("reply_in_circle") not in erin.get("/@bob/replies").content.decode()
    assert bob.get(path).status_code == 200
    said = words(alice.get(answer.headers["Location"]))
    assert "6 posts are for fewer people now" in said
    assert "2 people lost sight of at least one of them" in said
    assert "cannot be undone for those who saw them" in said


def test_only_the_ticked_ones(cast: Cast, browser_of: Browser) -> None:
    alice = browser_of(cast.alice)
    key = key_of(cast, "circle")
    ticked = [str(cast.posts["circle"]), str(cast.posts["names_heidi"])]
    chosen = words(alice.post(f"/me/review/{key}/narrow", {"post": ticked, "step": "choose"}))
    assert "these 2 posts" in chosen
    sent = {"way": "me", "post": [*ticked, str(cast.posts["public"])]}
    asked = alice.post(f"/me/review/{key}/narrow", {**sent, "step": "effect"}).content.decode()
    assert "these 2 posts?" in asked
    alice.post(f"/me/review/{key}/narrow", {**fields(asked), "step": "sure"})
    assert viewers(cast.posts["circle"]) == viewers(cast.posts["names_heidi"]) == set()
    assert viewers(cast.posts["pinned_circle"]) == {"bob", "erin"}
    assert "heidi" in viewers(cast.posts["public"])


def test_many_posts_go_step_by_step(cast: Cast, browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "AT_ONCE", 2)
    alice = browser_of(cast.alice)
    key = key_of(cast, "circle")
    group = reads.public_ids_like(cast.alice, key)
    answer = alice.post(f"/me/review/{key}/narrow", {"way": "me", "all": "1", "step": "sure"})
    seen_steps = []
    for _ in range(5):
        if answer.status_code == 302:
            break
        html = answer.content.decode()
        seen_steps.append(re.search(r'value="(\d+)" max="(\d+)"', html).groups())  # type: ignore[union-attr]
        answer = alice.post(f"/me/review/{key}/narrow", fields(html))
    assert seen_steps == [("2", "6"), ("4", "6")]
    assert answer.headers["Location"] == "/me/review/done"
    assert all(viewers(post) == set() for post in group)
    assert "6 posts are for fewer people now" in words(alice.get("/me/review/done"))


def test_what_is_written_meanwhile_is_left_alone(
    cast: Cast, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "AT_ONCE", 3)
    alice = browser_of(cast.alice)
    key = key_of(cast, "circle")
    html = alice.post(f"/me/review/{key}/narrow", {"way": "me", "all": "1", "step": "sure"}).content.decode()
    fresh = cast.say("fresh", "alice", audience=Choice("chosen", circles=[cast.circle_id("Garden")]))
    answer = alice.post(f"/me/review/{key}/narrow", fields(html))
    assert answer.status_code == 302
    assert viewers(fresh) == {"bob", "carol", "erin"}


def test_sent_twice_it_narrows_once_and_says_so(cast: Cast, browser_of: Browser) -> None:
    alice = browser_of(cast.alice)
    key = key_of(cast, "circle")
    sent = {"way": "me", "all": "1", "step": "sure"}
    assert alice.post(f"/me/review/{key}/narrow", sent).status_code == 302
    again = alice.post(f"/me/review/{key}/narrow", sent)
    assert again.status_code == 422
    assert "takes nobody away" in words(again, 422)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"way": "public"}, "takes nobody away"),
        ({"way": "circles", "circle": "12345"}, "not there any more"),
        ({"way": "circles", "person": "x"}, "not there any more"),
        ({"way": "everything"}, "not there any more"),
        ({"way": "site", "without": "nonsense"}, "not there any more"),
    ],
)
def test_bad_input_keeps_the_form(
    cast: Cast, browser_of: Browser, sent: dict[str, str], message: str
) -> None:
    key = key_of(cast, "circle")
    for step in ("effect", "sure"):
        given = {**sent, "all": "1", "step": step}
        answer = browser_of(cast.alice).post(f"/me/review/{key}/narrow", given)
        assert message in words(answer, 422)
        html = answer.content.decode()
        assert 'name="way"' in html
        if sent["way"] in {"public", "site"}:
            assert re.search(rf'value="{sent["way"]}"\s+checked', html)
    assert viewers(cast.posts["circle"]) == {"bob", "erin"}


@pytest.mark.parametrize("post", [[], ["x"], ["9" * 40], ["123"]])
def test_no_post_chosen(cast: Cast, browser_of: Browser, post: list[str]) -> None:
    key = key_of(cast, "circle")
    for step in ("choose", "effect", "sure"):
        sent = {"way": "me", "post": post, "step": step}
        assert "Choose at least one post." in words(
            browser_of(cast.alice).post(f"/me/review/{key}/narrow", sent), 422
        )


def test_the_live_effect(cast: Cast, browser_of: Browser) -> None:
    key = key_of(cast, "circle")
    client = browser_of(cast.alice)
    said = words(client.post(f"/me/review/{key}/preview", {"way": "me", "all": "1"}))
    assert "Only you" in said
    assert "3 people will lose sight of at least one of them." in said
    refused = client.post(f"/me/review/{key}/preview", {"way": "public", "all": "1"})
    assert "takes nobody away" in words(refused)


def test_replies_elsewhere_are_not_counted(cast: Cast, browser_of: Browser) -> None:
    key = key_of(cast, "reply_in_circle", "bob")
    said = words(
        browser_of(cast.bob).post(f"/me/review/{key}/narrow", {"way": "me", "all": "1", "step": "effect"})
    )
    assert "in other people’s threads" in said or "in somebody else’s thread" in said
    assert "Garden" not in said


def test_the_result_is_the_faces_own(cast: Cast, browser_of: Browser) -> None:
    alice = browser_of(cast.alice)
    alice.post(f"/me/review/{key_of(cast, 'circle')}/narrow", {"way": "me", "all": "1", "step": "sure"})
    assert alice.get("/me/review/done").status_code == 200
    session = alice.session
    session["face"] = cast.alice_too
    session.save()
    assert alice.get("/me/review/done").status_code == 302


def test_other_versions_that_go_with_it_are_counted(cast: Cast, browser_of: Browser) -> None:
    post = cast.posts["variant_public"]
    form = {"way": "me", "post": str(post), "step": "effect"}
    said = words(browser_of(cast.alice).post(f"/me/review/{post}/narrow", form))
    assert re.search(r"\d+ other versions? (?:is|are) narrowed with \w+\.", said)
    assert re.search(r"\d+ (?:person loses|people lose) sight of theirs\.", said)


def test_narrowing_one_version_says_that_the_others_go_with_it(cast: Cast, browser_of: Browser) -> None:
    alice, says = browser_of(cast.alice), "the others are narrowed with it"
    assert says in words(alice.get(f"/p/{cast.posts['variant_circle']}/narrow"))
    assert says not in words(alice.get(f"/p/{cast.posts['circle']}/narrow"))
