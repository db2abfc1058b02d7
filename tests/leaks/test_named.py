"""Leaks that other networks had, each tried by name through the doors that people use."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from hedgerow.kernel import clock
from hedgerow.kernel.fetch import Fetched
from hedgerow.kernel.jobs import run_due
from hedgerow.people.members import reads as members
from hedgerow.talk.cards import jobs as cards
from hedgerow.talk.models import Media, Post
from tests.cast import Cast, gather_all, mark
from tests.kernel.av.films import film, needs_ffmpeg
from tests.standing import _nothing_remembered, cast, standing

from .browsers import LISTS, bring, browser, marks, photograph, read_everywhere, sent, upload, words

__all__ = ["_nothing_remembered", "cast"]
pytestmark = pytest.mark.django_db

OUTSIDERS = ("heidi", "frank", "dan", "grace", "alice_too", None)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    with standing(django_db_blocker) as made:
        run_due()
        yield made


def compose(client: Client, text: str, **fields: Any) -> int:
    """Publish through the composer; the post's number."""
    return sent(client.post("/compose", {"text": text, **fields}))


def page_of(client: Client, post: int, author: str = "alice") -> Any:
    return client.get(f"/@{author}/{post}")


def put_into_circles(cast: Cast, who: str, *names: str) -> None:
    """On her page about somebody, Alice says in which of her circles they are."""
    keys = [str(cast.circle_id(name)) for name in names]
    answer = browser(cast, "alice").post(f"/contacts/@{who}/circles", {"circle": keys, "sure": "1"})
    assert answer.status_code == 302


# --- who waits, who was removed, who comes back -------------------------------------------------------


def test_a_pending_follower_sees_nothing_and_after_joining_nothing_of_the_past(cast: Cast) -> None:
    frank, alice = browser(cast, "frank"), browser(cast, "alice")
    closed = {mark(name) for name in ("followers", "default", "circle", "by_name", "mutuals")}
    assert mark("public") in read_everywhere(cast, frank)
    assert not closed & read_everywhere(cast, frank)
    assert mark("followers") in read_everywhere(cast, browser(cast, "bob"))
    assert alice.post("/requests/@frank", {"answer": "accept"}).status_code == 302
    assert not closed & read_everywhere(cast, frank)
    later = compose(alice, "zqqnewqqz for followers", way="circles", circle="followers")
    assert marks(page_of(frank, later)) == {"zqqnewqqz"}


def test_a_removed_contact_keeps_no_access(cast: Cast) -> None:
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    closed = {mark(name) for name in ("followers", "circle", "mutuals", "default", "tagged_circle")}
    bob.post(f"/p/{cast.posts['circle']}/bookmark")
    bob.post(f"/p/{cast.posts['circle']}/react", {"emoji": "🌱"})
    alice.post(f"/p/{cast.posts['reply_in_circle']}/react", {"emoji": "🌱"})
    run_due()
    assert closed <= read_everywhere(cast, bob)
    put_into_circles(cast, "bob")
    assert alice.post("/contacts/@bob/remove").status_code == 302
    seen = read_everywhere(cast, bob)
    assert not closed & seen
    assert mark("reply_in_circle") in seen, "everybody keeps their own words"
    assert mark("by_name") in seen, "what names him is his, until it is narrowed"


def test_rejoining_never_revives_the_old_sees_from(cast: Cast) -> None:
    dan = browser(cast, "dan")
    assert page_of(dan, cast.posts["circle"]).status_code == 404
    put_into_circles(cast, "dan", "Garden")
    assert page_of(dan, cast.posts["circle"]).status_code == 404
    assert not {mark("circle"), mark("circle_later"), mark("reply_in_circle")} & read_everywhere(cast, dan)
    later = compose(browser(cast, "alice"), "zqqnewqqz", way="circles", circle=cast.circle_id("Garden"))
    assert page_of(dan, later).status_code == 200


def test_removal_from_an_excluded_circle_reveals_nothing_of_the_past(cast: Cast) -> None:
    erin, alice = browser(cast, "erin"), browser(cast, "alice")
    hidden = {mark("site_minus"), mark("circle_minus")}
    put_into_circles(cast, "erin", "Garden")
    assert not hidden & read_everywhere(cast, erin)
    later = compose(alice, "zqqnewqqz", way="site", without=f"circle-{cast.circle_id('Out')}")
    assert page_of(erin, later).status_code == 200


