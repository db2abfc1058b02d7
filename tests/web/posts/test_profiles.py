"""A face's page: for itself, for others, for nobody in particular."""

from collections.abc import Callable

import pytest
from django.test import Client

from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.talk.posts import acts
from hedgerow.talk.posts.acts import Draft
from tests.delivery.world import another_face, follow, join, say, suspend, to

from .test_compose import drawing, plain, texts

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]


def test_who_this_is(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    links = [{"name": "My bread", "url": "https://example.org/bread"}]
    faces.edit(
        ana, FaceDraft(handle="ana", name="Ana P.", bio="Rivers and **bread** <b>", links=links, locked=True)
    )
    html = texts(browser_of(ben).get("/@ana"))
    assert "Ana P." in html
    assert "<strong>bread</strong> &lt;b&gt;" in html
    assert 'href="https://example.org/bread"' in html
    assert "Asks before somebody follows" in html
    assert 'action="/contacts/@ana/follow"' in html
    out = texts(Client().get("/@ana"))
    assert "Sign in to follow" in out
    assert "/contacts/@ana" not in out


def test_ones_own_page_and_nobody_elses_numbers(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ben, ana)
    html = texts(browser_of(ana).get("/@ana"))
    assert "<strong>1</strong> follows you" in html
    assert "/@ana/as" in html
    assert "Your page is still empty" in html
    assert "follows you</a>" not in texts(browser_of(ben).get("/@ana"))


def test_each_sees_the_posts_meant_for_them(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ben, ana)
    say(ana, "for all")
    say(ana, "for the site", Choice("site"))
    say(ana, "for followers", Choice("followers"))
    say(ana, "for cleo", to(cleo))
    say(ana, "for nobody", Choice("nobody"))
    expected = {
        None: ["for all"],
        ben: ["for all", "for the site", "for followers"],
        cleo: ["for all", "for the site", "for cleo"],
        ana: ["for all", "for the site", "for followers", "for cleo", "for nobody"],
    }
    said = expected[ana]
    for face, meant in expected.items():
        client = browser_of(face) if face else Client()
        html = texts(client.get("/@ana"))
        assert [words for words in said if f"<p>{words}</p>" in html.replace(' dir="auto"', "")] == meant


def test_tabs_hold_posts_replies_and_pictures(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    root = say(ben, "the question")
    say(ana, "a plain post")
    say(ana, "an answer", Choice(), reply_to=root)
    picture = acts.bring_picture(ana, drawing().read(), "a barge")
    acts.publish(ana, Draft(text="with a picture", audience=Choice("public"), media=[picture]))
    client = browser_of(ben)
    pages = {path: texts(client.get(path)) for path in ("/@ana", "/@ana/replies", "/@ana/media")}
    words = ("a plain post", "an answer", "with a picture")
    shown = {path: [text for text in words if text in html] for path, html in pages.items()}
    assert shown["/@ana"] == ["a plain post", "with a picture"]
    assert shown["/@ana/replies"] == ["an answer"]
    assert shown["/@ana/media"] == ["with a picture"]


def test_pinned_posts_come_first_and_once(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    old = say(ana, "the pinned one")
    say(ana, "the newest one")
    acts.pin(ana, old)
    hidden = say(ana, "pinned for nobody", Choice("nobody"))
    acts.pin(ana, hidden)
    html = texts(browser_of(ben).get("/@ana"))
    assert html.index("the pinned one") < html.index("the newest one")
    assert html.count("the pinned one") == 1
    assert "pinned for nobody" not in html
    assert "the pinned one" not in texts(browser_of(ben).get(f"/@ana?before={old}"))


def test_older_posts_on_demand(browser_of: Browser) -> None:
    ana = join("ana")
    for number in range(23):
        say(ana, f"post number {number:02d}.")
    html = texts(Client().get("/@ana"))
    assert "number 22." in html
    assert "number 02." not in html
    older = html.split('class="older"')[1].split('href="')[1].split('"')[0]
    second = texts(Client().get(older))
    assert "number 02." in second
    assert "number 22." not in second
    assert 'class="older"' not in second
    for odd in ("x", "-1", "9" * 30):
        assert Client().get(f"/@ana?before={odd}").status_code == 404


def test_the_address_is_put_right() -> None:
    join("ana")
    assert Client().get("/@ANA")["Location"] == "/@ana"
    assert Client().get("/@Ana/media")["Location"] == "/@ana/media"


def test_gone_suspended_blocking_and_missing_are_one_answer(browser_of: Browser) -> None:
    ana, ben, cleo, keeper = join("ana"), join("ben"), join("cleo"), join("keeper", role="operator")
    judy = join("judy")
    contacts.block(cleo, ben)
    suspend(judy, keeper)
    client = browser_of(ben)
    for kind in ("", "/replies", "/media"):
        pages = {
            plain(texts(client.get(f"/@{handle}{kind}"))).replace(handle, "N")
            for handle in ("cleo", "judy", "nosuch")
        }
        assert len(pages) == 1
        assert client.get(f"/@cleo{kind}").status_code == 404
    assert browser_of(ana).get("/@cleo").status_code == 200
    for odd in ("%00", "%F0%9F%8C%B1", "a" * 300, "..", "ana@example.org"):
        assert client.get(f"/@{odd}").status_code == 404


def test_whom_one_blocked_is_a_name_and_a_way_to_unblock(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    say(ben, "what ben says")
    contacts.block(ana, ben)
    html = texts(browser_of(ana).get("/@ben"))
    assert "You blocked Ben" in html
    assert 'action="/contacts/@ben/unblock"' in html
    assert "what ben says" not in html


def test_two_faces_of_a_member_have_nothing_in_common(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    another_face(ana, "elsewhere")
    for client in (browser_of(ben), Client()):
        assert "lsewhere" not in texts(client.get("/@ana"))
        assert "@ana" not in texts(client.get("/@elsewhere"))


def test_search_engines_keep_out_of_who_wants_it() -> None:
    ana = join("ana")
    assert 'content="noindex"' in texts(Client().get("/@ana"))
    faces.edit(ana, FaceDraft(handle="ana", name="Ana", locked=False, no_index=False))
    assert "noindex" not in texts(Client().get("/@ana"))


def test_an_empty_page_says_what_one_can_do(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    say(ana, "for nobody", Choice("nobody"))
    join("quiet")
    client = browser_of(ben)
    hidden, empty = (texts(client.get(f"/@{handle}")) for handle in ("ana", "quiet"))
    assert "Nothing to see here yet" in hidden
    middle = [html[html.index('class="empty"') : html.index("</main>")] for html in (hidden, empty)]
    assert middle[0].replace("Ana", "N") == middle[1].replace("Quiet", "N")


def test_an_empty_page_asks_nobody_to_follow_who_does_or_has_asked_to(browser_of: Browser) -> None:
    join("ana", locked=True)
    join("open")
    client = browser_of(join("ben"))
    for handle in ("ana", "open"):
        assert ", and you read what is for followers" in texts(client.get(f"/@{handle}"))
        client.post(f"/contacts/@{handle}/follow")
    assert "When Ana lets you follow them, you read what is for followers" in texts(client.get("/@ana"))
    assert "What Open writes for you will stand here" in texts(client.get("/@open"))
    for handle in ("ana", "open"):
        assert f"Follow {handle.title()}, and" not in texts(client.get(f"/@{handle}"))
