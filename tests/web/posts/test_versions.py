"""Saying it differently to others, as a browser without scripts does it."""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.test import Client

from hedgerow.kernel import limits
from hedgerow.kernel.errors import TooMany
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.guarding import acts as guard
from hedgerow.talk.media import acts as media
from hedgerow.talk.posts import reads
from hedgerow.talk.variants import reads as variants
from tests.delivery.world import follow, join

from .test_compose import circle, drawing, texts, written
from .test_guard import wish

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]


def test_a_new_job_is_told_to_friends_to_colleagues_and_not_to_the_old_firm(browser_of: Browser) -> None:
    ana, ben, cleo, dora = join("ana"), join("ben"), join("cleo"), join("dora")
    for face in (ben, cleo, dora):
        follow(face, ana)
    firm, friends = circle(ana, "Old firm", dora), circle(ana, "Friends", ben, dora)
    client = browser_of(ana)
    assert "Say it differently to" in texts(client.get("/compose"))
    sent = {"text": "A new title", "way": "followers", "face": "ana"}
    sent |= {"versions": ["0", "1"], "v0-circle": firm, "v0-silent": "on"}
    sent |= {"v1-circle": friends, "v1-text": "The whole story", "v1-pictures": drawing(), "v1-new_alt": "Me"}
    asked = texts(client.post("/compose/versions", {**sent, "v1-pictures": drawing()}))
    assert "Version 1" in asked
    assert "1 person sees nothing: Dora" in asked
    assert "An earlier version instead: Ben and Dora" in asked
    answer = client.post("/compose", sent)
    [own, story] = sorted(written(ana), key=lambda post: "story" in post.body.html)
    assert answer["Location"] == own.url
    page = " ".join(client.get(own.url).content.decode().split())
    assert "Sent, each in its own version, to: Your followers" in page
    assert re.search(r"each in its own version, to: Your followers[^<]*Friends[^<]*<", page)
    assert not re.search(r"each in its own version[^<]*Old firm", page), "nothing was sent to them"
    seen = {name: [post.public_id for post in reads.by_author(face, ana).shown] for name, face in
            (("ben", ben), ("cleo", cleo), ("dora", dora))}  # fmt: skip
    assert seen == {"ben": [story.public_id], "cleo": [own.public_id], "dora": []}
    assert [picture.alt for picture in reads.post(ben, story.public_id).body.pictures] == ["Me"]
    mine = texts(client.get(f"/@ana/{story.public_id}"))
    for part in ("3 versions", 'aria-current="true"', "Nothing for", own.url):
        assert part in mine
    listed = texts(client.get("/@ana"))
    assert "3 versions" in listed
    assert "A new title" in listed
    assert "The whole story" not in listed, "one composition stands once in a list of one's own"
    theirs = texts(browser_of(ben).get("/@ana"))
    assert "The whole story" in theirs
    assert "version-tabs" not in texts(browser_of(ben).get(f"/@ana/{story.public_id}"))


