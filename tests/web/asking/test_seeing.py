"""The own page as somebody sees it: exactly what their own look would list, and nothing of them beside it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hedgerow.boundary import acts as engine
from hedgerow.boundary import reads as boundary
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import acts as members
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads
from tests.cast import Cast, mark
from tests.web.someone import face_of, member

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]

CAST = ("bob", "carol", "dan", "erin", "frank", "grace", "heidi", "alice_too", "ivan", "judy", "keeper")
KINDS = ("posts", "replies")


def listed(viewer: int | None, author: int, kind: str) -> list[int]:
    """What somebody's own look lists, to the last page."""
    found: list[int] = []
    before = None
    while True:
        page = reads.by_author(viewer, author, before, 7, kind)
        found += [each.listed for each in page.shown]
        if page.next is None:
            return found
        before = page.next


def seen(actor: int, eyes: Any, kind: str, limit: int = 7) -> list[int]:
    """What the page shows, to its last page."""
    found: list[int] = []
    before = None
    while True:
        page = reads.as_seen(actor, eyes, before, limit, kind)
        found += [each.shown.listed for each in page.seen]
        if page.next is None:
            return found
        before = page.next


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_what_their_own_look_lists(cast: Cast, kind: str) -> None:
    """For everybody of the cast, and for who is signed out: the very same posts in the same order."""
    sizes = set()
    for name in CAST:
        own = listed(cast.faces[name], cast.alice, kind)
        assert seen(cast.alice, boundary.sight(cast.faces[name]), kind) == own, name
        sizes.add(len(own))
    assert seen(cast.alice, boundary.sight(None), kind) == listed(None, cast.alice, kind)
    assert len(sizes) > 2 or kind == "replies"


def test_the_page_holds_these_posts_and_no_others(cast: Cast, browser_of: Browser) -> None:
    client = browser_of(cast.alice)
    for name in ("bob", "carol", "dan", "erin", "frank", "heidi", "grace", "alice_too"):
        face = cast.faces[name]
        html = client.get(f"/@alice/as?who=@{faces.card(face).handle}").content.decode()
        own = set(listed(face, cast.alice, "posts"))
        for key, number in cast.posts.items():
            assert (mark(key) in html) is (number in own), (name, key)


def test_signed_out_and_stranger(cast: Cast, browser_of: Browser) -> None:
    client = browser_of(cast.alice)
    nobody = client.get("/@alice/as?who=signed-out").content.decode()
    assert mark("public") in nobody
    assert mark("site") not in nobody
    stranger = client.get("/@alice/as?who=stranger").content.decode()
    for key, number in cast.posts.items():
        assert (mark(key) in stranger) is (number in listed(cast.heidi, cast.alice, "posts")), key


def test_a_member_in_general_is_one_from_the_beginning(cast: Cast) -> None:
    """The pretended member sees what a real one does who is in the circle from the start and in no other."""
    only = face_of(member("only"))
    circle = boundary_circle(cast)
    with write():
        engine.join(circle, [only])
        engine.look_back(circle, only, 0)
    real = listed(only, cast.alice, "posts")
    # Of several variants who came later has what is for all besides; who was there, their own.
    late, theirs = cast.posts["variant_public"], cast.posts["variant_circle"]
    expected = sorted((theirs if post == late else post for post in real), reverse=True)
    assert seen(cast.alice, boundary.somebody(circle), "posts") == expected
    assert seen(cast.alice, boundary.somebody(), "posts") == listed(cast.heidi, cast.alice, "posts")
    assert set(seen(cast.alice, boundary.somebody(cast.circles["Out"]), "posts")) < set(
        listed(cast.heidi, cast.alice, "posts")
    )


def boundary_circle(cast: Cast) -> int:
    """Alice's circle Garden."""
    return cast.circles["Garden"]


def test_a_circle_on_the_page(cast: Cast, browser_of: Browser) -> None:
    client = browser_of(cast.alice)
    html = client.get(f"/@alice/as?who=circle-{cast.circle_id('Garden')}").content.decode()
    assert "As somebody in Garden sees it" in html
    assert mark("circle") in html
    assert mark("by_name") not in html
    assert client.get("/@alice/as?who=circle-12345").status_code == 404


def test_what_is_not_seen_is_outlined_on_demand(cast: Cast, browser_of: Browser) -> None:
    client = browser_of(cast.alice)
    html = client.get("/@alice/as?who=@bob&all=1").content.decode()
    items = dict(re.findall(r'<li( class="not-seen")?>(.*?)</article>', html, re.S) and _items(html))
    own = set(listed(cast.bob, cast.alice, "posts"))
    mine = [key for key, number in cast.posts.items() if number in listed(cast.alice, cast.alice, "posts")]
    assert {key for key in mine if mark(key) in html} == set(mine)
    for key in mine:
        assert items[mark(key)] is (cast.posts[key] in own), key
    assert f"/p/{cast.posts['nobody']}/who?face=bob" in html


def _items(html: str) -> list[tuple[str, bool]]:
    """Each mark on the page, and whether it stands among what is seen."""
    found = []
    for piece in html.split("<li")[1:]:
        for text in re.findall(r"zq\w+?qz", piece):
            found.append((text, "not-seen" not in piece.split(">")[0]))
    return found