# --- threads, replies, profiles, tags -----------------------------------------------------------------


def test_a_public_thread_page_never_shows_a_hidden_parent(cast: Cast) -> None:
    reply = compose(browser(cast, "bob"), "zqqopenqqz to all", reply=cast.posts["circle"], way="public")
    for name in OUTSIDERS:
        client = browser(cast, name)
        assert page_of(client, reply, "bob").status_code == 404, name
        assert "zqqopenqqz" not in read_everywhere(cast, client), name
    put_into_circles(cast, "bob")
    browser(cast, "alice").post("/contacts/@bob/remove")
    own = page_of(browser(cast, "bob"), reply, "bob")
    assert marks(own) == {"zqqopenqqz"}, "his own words, and nothing above them"


def test_a_reply_addressed_to_one_reaches_no_follower_of_the_parents_author(cast: Cast) -> None:
    for name in ("erin", "carol", *OUTSIDERS):
        assert mark("reply_to_one") not in read_everywhere(cast, browser(cast, name)), name
    assert mark("reply_to_one") in marks(page_of(browser(cast, "alice"), cast.posts["public"]))


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_answers_or_acts_on_what_they_may_not_see(cast: Cast, name: str | None) -> None:
    client, hidden = browser(cast, name), cast.posts["circle"]
    before = Post.objects.unguarded(reason="test").count()
    refused = 403 if name is None else 404
    for fields in ({"reply": hidden}, {"quote": hidden, "way": "public"}):
        answer = client.post("/compose", {"text": "me too", **fields})
        assert answer.status_code == refused
        assert mark("circle") not in words(answer)
    for act in (
        "react",
        "bookmark",
        "boost",
        "pin",
        "edit",
        "delete",
        "undo-delete",
        "narrow",
        "thread",
        "report",
    ):
        answer = client.post(f"/p/{hidden}/{act}", {"emoji": "🌱", "text": "mine", "to": "public"})
        assert answer.status_code == refused, act
    assert Post.objects.unguarded(reason="test").count() == before
    shown = page_of(browser(cast, "alice"), hidden)
    assert "🌱" not in re.sub(r"<form.*?</form>", "", words(shown), flags=re.S)


def test_limited_posts_are_on_no_tag_or_public_page(cast: Cast) -> None:
    limited = {
        mark(name) for name in ("circle", "followers", "by_name", "mutuals", "tagged_circle", "nobody")
    }
    for name in OUTSIDERS:
        client = browser(cast, name)
        for page in ("/tags/secretgarden", "/tags/SecretGarden", "/explore", "/"):
            assert not limited & marks(client.get(page)), (name, page)
    assert mark("tagged_public") in marks(Client().get("/tags/secretgarden"))
    assert mark("tagged_circle") in marks(browser(cast, "bob").get("/tags/secretgarden"))
    # Not even for those who may see them are they on the page of what is public.
    assert not limited & marks(browser(cast, "bob").get("/explore"))


def test_pinning_overrides_nothing(cast: Cast) -> None:
    for name in ("carol", *OUTSIDERS):
        assert mark("pinned_circle") not in marks(browser(cast, name).get("/@alice")), name
    assert mark("pinned_circle") in marks(browser(cast, "bob").get("/@alice"))


def test_a_limited_reply_is_in_no_public_thread_and_on_no_profile(cast: Cast) -> None:
    limited = mark("limited_reply_in_public")
    for name in ("erin", "carol", *OUTSIDERS):
        client = browser(cast, name)
        for page in (f"/@alice/{cast.posts['public']}", "/@alice", "/@alice/replies"):
            assert limited not in marks(client.get(page)), (name, page)
    for page in (f"/@alice/{cast.posts['public']}", "/@alice/replies"):
        assert limited in marks(browser(cast, "bob").get(page))


