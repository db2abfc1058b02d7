"""Who sees a post and why: in full to its author, in nothing but plain words to its readers."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from hedgerow.boundary import acts as engine
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]

VIEWERS = ("bob", "carol", "dan", "erin", "frank", "grace", "heidi", "alice_too", "judy")


def main(client: Client, path: str, status: int = 200) -> str:
    """The words of the middle of a page, without markup."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    html = answer.content.decode()
    middle = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", middle)).split())


# --- to the author ------------------------------------------------------------------------------------


def test_the_author_reads_how_many_who_and_why(cast: Cast, browser_of: Browser) -> None:
    said = main(browser_of(cast.alice), f"/p/{cast.posts['circle']}/who")
    assert "2 people can see this" in said
    assert "Garden" in said
    assert "Bob @bob In Garden" in said
    assert "Erin @erin In Garden" in said
    for absent in ("Carol", "Dan", "Grace", "Judy", "Heidi"):
        assert absent not in said


def test_each_kind_of_reason_has_its_words(cast: Cast, browser_of: Browser) -> None:
    client = browser_of(cast.alice)
    assert "Bob @bob Follows you" in main(client, f"/p/{cast.posts['followers']}/who")
    assert "Bob @bob You follow each other" in main(client, f"/p/{cast.posts['mutuals']}/who")
    assert "Bob @bob Named" in main(client, f"/p/{cast.posts['by_name']}/who")
    assert "Anybody can see this, signed in or not" in main(client, f"/p/{cast.posts['public']}/who")
    assert "Nobody but you can see this" in main(client, f"/p/{cast.posts['nobody']}/who")


def test_a_post_for_the_whole_site_lists_nobody(cast: Cast, browser_of: Browser) -> None:
    """Whoever does not want to be found is not found on this page either."""
    said = main(browser_of(cast.alice), f"/p/{cast.posts['site']}/who")
    assert "people can see this" in said
    assert "Heidi" not in said
    assert "Quiet" not in said


@pytest.mark.parametrize(
    ("post", "face", "words"),
    [
        ("circle", "bob", "Yes, Bob can see it. It is for Garden, and Bob belongs there."),
        (
            "circle",
            "carol",
            "Carol came into Garden after you wrote it. Whoever comes in sees new posts only.",
        ),
        ("circle", "dan", "Dan was in Garden and no longer is."),
        ("circle_minus", "erin", "You left out Out, and Erin belongs there."),
        ("circle", "heidi", "It is not addressed to Heidi."),
        ("followers", "frank", "It is not addressed to Frank."),
        ("followers", "dan", "Dan no longer follows you."),
        ("public", "grace", "No, Grace cannot see it. You blocked Grace."),
        ("public", "heidi", "It is public: anybody can read it, signed in or not."),
        ("site", "heidi", "It is for everybody on this site, and Heidi is here."),
        ("by_name", "bob", "You named Bob."),
        ("nobody", "bob", "No, Bob cannot see it."),
        ("limited_reply_in_public", "bob", "You named Bob."),
    ],
)
def test_asking_about_one_person(cast: Cast, browser_of: Browser, post: str, face: str, words: str) -> None:
    assert words in main(browser_of(cast.alice), f"/p/{cast.posts[post]}/who?face={face}")


def test_the_answer_is_the_boundarys_own(cast: Cast, browser_of: Browser) -> None:
    """Yes where a reader's own look finds the post, no where it does not: for everybody and every post."""
    client = browser_of(cast.alice)
    own = [row.public_id for row in reads.own_things(cast.alice)]
    assert len(own) > 10
    for name in ("bob", "carol", "dan", "erin", "frank", "grace", "heidi"):
        for post in own:
            sees = bool(reads.shown(cast.faces[name], reads_ids([post])))
            said = main(client, f"/p/{post}/who?face={name}")
            assert (f"Yes, {name.title()} can see it." in said) is sees, (name, post)
            assert (f"No, {name.title()} cannot see it." in said) is not sees, (name, post)


def reads_ids(public_ids: list[int]) -> list[int]:
    """Dense ids for the comparison."""
    from hedgerow.talk.posts.known import ids_of

    return ids_of(public_ids)


def test_somebody_left_out_while_in_a_circle_does_not_gain_by_leaving_it(
    cast: Cast, browser_of: Browser
) -> None:
    with write():
        engine.leave(cast.circles["Out"], [cast.erin])
    said = main(browser_of(cast.alice), f"/p/{cast.posts['site_minus']}/who?face=erin")
    assert "Erin belonged there when you wrote it" in said


def test_searching_finds_people_and_those_one_blocked(cast: Cast, browser_of: Browser) -> None:
    client = browser_of(cast.alice)
    post = cast.posts["circle"]
    assert f"/p/{post}/who?face=heidi" in client.get(f"/p/{post}/who?find=heid").content.decode()
    assert f"/p/{post}/who?face=grace" in client.get(f"/p/{post}/who?find=gra").content.decode()
    assert "Nobody you can find has that name" in main(client, f"/p/{post}/who?find=zzz")