def test_nothing_of_the_viewer_shows(cast: Cast, browser_of: Browser) -> None:
    """Bob's bookmark, reaction, boost and mute leave no trace, nor do Alice's own marks."""
    client = browser_of(cast.alice)
    posts.react(cast.heidi, cast.posts["public"], "🌱")
    before = _middle(client.get("/@alice/as?who=@bob").content.decode())
    posts.bookmark(cast.bob, cast.posts["public"])
    posts.bookmark(cast.alice, cast.posts["public"])
    contacts.mute(cast.bob, cast.alice)
    assert _middle(client.get("/@alice/as?who=@bob").content.decode()) == before
    posts.react(cast.bob, cast.posts["public"], "🌱")
    html = client.get("/@alice/as?who=@bob").content.decode()
    for word in ("has-bookmarked", "has-reacted", "has-boosted", "mine-1", 'class="acts"'):
        assert word not in html


def _middle(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def test_the_gate_says_what_others_read(cast: Cast, browser_of: Browser) -> None:
    """Among what Bob sees no circle is named; the owner's own words stand only beside what he does not."""
    html = _middle(browser_of(cast.alice).get("/@alice/as?who=@bob").content.decode())
    assert "Some people" in html
    assert "Garden" not in html
    assert "Garden" in browser_of(cast.alice).get("/@alice/as?who=@heidi&all=1").content.decode()


def test_somebody_one_blocked_finds_nothing(cast: Cast, browser_of: Browser) -> None:
    html = browser_of(cast.alice).get("/@alice/as?who=@grace").content.decode()
    assert "You blocked Grace." in html
    assert not any(mark(name) in html for name in cast.posts)


def test_whom_others_posts_are_for_does_not_show(cast: Cast) -> None:
    """Bob asks what Erin and Heidi see of his answers to Alice: the page does not tell them apart."""
    for kind in KINDS:
        told = []
        for name in ("erin", "heidi"):
            page = reads.as_seen(cast.bob, boundary.sight(cast.faces[name]), kind=kind, unseen=True)
            told.append(
                [(each.shown.listed, each.sees, each.behind and each.behind.id) for each in page.seen]
            )
        assert told[0] == told[1]
        behind = {listed_ for listed_, _, above in told[0] if above == cast.alice}
        expected = cast.posts["reply_in_circle"] if kind == "replies" else cast.posts["quote_of_circle"]
        assert expected in behind


def test_who_blocked_whom_does_not_show(cast: Cast) -> None:
    """Bob boosts Heidi's post. Whether a block stands between Heidi and Carol is not Bob's to read here."""
    post = cast.say("heidis", "heidi", audience=Choice("public"))
    posts.boost(cast.bob, post, Choice("public"))
    before = seen(cast.bob, boundary.sight(cast.carol), "posts")
    contacts.block(cast.carol, cast.heidi)
    assert seen(cast.bob, boundary.sight(cast.carol), "posts") == before
    assert len(before) > 0


def test_an_own_quoted_post_is_shown_only_where_it_is_seen(cast: Cast) -> None:
    cast.say("quoted", "alice", audience=Choice("public"))
    quoting = cast.say("quoting", "alice", quote_of=cast.posts["quoted"], audience=Choice("public"))
    posts.narrow(cast.alice, cast.posts["quoted"], Choice("chosen", people=[cast.public("bob")]))
    quotes = {}
    for name in ("bob", "heidi"):
        page = reads.as_seen(cast.alice, boundary.sight(cast.faces[name]))
        quotes[name] = next(each.shown.quote for each in page.seen if each.shown.public_id == quoting)
    assert quotes["heidi"] == reads.UNAVAILABLE
    assert quotes["bob"] != reads.UNAVAILABLE


def test_many_posts_come_page_by_page(cast: Cast) -> None:
    to_bob = Choice("chosen", people=[cast.public("bob")])
    for number in range(30):
        cast.say(f"many{number}", "alice", audience=to_bob if number % 10 == 0 else Choice("nobody"))
    for limit in (1, 3, 50):
        assert seen(cast.alice, boundary.sight(cast.bob), "posts", limit) == listed(
            cast.bob, cast.alice, "posts"
        )


@pytest.mark.parametrize("viewer", ["bob", "alice_too", "heidi"])
def test_only_the_owner_has_this_page(cast: Cast, browser_of: Browser, viewer: str) -> None:
    for path in ("/@alice/as", "/@alice/as?who=@bob", "/@alice/as?who=stranger"):
        assert browser_of(cast.faces[viewer]).get(path).status_code == 404
    assert Client().get("/@alice/as").status_code == 302


@pytest.mark.parametrize(
    "who", ["@nobody", "@alice", "@judy", "bob", "x", "circle-x", "circle-", "@", "@ivan@far.example"]
)
def test_nobody_to_look_as_is_not_found(cast: Cast, browser_of: Browser, who: str) -> None:
    assert browser_of(cast.alice).get("/@alice/as", {"who": who}).status_code == 404


def test_who_blocked_me_is_not_there(cast: Cast, browser_of: Browser) -> None:
    contacts.block(cast.heidi, cast.alice)
    assert browser_of(cast.alice).get("/@alice/as?who=@heidi").status_code == 404


def test_choosing_whose_eyes(cast: Cast, browser_of: Browser) -> None:
    client = browser_of(cast.alice)
    html = client.get("/@alice/as").content.decode()
    for words in ("Somebody in Garden", "Somebody who follows you", "A stranger on this site", "signed out"):
        assert words in html
    assert "who=@bob" in client.get("/@alice/as?find=bo").content.decode()
    assert client.get("/@alice/as?find=bob").headers["Location"].endswith("who=%40bob")
    assert "Nobody you can find" in client.get("/@alice/as?find=zzz").content.decode()


def test_a_suspended_author_has_no_page(cast: Cast, browser_of: Browser) -> None:
    members.suspend_member(cast.members["keeper"], cast.members["bob"].pk, "a test")
    assert browser_of(cast.bob).get("/@bob/as").status_code == 403