# --- audiences ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["circles", ""])
def test_choosing_one_person_publishes_to_that_person_alone(cast: Cast, way: str) -> None:
    alice = browser(cast, "alice")
    post = compose(alice, "zqqoneqqz @heidi @carol #secretgarden", way=way, person=cast.public("bob"))
    run_due()
    for name in ("carol", "erin", "keeper", *OUTSIDERS):
        client = browser(cast, name)
        assert page_of(client, post).status_code == 404, name
        assert "zqqoneqqz" not in read_everywhere(cast, client), name
    assert page_of(browser(cast, "bob"), post).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"way": "circles", "person": "4611686018427387000"},
        {"way": "circles", "person": "bob"},
        {"way": "circles", "circle": "4611686018427387000"},
        {"way": "circles", "circle": ["followers", "nonsense"]},
        {"way": "everybody"},
        {"way": "site", "without": "circle-12"},
        {"way": "public", "without": "circle-followers"},
    ],
)
def test_an_audience_that_cannot_be_meant_publishes_to_nobody(cast: Cast, fields: dict[str, Any]) -> None:
    before = Post.objects.unguarded(reason="test").count()
    answer = browser(cast, "alice").post("/compose", {"text": "zqqkeptqqz", **fields})
    assert answer.status_code == 422
    assert "zqqkeptqqz" in answer.content.decode(), "the draft is kept"
    assert Post.objects.unguarded(reason="test").count() == before


def test_an_empty_choice_means_nobody(cast: Cast) -> None:
    post = compose(browser(cast, "alice"), "zqqemptyqqz", way="circles")
    for name in ("bob", "carol", "keeper", *OUTSIDERS):
        assert page_of(browser(cast, name), post).status_code == 404, name


# --- what is kept on the way --------------------------------------------------------------------------


def test_a_cached_page_never_crosses_viewers(cast: Cast) -> None:
    """Each page asked by one who sees more first; and nobody's browser or proxy may keep any of them."""
    pages = [
        *LISTS,
        "/@alice",
        "/@alice/replies",
        f"/@alice/{cast.posts['public']}",
        "/me",
        "/circles",
        "/contacts",
    ]
    for page in pages:
        for headers in ({}, {"HX-Request": "true"}):
            answers = {
                name: browser(cast, name).get(page, headers=headers)
                for name in ("alice", "bob", "heidi", None)
            }
            for name, answer in answers.items():
                kept = answer.headers["Cache-Control"]
                assert "private" in kept, (page, name)
                assert "no-store" in kept or (name is None and "no-cache" in kept), (page, name)
                assert "Cookie" in answer.headers.get("Vary", ""), (page, name)
                assert not {"ETag", "Last-Modified", "Expires"} & set(answer.headers), (page, name)
            for name in ("heidi", None):
                assert not {mark("circle"), mark("by_name"), mark("followers")} & marks(answers[name]), (
                    page,
                    name,
                )


def test_a_page_made_before_access_was_lost_is_not_served_from_anywhere(cast: Cast) -> None:
    bob, post = browser(cast, "bob"), cast.posts["public"]
    assert marks(page_of(bob, post)) >= {mark("public")}
    assert marks(page_of(Client(), post)) >= {mark("public")}
    browser(cast, "alice").post(f"/p/{post}/narrow", {"to": "me"})
    for client in (bob, Client()):
        assert page_of(client, post).status_code == 404
        assert mark("public") not in read_everywhere(cast, client)


def lose_by_removal(cast: Cast, post: int) -> None:
    put_into_circles(cast, "bob")


def lose_by_narrowing(cast: Cast, post: int) -> None:
    assert browser(cast, "alice").post(f"/p/{post}/narrow", {"to": "me"}).status_code == 302


def lose_by_deletion(cast: Cast, post: int) -> None:
    assert browser(cast, "alice").post(f"/p/{post}/delete").status_code == 302


def lose_by_block(cast: Cast, post: int) -> None:
    assert browser(cast, "alice").post("/contacts/@bob/block").status_code == 302


def _suspend(cast: Cast, name: str) -> None:
    number = cast.members[name].pk
    answer = browser(cast, "keeper").post(f"/operate/members/{number}/suspend", {"reason": "a test"})
    assert answer.status_code == 302
    assert members.facts(number).state == "suspended"


def lose_by_suspension_of_the_reader(cast: Cast, post: int) -> None:
    _suspend(cast, "bob")


def lose_by_suspension_of_the_author(cast: Cast, post: int) -> None:
    _suspend(cast, "alice")


def lose_by_closing_the_authors_face(cast: Cast, post: int) -> None:
    answer = browser(cast, "alice").post("/me/faces/@alice/close", {"sure": "1", "handle": "alice"})
    assert answer.status_code == 302


WAYS_TO_LOSE = [
    lose_by_removal, lose_by_narrowing, lose_by_deletion, lose_by_block,
    lose_by_suspension_of_the_reader, lose_by_suspension_of_the_author, lose_by_closing_the_authors_face,
]  # fmt: skip

