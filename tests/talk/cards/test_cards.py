"""Preview cards: fetched once, shown and reached with a post that carries them."""

from typing import Any

import pytest
from django.test import Client

from hedgerow.kernel.fetch import Fetched, FetchFailed
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.cards import jobs, rules
from hedgerow.talk.models import Card, PostCard
from hedgerow.talk.posts import acts, reads
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast
from tests.talk.media.test_media import fetch, png

URL = "https://news.example/story"
PAGE = b"""<!doctype html><html><head><title>Plain title</title>
<meta property="og:title" content="A story &amp; more">
<meta property="og:description" content="What happened">
<meta property="og:site_name" content="The News">
<meta property="og:image" content="/lead.png"></head></html>"""
PUBLIC = Choice("public")


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A web of one page and one picture; `asked` lists what was fetched."""
    answers: dict[str, Any] = {
        URL: Fetched(URL, 200, {"content-type": "text/html; charset=utf-8"}, PAGE),
        "https://news.example/lead.png": Fetched("", 200, {"content-type": "image/png"}, png(900, 500)),
        "asked": [],
    }

    def fetch_it(url: str, **_: object) -> Fetched:
        answers["asked"].append(url)
        if url not in answers:
            raise FetchFailed
        return answers[url]  # type: ignore[no-any-return]

    monkeypatch.setattr(jobs, "fetch", fetch_it)
    return answers


def look(url: str = URL) -> None:
    """What the job does for this address."""
    jobs.look.func(Card.objects.get(url=url).pk)


def test_a_card_shows_what_the_page_says_of_itself(cast: Cast, web: dict[str, Any]) -> None:
    post = acts.publish(cast.alice, Draft(f"read {URL} now", audience=PUBLIC))
    assert reads.post(None, post).body.preview is None
    look()
    shown = reads.post(None, post)
    assert shown.body.preview == reads.Preview(URL, "A story & more", "What happened", "The News", True)
    assert fetch(Client(), shown.card_picture) == (200, "public, no-cache")
    acts.edit(cast.alice, post, Draft("no link any more"))
    assert reads.post(None, post).body.preview is None
    assert fetch(Client(), shown.card_picture)[0] == 404
    assert jobs.sweep_unused() == 1


def test_one_address_is_fetched_once(cast: Cast, web: dict[str, Any]) -> None:
    acts.publish(cast.alice, Draft(URL, audience=PUBLIC))
    look()
    second = acts.publish(cast.bob, Draft(f"me too {URL}", audience=PUBLIC))
    assert reads.post(None, second).body.preview is not None
    assert web["asked"] == [URL, "https://news.example/lead.png"]


def test_a_preview_card_does_not_survive_lost_access(cast: Cast, web: dict[str, Any]) -> None:
    """Also when another post, open to the asker, carries the very same card."""
    public = acts.publish(cast.heidi, Draft(URL, audience=PUBLIC))
    some = Choice("chosen", people=[cast.public("bob")])
    limited = acts.publish(cast.alice, Draft(URL, audience=some))
    look()
    url = reads.post(cast.bob, limited).card_picture
    assert fetch(Client(), url) == (200, "private, no-store")
    assert fetch(Client(), url.split("?")[0])[0] == 404
    acts.narrow(cast.alice, limited, Choice("nobody"))
    assert fetch(Client(), url)[0] == 404
    assert fetch(Client(), reads.post(None, public).card_picture)[0] == 200
    # A grant for the picture of one post opens none of another.
    grant = reads.post(cast.alice, limited).card_picture.split("?")[1]
    assert fetch(Client(), f"/media/card/{public}?{grant}")[0] == 404
    assert fetch(Client(), f"/media/{limited}?{grant}")[0] == 404


def test_a_page_that_fails_leaves_the_post_as_it_is(cast: Cast, web: dict[str, Any]) -> None:
    post = acts.publish(cast.alice, Draft("https://gone.example/x", audience=PUBLIC))
    look("https://gone.example/x")
    assert reads.post(None, post).body.preview is None
    assert Card.objects.get(url="https://gone.example/x").failed


def test_deleted_posts_leave_no_card(cast: Cast, web: dict[str, Any]) -> None:
    from tests.talk.posts.test_narrowing import delete_for_good

    post = acts.publish(cast.alice, Draft(URL, audience=PUBLIC))
    delete_for_good(cast.alice, post)
    assert not PostCard.objects.exists()


@pytest.mark.parametrize(
    ("content_type", "body", "title"),
    [
        ("text/html", b"<title>Only a title</title>", "Only a title"),
        ("text/html; charset=iso-8859-1", "<title>Gr\xfc\xdfe</title>".encode("latin-1"), "Grüße"),
        ("text/html", b'<meta charset="windows-1252"><title>caf\xe9</title>', "café"),
        ("text/html; charset=nonsense", b"<title>fine</title>", "fine"),
        ("text/html", b"<title>" + b"x" * 2000 + b"</title>", "x" * 299 + "…"),
    ],
)
def test_pages_are_read_as_they_are_written(content_type: str, body: bytes, title: str) -> None:
    said = rules.said(URL, content_type, body)
    assert said is not None
    assert said.title == title


@pytest.mark.parametrize("body", [b"", b"<p>nothing</p>", b"\x00\xff\xfe", b"<title> </title>"])
def test_a_page_that_says_nothing_has_no_card(body: bytes) -> None:
    assert rules.said(URL, "text/html", body) is None
    assert rules.said(URL, "application/pdf", b"<title>x</title>") is None


def test_a_pictures_address_is_a_web_address_or_none() -> None:
    page = b'<title>t</title><meta property="og:image" content="javascript:alert(1)">'
    said = rules.said(URL, "text/html", page)
    assert said is not None
    assert said.picture == ""


EMBED = "https://films.example/oembed?url=film"
FILM = b"""<html><head><title>A film</title>
<link rel="alternate" type="application/json+oembed" href="/oembed?url=film"></head></html>"""


def films(answer: bytes, content_type: str = "application/json") -> dict[str, Fetched]:
    """A page that says more of itself by oEmbed, and that answer."""
    page = "https://films.example/1"
    return {
        page: Fetched(page, 200, {"content-type": "text/html"}, FILM),
        EMBED: Fetched(EMBED, 200, {"content-type": content_type}, answer),
        "https://films.example/still.png": Fetched("", 200, {"content-type": "image/png"}, png(480, 270)),
    }


def test_oembed_says_who_made_a_film_and_shows_a_still(cast: Cast, web: dict[str, Any]) -> None:
    web |= films(
        b'{"version":"1.0","type":"video","title":"Ignored","author_name":"Mira","provider_name":"Films",'
        b'"thumbnail_url":"https://films.example/still.png","html":"<iframe src=//evil></iframe>"}'
    )
    post = acts.publish(cast.alice, Draft("https://films.example/1", audience=PUBLIC))
    look("https://films.example/1")
    shown = reads.post(None, post)
    assert shown.body.preview == reads.Preview(
        "https://films.example/1", "A film", "", "Films", True, "Mira", "video"
    )
    page = Client().get(shown.url).content.decode()
    assert "Mira · Films" in page
    assert "iframe" not in page


@pytest.mark.parametrize(
    ("answer", "content_type"),
    [(b"{", "application/json"), (b'["no object"]', "application/json"), (b'{"type":5}', "application/json"),
     (b'{"type":"video"}', "text/html"), (b"\xff\xfe", "application/json; charset=utf-8")],
)  # fmt: skip
def test_a_broken_oembed_answer_leaves_the_page_as_it_is(
    cast: Cast, web: dict[str, Any], answer: bytes, content_type: str
) -> None:
    web |= films(answer, content_type)
    post = acts.publish(cast.alice, Draft("https://films.example/1", audience=PUBLIC))
    look("https://films.example/1")
    preview = reads.post(None, post).body.preview
    assert preview == reads.Preview("https://films.example/1", "A film", "", "", False)


def test_a_script_address_is_no_picture(cast: Cast, web: dict[str, Any]) -> None:
    web |= films(b'{"type":"photo","url":"javascript:alert(1)","thumbnail_url":"file:///etc/passwd"}')
    acts.publish(cast.alice, Draft("https://films.example/1", audience=PUBLIC))
    look("https://films.example/1")
    assert Card.objects.get().blob == ""
    assert not [url for url in web["asked"] if not url.startswith("https://films.example/")]