def test_a_block_by_somebody_else_is_never_told(cast: Cast, browser_of: Browser) -> None:
    contacts.block(cast.heidi, cast.alice)
    client = browser_of(cast.alice)
    post = cast.posts["public"]
    assert client.get(f"/p/{post}/who?face=heidi").status_code == 404
    assert "Nobody you can find" in main(client, f"/p/{post}/who?find=heidi")


@pytest.mark.parametrize(
    "face", ["nobody-here", "alice", "judy", "", "%00", "x" * 500, "@", "ivan@far.example"]
)
def test_asking_about_nobody_is_not_found_or_no_question(cast: Cast, browser_of: Browser, face: str) -> None:
    answer = browser_of(cast.alice).get(f"/p/{cast.posts['circle']}/who?face={face}")
    assert answer.status_code == (200 if face == "" else 404)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_nobody_else_has_the_page_not_even_another_face_of_the_author(
    cast: Cast, browser_of: Browser, viewer: str
) -> None:
    if viewer == "judy":
        assert browser_of(cast.judy).get(f"/p/{cast.posts['public']}/who").status_code == 403
        return
    missing = browser_of(cast.faces[viewer]).get("/p/12345/who")
    for post in ("public", "circle", "nobody"):
        answer = browser_of(cast.faces[viewer]).get(f"/p/{cast.posts[post]}/who")
        assert answer.status_code == missing.status_code == 404
        acted = browser_of(cast.faces[viewer]).post(f"/p/{cast.posts[post]}/who", {"way": "me"})
        assert acted.status_code == 404


def test_who_is_signed_out_signs_in_first(cast: Cast) -> None:
    assert Client().get(f"/p/{cast.posts['public']}/who").status_code == 302


def test_a_reply_in_somebody_elses_thread_names_neither_circle_nor_number(
    cast: Cast, browser_of: Browser
) -> None:
    said = main(browser_of(cast.bob), f"/p/{cast.posts['reply_in_circle']}/who")
    assert "Those who see Alice’s post can see this." in said
    assert "Garden" not in said
    assert "Erin" not in said
    assert not re.search(r"\d+ (person|people)", said)
    asked = main(browser_of(cast.bob), f"/p/{cast.posts['reply_in_circle']}/who?face=heidi")
    assert "If Heidi can see Alice’s post, then this too. It is for whoever sees Alice’s post." in asked
    assert "Yes," not in asked
    assert "No," not in asked


def test_leaving_somebody_out_holds_for_the_very_next_request(cast: Cast, browser_of: Browser) -> None:
    alice, bob = browser_of(cast.alice), browser_of(cast.bob)
    path = f"/@alice/{cast.posts['circle']}"
    assert bob.get(path).status_code == 200
    answer = alice.post(f"/p/{cast.posts['circle']}/who", {"without": str(cast.public("bob"))})
    assert answer.status_code == 302
    assert bob.get(path).status_code == 404
    assert browser_of(cast.erin).get(path).status_code == 200
    said = main(alice, f"/p/{cast.posts['circle']}/who")
    assert "1 person can see this" in said
    assert "Garden, without Bob" in said


@pytest.mark.parametrize("post", ["public", "site", "followers", "mutuals", "by_name", "circle_minus"])
def test_one_can_be_left_out_of_any_audience_and_nothing_widens(
    cast: Cast, browser_of: Browser, post: str
) -> None:
    number = cast.posts[post]
    dense = reads_ids([number])
    before = {name for name in VIEWERS if reads.shown(cast.faces[name], dense)}
    assert "bob" in before
    browser_of(cast.alice).post(f"/p/{number}/who", {"without": str(cast.public("bob"))})
    after = {name for name in VIEWERS if reads.shown(cast.faces[name], dense)}
    assert after == before - {"bob"}


@pytest.mark.parametrize(("post", "offered"), [("by_name", True), ("circle", True), ("nobody", False)])
def test_fewer_people_is_offered_wherever_somebody_reads(
    cast: Cast, browser_of: Browser, post: str, offered: bool
) -> None:
    page = main(browser_of(cast.alice), f"/p/{cast.posts[post]}/who")
    assert ("Let fewer people see it" in page) == offered


def test_one_can_be_left_out_after_the_circle_was_closed(cast: Cast, browser_of: Browser) -> None:
    made = circles.make(cast.alice, "Short")
    with write():
        engine.join(made, [cast.bob])
    choice = Choice("chosen", circles=[next_public(cast, made)], people=[cast.public("heidi")])
    post = cast.say("short", "alice", audience=choice)
    circles.close(cast.alice, made)
    browser_of(cast.alice).post(f"/p/{post}/who", {"without": str(cast.public("heidi"))})
    assert not reads.shown(cast.heidi, reads_ids([post]))


def next_public(cast: Cast, circle: int) -> int:
    """The outside id of a circle of Alice's."""
    from hedgerow.boundary.reads import circles_of

    return next(row.public_id for row in circles_of(cast.alice) if row.id == circle)