Lose = Callable[[Cast, int], None]


def pictures_on(answer: Any, path: str = "/media/") -> list[str]:
    """The addresses of pictures on a page, as a browser follows them."""
    found = re.findall(rf'(?:src|href)="({path}[^"]+)"', answer.content.decode())
    return sorted({address.replace("&amp;", "&") for address in found if "/avatar/" not in address})


@pytest.mark.parametrize("lose", WAYS_TO_LOSE)
def test_media_is_out_of_reach_once_access_was_lost(cast: Cast, lose: Lose) -> None:
    """A picture really uploaded; its address fetched before, and after in the same and in another browser."""
    alice, bob, elsewhere = browser(cast, "alice"), browser(cast, "bob"), Client()
    number = bring(alice)
    post = compose(alice, "look", picture=number, way="circles", circle=cast.circle_id("Garden"))
    addresses = pictures_on(page_of(bob, post))
    assert len(addresses) >= 2
    assert all(f"/media/{number}?grant=" in address for address in addresses)
    for address in addresses:
        for client in (bob, elsewhere):
            answer = client.get(address)
            assert words(answer)
            assert answer.status_code == 200
            assert answer["Cache-Control"] == "private, no-store"
            assert not {"ETag", "Last-Modified"} & set(answer.headers)
        assert elsewhere.get(address.split("?")[0]).status_code == 404
    lose(cast, post)
    for address in [*addresses, f"/media/{number}", f"/media/{number}?size=small"]:
        for client in (bob, elsewhere, browser(cast, "heidi")):
            assert client.get(address).status_code in ({404, 403} if client is bob else {404}), address


@needs_ffmpeg
@pytest.mark.parametrize("lose", WAYS_TO_LOSE)
def test_a_video_is_asked_of_the_boundary_at_each_piece(cast: Cast, lose: Lose) -> None:
    """Who lost access in the middle of a film gets no further piece of it, nor its poster or captions."""
    alice, bob, elsewhere = browser(cast, "alice"), browser(cast, "bob"), Client()
    number = bring(alice, upload(film(), "bees.mp4"))
    captions = {f"captions-{number}": upload(b"00:01.000 --> 00:02.000\nzqqcaptionqqz", "bees.vtt")}
    post = compose(alice, "look", picture=number, way="circles", circle=cast.circle_id("Garden"), **captions)
    assert "being prepared" in words(page_of(bob, post))
    run_due()
    page = page_of(bob, post)
    addresses = {*pictures_on(page), *re.findall(r'poster="([^"]+)"', page.content.decode())}
    addresses = {address.replace("&amp;", "&") for address in addresses}
    assert len(addresses) == 3
    piece = {"Range": "bytes=0-9"}
    for address in addresses:
        for client in (bob, elsewhere):
            answer = client.get(address, headers=piece)
            assert (answer.status_code, len(b"".join(answer.streaming_content))) == (206, 10)  # type: ignore[attr-defined]
            assert answer["Cache-Control"] == "private, no-store"
            assert not {"ETag", "Last-Modified"} & set(answer.headers)
        assert elsewhere.get(address.replace("grant=", "no="), headers=piece).status_code == 404
    lose(cast, post)
    for address in [*addresses, f"/media/{number}", f"/media/{number}?size=captions"]:
        for client in (bob, elsewhere, browser(cast, "heidi")):
            assert client.get(address, headers=piece).status_code in ({404, 403} if client is bob else {404})


def test_a_collection_shows_each_reader_no_more_than_they_see_anyway(cast: Cast) -> None:
    """No number, no gap, no hint of what is hidden; and asking for what is hidden changes nothing."""
    gather_all(cast)
    page = f"/@alice/collections/{cast.collections['open']}"
    seen = marks(browser(cast, "heidi").get(page))
    assert mark("public") in seen
    assert not {mark(name) for name in ("circle", "followers", "by_name", "default", "nobody")} & seen
    alice = browser(cast, "alice")
    before = words(browser(cast, "heidi").get(page))
    for name in ("circle", "by_name", "nobody"):
        alice.post(f"/collections/{cast.collections['open']}/take-off", {"post": cast.posts[name]})
    after = words(browser(cast, "heidi").get(page))
    assert without_tokens(after) == without_tokens(before), "whether a hidden post is on it changes no byte"
    hidden = cast.posts["followers"]
    probe, missing = (browser(cast, "heidi").get(f"{page}?after={number}") for number in (hidden, hidden + 1))
    told, untold = words(probe).replace(str(hidden), "N"), words(missing).replace(str(hidden + 1), "N")
    assert without_tokens(told) == without_tokens(untold)