def test_versions_are_added_moved_and_taken_away_and_nothing_typed_is_lost(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    friends, work = circle(ana, "Friends", ben), circle(ana, "Work")
    follow(ben, ana)
    client = browser_of(ana)
    sent = {"text": "For all", "face": "ana", "versions": ["0", "1"], "v0-text": "First", "v1-text": "Second"}
    sent |= {"v0-circle": friends, "v1-circle": work, "v1-note": "Work"}
    added = texts(client.post("/compose", {**sent, "do": "versions-add"}))
    assert added.count('name="versions"') == 3
    moved = texts(client.post("/compose", {**sent, "do": "versions-up-1"}))
    assert moved.index("Second") < moved.index("First")
    assert 'value="Work"' in moved
    assert "First" not in texts(client.post("/compose", {**sent, "do": "versions-out-0"}))
    found = texts(client.post("/compose", {**sent, "v1-find": "be"}))
    assert "@ben" in found[found.index('id="v1-found"') :]
    wrong = client.post("/compose", {**sent, "v1-text": ""})
    assert wrong.status_code == 422
    assert "Write what they read, or let them read nothing." in texts(wrong)
    for kept in ("For all", "First", f'value="{friends}"'):
        assert kept in texts(wrong)
    odd = client.post("/compose", {**sent, "versions": ["x", "0" * 99, "-1"] * 9, "v0-circle": "9" * 30})
    assert odd.status_code == 422
    assert not written(ana)


def test_a_draft_keeps_them_and_they_are_edited_together(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    friends = circle(ana, "Friends", ben)
    client = browser_of(ana)
    sent = {"text": "For all", "way": "public", "face": "ana", "token": "a token of its own"}
    sent |= {"versions": "0", "v0-text": "For friends", "v0-circle": friends}
    client.post("/compose", {**sent, "do": "draft"})
    found = re.search(r"/compose\?draft=[0-9]+", texts(client.get("/drafts")))
    assert found
    again = texts(client.get(found[0]))
    assert "For friends" in again
    client.post("/compose", sent)
    own, other = written(ana)
    assert own.varied
    [main] = [tab.post for tab in variants.tabs(ana, [own.id])[own.id] if tab.public]
    assert main is not None
    page = texts(client.get(f"/p/{main}/edit"))
    assert "For friends" in page
    special = other.public_id if own.public_id == main else own.public_id
    edited = {"text": "For all", "versions": "0", "v0-post": str(special), "v0-text": "For dear friends"}
    client.post(f"/p/{main}/edit", {**edited, "language": own.body.language})
    assert "For dear friends" in reads.post(ben, special).body.html
    assert reads.post(ben, special).body.edited_at
    assert reads.post(cleo, main).body.edited_at is None
    assert reads.post(cleo, main).body.version == 1
    assert client.post(f"/p/{main}/edit", {**edited, "v0-post": "12"}).status_code == 404
    refused = client.post(f"/p/{main}/edit", {**edited, "v0-text": " "})
    assert refused.status_code == 422


def test_whoever_blocks_or_is_blocked_learns_nothing_from_the_numbers(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    friends = circle(ana, "Friends", ben, cleo)
    contacts.block(ana, ben)
    sent = {"text": "All", "way": "site", "versions": "0", "v0-text": "Friends", "v0-circle": friends}
    asked = texts(browser_of(ana).post("/compose/versions", sent))
    assert "1 person gets this one." in asked


def test_beside_what_is_public_nobody_is_said_to_read_nothing(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    sent = {"text": "All", "way": "public", "versions": "0", "v0-silent": "on"}
    sent["v0-circle"] = circle(ana, "Old firm", ben)
    asked = texts(browser_of(ana).post("/compose/versions", sent))
    assert "Public leaves nobody out" in asked
    assert "sees nothing" not in asked
    assert "1 person sees nothing: Ben" in texts(
        browser_of(ana).post("/compose/versions", {**sent, "way": "site"})
    )


def test_a_second_look_at_an_edit_draws_the_form_it_was(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    client = browser_of(ana)
    sent = {"text": "For all", "way": "public", "face": "ana", "versions": "0", "v0-text": "For friends"}
    client.post("/compose", {**sent, "v0-circle": circle(ana, "Friends", ben)})
    [main] = [post.public_id for post in written(ana) if "all" in post.body.html]
    [special] = [post.public_id for post in written(ana) if post.public_id != main]
    guard.tune(ana, every_post=True)
    first = texts(client.get(f"/p/{main}/edit"))
    edited = {"text": "For all", "versions": "0", "v0-post": str(special), "v0-text": "For dear friends"}
    asked = client.post(f"/p/{main}/edit", edited)
    assert asked.status_code == 422
    assert 'id="composer-guard"' in texts(asked)
    assert others(texts(asked)) == others(first).replace("For friends", "For dear friends")
    for empty in ({"text": " "}, {"v0-text": " "}):
        refused = texts(client.post(f"/p/{main}/edit", {**edited, **empty}))
        assert "Write something, or add a picture." in refused
        assert 'id="composer-guard"' not in refused, "what cannot be saved needs no second look"
    looked = re.findall(r'name="looked" value="(\w+)"', texts(asked))
    assert client.post(f"/p/{main}/edit", {**edited, "looked": looked}).status_code == 302
    assert "For dear friends" in reads.post(ben, special).body.html


def said_twice(ana: int, client: Client, *friends: int, **fields: object) -> tuple[int, int]:
    """Something for all and, in other words, for friends; the numbers of both."""
    sent = {"text": "For all", "way": "public", "face": "ana", "versions": "0", "v0-text": "For friends"}
    client.post("/compose", {**sent, "v0-circle": circle(ana, "Friends", *friends), **fields})
    found = {"all" in post.body.html: post.public_id for post in written(ana)}
    return found[True], found[False]


def test_who_sees_this_says_which_version_is_whose_and_where_to_change_it(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    client = browser_of(ana)
    main, special = said_twice(ana, client, ben)
    page = texts(client.get(f"/p/{main}/who"))
    listed = page[page.index("Your versions") :]
    for part in ("Friends", "For 1 person when you posted", "Everybody who has no other version"):
        assert part in listed
    assert f'href="/p/{special}/who"' in listed
    assert f'href="/p/{special}/edit"' in listed
    assert "This holds for all your versions." in listed
    client.post(f"/p/{special}/who", {"way": "me"})
    assert not reads.shown(ben, [post.id for post in written(ana)])
    client.post("/compose", {"text": "The same to everybody", "way": "public", "face": "ana"})
    plain = next(post.public_id for post in written(ana) if "same" in post.body.html)
    assert "Your versions" not in texts(client.get(f"/p/{plain}/who"))


def test_the_review_has_one_group_an_audience_and_narrows_versions_with_what_they_belong_to(
    browser_of: Browser,
) -> None:
    ana, ben = join("ana"), join("ben")
    client = browser_of(ana)
    main, special = said_twice(ana, client, ben)
    sent = {"text": "Friends alone", "face": "ana", "way": "circles"}
    client.post("/compose", {**sent, "circle": [chip.key for chip in circles.circles(ana, ("own",))]})
    client.post("/compose", {"text": "Anybody", "face": "ana", "way": "public"})
    groups = {str(group.told.sentence): group for group in reads.own_by_audience(ana)}
    assert {name: group.count for name, group in groups.items()} == {"Friends": 2, "Public": 2}
    key = groups["Friends"].key
    page = texts(client.get(f"/me/review/{key}"))
    assert "For friends" in page
    assert "Friends alone" in page
    effect = reads.effect(ana, key, Choice("nobody"))
    assert (effect.before.count, effect.lost) == (1, 1)
    assert sorted(effect.posts) == sorted(reads.public_ids_like(ana, key))
    assert [post.public_id for post in reads.by_author(None, ana).shown if post.public_id == main]
    client.post(f"/me/review/{key}/narrow", {"step": "sure", "all": "1", "way": "me"})
    for gone in (main, special):
        assert reads.post(ana, gone).body.public is False
    assert [post.body.html for post in reads.by_author(None, ana).shown] == ['<p dir="auto">Anybody</p>']


def test_too_many_pictures_at_once_lose_no_version(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    client = browser_of(ana)
    main, special = said_twice(ana, client, ben, **{"v0-pictures": drawing()})
    [kept] = [picture.id for picture in reads.post(ben, special).body.pictures]
    for _ in range(media.PICTURES_AN_HOUR):
        with suppress(TooMany):
            limits.allow(f"picture:{ana}", limit=media.PICTURES_AN_HOUR, per_seconds=3600)
    asked = {
        "text": "For all, again",
        "versions": "0",
        "v0-post": str(special),
        "v0-text": "For dear friends",
    }
    asked |= {"v0-picture": kept}
    again = texts(client.post(f"/p/{main}/edit", {**asked, "v0-pictures": drawing()}))
    fresh = {"text": "New", "way": "public", "face": "ana", "versions": "0", "v0-text": "Other words"}
    new = texts(client.post("/compose", {**fresh, "pictures": drawing()}))
    for part in ("For all, again", "For dear friends", f'value="{kept}"', f'value="{special}"'):
        assert part in again
    assert "Other words" in new


def test_a_second_look_at_an_edit_asks_of_each_version_by_its_own_readers(browser_of: Browser) -> None:
    ana, boss = join("ana"), join("boss")
    client = browser_of(ana)
    contacts.label(ana, boss, ["client"])
    main, special = said_twice(ana, client, boss)
    wish(ana, "on", without=["hour"])
    private = "The baby has not slept, potty training again"
    edited = {"text": "For all", "versions": "0", "v0-post": str(special), "v0-text": private}
    page = texts(client.post(f"/p/{main}/edit", edited))
    assert "Private life, to people from work alone" in page


def others(html: str) -> str:
    """The part of the form with the other versions."""
    found = re.search(r'<section class="versions.*?</section>', html, re.DOTALL)
    assert found
    return found[0]