def test_only_me_from_now_on(cast: Cast, browser_of: Browser) -> None:
    browser_of(cast.alice).post(f"/p/{cast.posts['circle']}/who", {"way": "me"})
    assert browser_of(cast.bob).get(f"/@alice/{cast.posts['circle']}").status_code == 404
    assert "Nobody but you" in main(browser_of(cast.alice), f"/p/{cast.posts['circle']}/who")


@pytest.mark.parametrize("without", ["", "x", "-1", "9" * 40, "123456", "٣"])
def test_leaving_nobody_out_says_so_and_changes_nothing(
    cast: Cast, browser_of: Browser, without: str
) -> None:
    answer = browser_of(cast.alice).post(f"/p/{cast.posts['circle']}/who", {"without": without})
    assert answer.status_code == 422
    assert "Choose somebody to leave out." in answer.content.decode()
    assert browser_of(cast.bob).get(f"/@alice/{cast.posts['circle']}").status_code == 200


def test_as_a_sheet_it_is_only_its_middle(cast: Cast, browser_of: Browser) -> None:
    answer = browser_of(cast.alice).get(f"/p/{cast.posts['circle']}/who", headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert "<html" not in html
    assert "2 people can see this" in html


# --- to the reader ------------------------------------------------------------------------------------


def test_why_never_names_a_circle_or_a_number(cast: Cast, browser_of: Browser) -> None:
    for name in ("bob", "carol", "erin", "heidi", "alice_too"):
        client = browser_of(cast.faces[name])
        for post in cast.posts.values():
            if not reads.shown(cast.faces[name], reads_ids([post])) or _mine(cast, name, post):
                assert _mine(cast, name, post) or client.get(f"/p/{post}/why").status_code == 404
                continue
            # What one can do about the author is said alike at every post.
            said = main(client, f"/p/{post}/why").replace("Mute, block or put into a circle", "")
            for word in ("Garden", "Out", "mutual", "named", "circle"):
                assert word not in said.replace("without", ""), (name, post, said)
            assert not re.search(r"\d", said), said


def _mine(cast: Cast, name: str, post: int) -> bool:
    return any(shown.mine for shown in reads.shown(cast.faces[name], reads_ids([post])))


def test_by_name_and_by_circle_sound_the_same(cast: Cast, browser_of: Browser) -> None:
    bob = browser_of(cast.bob)
    said = {
        main(bob, f"/p/{cast.posts[post]}/why") for post in ("by_name", "circle", "mutuals", "circle_minus")
    }
    assert len(said) == 1
    assert "Alice addressed it to some people, you among them." in said.pop()


def test_why_in_plain_words(cast: Cast, browser_of: Browser) -> None:
    bob = browser_of(cast.bob)
    assert "It is public. Anybody can read it" in main(Client(), f"/p/{cast.posts['public']}/why")
    assert "Alice wrote it for followers, and you follow Alice." in main(
        bob, f"/p/{cast.posts['followers']}/why"
    )
    assert "Alice wrote it for people on this site" in main(bob, f"/p/{cast.posts['site']}/why")
    erin = browser_of(cast.erin)
    reply = main(erin, f"/p/{cast.posts['reply_in_circle']}/why")
    assert "Bob answered a post by Alice that you can see." in reply


def test_a_follower_who_is_named_too_cannot_tell(cast: Cast, browser_of: Browser) -> None:
    """Followers and Bob by name: Bob follows, and reads what every follower reads."""
    named = Choice("followers", people=[cast.public("bob")])
    post = cast.say("both", "alice", audience=named)
    bob, erin = (main(browser_of(cast.faces[name]), f"/p/{post}/why") for name in ("bob", "erin"))
    assert bob == erin


def test_a_boost_says_who_boosted(cast: Cast, browser_of: Browser) -> None:
    boost = posts.boost(cast.bob, cast.posts["public"], Choice("public"))
    number = getattr(boost, "public_id", boost)
    assert "Bob boosted it." in main(browser_of(cast.heidi), f"/p/{number}/why")


@pytest.mark.parametrize("post", ["circle", "nobody", "followers", "by_name", "deleted", "by_grace"])
def test_why_is_not_found_where_the_post_is_not(cast: Cast, browser_of: Browser, post: str) -> None:
    strangers = [Client(), browser_of(cast.frank), browser_of(cast.alice_too)]
    for client in strangers if post != "by_grace" else [browser_of(cast.alice)]:
        missing = client.get("/p/12345/why")
        answer = client.get(f"/p/{cast.posts[post]}/why")
        assert answer.status_code == missing.status_code == 404


def test_to_its_author_why_is_who(cast: Cast, browser_of: Browser) -> None:
    assert "2 people can see this" in main(browser_of(cast.alice), f"/p/{cast.posts['circle']}/why")


@pytest.mark.parametrize("path", ["/p/99999999999999999999/who", "/p/x/why", "/p/-1/who", "/p/0/why"])
def test_a_number_that_is_none_is_not_found(cast: Cast, browser_of: Browser, path: str) -> None:
    assert browser_of(cast.alice).get(path).status_code == 404