def without_tokens(text: str) -> str:
    """A page without what is made anew for each answer."""
    text = re.sub(r'(csrf[^>]*?(?:value|content)=)"[^"]+"', r"\1", text)
    return re.sub(r"nonce-[^']+|sessionid=[^;]+|csrftoken=[^;]+|expires=[^;]+", "", text)


@pytest.mark.parametrize("who", ["dan", "grace", "heidi", "frank", "judy", "alice_too", None])
def test_a_collection_for_a_circle_is_no_collection_to_others(cast: Cast, who: str | None) -> None:
    gather_all(cast)
    client = browser(cast, who)
    hidden = client.get(f"/@alice/collections/{cast.collections['circle_later']}")
    missing = client.get(f"/@alice/collections/{2**61 + 11}")
    assert hidden.status_code == missing.status_code
    assert hidden.status_code in {404, 403, 302}
    assert mark("circle_later") not in words(client.get("/@alice/collections"))
    assert mark("circle_later") in words(
        browser(cast, "bob").get(f"/@alice/collections/{cast.collections['circle_later']}")
    )


@pytest.mark.parametrize("lose", [lose_by_narrowing, lose_by_deletion, lose_by_suspension_of_the_author])
def test_a_public_picture_is_asked_for_again_before_each_use(cast: Cast, lose: Lose) -> None:
    alice, nobody = browser(cast, "alice"), Client()
    number = bring(alice)
    post = compose(alice, "look", picture=number, way="public")
    first = nobody.get(f"/media/{number}")
    assert words(first)
    assert first["Cache-Control"] == "public, no-cache"
    again = {"If-None-Match": first["ETag"]}
    assert nobody.get(f"/media/{number}", headers=again).status_code == 304
    lose(cast, post)
    assert nobody.get(f"/media/{number}", headers=again).status_code == 404


@pytest.mark.parametrize("lose", WAYS_TO_LOSE)
def test_a_preview_card_does_not_survive_lost_access(
    cast: Cast, lose: Lose, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = b'<meta property="og:title" content="zqqcardqqz"><meta property="og:image" content="/lead.png">'
    answers = {
        "https://news.example/story": Fetched(
            "https://news.example/story", 200, {"content-type": "text/html"}, page
        ),
        "https://news.example/lead.png": Fetched(
            "", 200, {"content-type": "image/jpeg"}, photograph().read()
        ),
    }
    monkeypatch.setattr(cards, "fetch", lambda url, **_: answers[url])
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    circle = cast.circle_id("Garden")
    post = compose(alice, "https://news.example/story", way="circles", circle=circle)
    # The very same card, on a post that everybody sees: it opens nothing of the other.
    compose(browser(cast, "heidi"), "https://news.example/story", way="public")
    run_due()
    shown = page_of(bob, post)
    assert "zqqcardqqz" in marks(shown)
    addresses = pictures_on(shown, "/media/card/")
    assert addresses
    assert all(bob.get(address).status_code == 200 for address in addresses)
    lose(cast, post)
    assert "zqqcardqqz" not in marks(page_of(bob, post))
    for client in (bob, Client()):
        for address in [*addresses, f"/media/card/{post}"]:
            assert client.get(address).status_code in {403, 404}


# --- two faces of one member --------------------------------------------------------------------------


def test_the_same_picture_on_two_faces_ties_them_by_nothing_but_its_looks(cast: Cast) -> None:
    """Names, sizes, bytes and headers differ. That somebody recognises the picture cannot be prevented."""
    picture = photograph().read()
    heads = {"alice": "Alice", "quiet_garden": "Quiet"}
    avatars, posted = [], []
    for handle, name in heads.items():
        face = "alice" if handle == "alice" else "alice_too"
        client = browser(cast, face)
        fields = {"name": name, "colour": "1", "time_zone": "UTC", "picture": photograph()}
        assert client.post(f"/me/faces/@{handle}", fields).status_code == 302
        post = compose(client, "look", picture=bring(client), way="public")
        shown = page_of(Client(), post, handle)
        posted.append(pictures_on(shown)[0].split("?")[0])
        avatars.append(re.search(r"/media/avatar/[^\"]+", shown.content.decode())[0])  # type: ignore[index]
    for one, other in (avatars, posted):
        assert one != other
        first, second = (_fetched(address) for address in (one, other))
        assert first[0] != second[0], "the bytes"
        assert picture not in {first[0], second[0]}
        assert b"GPS" not in first[0]
        told = {"etag", "last-modified", "set-cookie"} & first[1].keys() & second[1].keys()
        assert not [name for name in told if first[1][name] == second[1][name]]
        assert "holiday" not in repr(first[1])
    names = Media.objects.values_list("blob", "small_blob")
    assert len({name for pair in names for name in pair}) == 2 * len(names)


def _fetched(address: str) -> tuple[bytes, dict[str, str]]:
    answer = Client().get(address)
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return body, {name.lower(): value for name, value in answer.headers.items()}


def test_no_page_of_one_face_names_the_other(cast: Cast) -> None:
    for name in ("bob", "heidi", "keeper", None):
        client = browser(cast, name)
        for page in ("/@alice", "/@alice/replies", "/explore", f"/@alice/{cast.posts['public']}"):
            assert "quiet_garden" not in words(client.get(page)), (name, page)
        assert "@alice" not in words(client.get("/@quiet_garden")), name


# --- what is asked, and what is gone by itself --------------------------------------------------------


def ask(client: Client, **fields: Any) -> int:
    """A poll for everybody, through the composer; the post's number."""
    asked = {"option": ["River", "Hill"], "poll_lasts": "3600", "way": "public", **fields}
    return compose(client, "zqqpollqqz", **asked)


def drawn(page: Any) -> str:
    """The post as its page draws it."""
    found = re.search(r"<article.*?</article>", words(page), re.DOTALL)
    assert found
    assert "zqqpollqqz" in found[0]
    return without_tokens(found[0])


def test_who_voted_what_is_told_to_nobody(cast: Cast) -> None:
    """Two faces swap their votes: whoever else reads sees the same bytes, the author too."""
    post = ask(browser(cast, "alice"))
    readers = ("alice", "carol", None)

    def read() -> list[str]:
        return [drawn(page_of(browser(cast, who), post)) for who in readers]

    for who, option in (("bob", 0), ("erin", 1)):
        assert browser(cast, who).post(f"/p/{post}/vote", {"option": option}).status_code == 302
    before = read()
    for who, option in (("bob", 1), ("erin", 0)):
        assert browser(cast, who).post(f"/p/{post}/vote", {"option": option}).status_code == 302
    assert read() == before


def test_a_hidden_poll_tells_nobody_a_number_before_its_end(cast: Cast) -> None:
    """Neither its author nor who voted, and not by how a page changes when others vote."""
    post = ask(browser(cast, "alice"), poll_hidden="on")
    readers = ("alice", "carol", "heidi", None)

    def read() -> list[str]:
        return [drawn(page_of(browser(cast, who), post)) for who in readers]

    before = read()
    assert browser(cast, "bob").post(f"/p/{post}/vote", {"option": 1}).status_code == 302
    assert read() == before
    assert "%" not in drawn(page_of(browser(cast, "bob"), post))


def test_what_vanished_is_gone_from_everywhere(cast: Cast) -> None:
    """From its moment on, before any job ran, and with its picture; its author has nothing left either."""
    alice = browser(cast, "alice")
    picture = bring(alice)
    post = compose(alice, "zqqvanishqqz", way="public", vanish="3600", picture=str(picture))
    assert "zqqvanishqqz" in words(page_of(browser(cast, "bob"), post))
    file = Media.objects.get(public_id=picture)
    with time_machine.travel(clock.now() + timedelta(seconds=3601), tick=False):
        for who in ("bob", "heidi", None):
            client = browser(cast, who)
            missing = client.get(f"/@alice/{2**61 + 11}")
            assert page_of(client, post).status_code == missing.status_code
            assert client.get(f"/media/{file.public_id}").status_code != 200
            assert "zqqvanishqqz" not in words(client.get("/@alice"))
        run_due()
        assert not Media.objects.filter(pk=file.pk).exists()
        assert "zqqvanishqqz" not in words(browser(cast, "alice").get("/@alice"))
