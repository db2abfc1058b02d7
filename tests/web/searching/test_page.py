"""The page of a search, as somebody sees it."""

import re

import pytest
from django.test import Client

from hedgerow.kernel.jobs import run_due
from hedgerow.kernel.searching.asking import Phrase
from hedgerow.kernel.searching.highlights import Marker
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from hedgerow.talk.searching import reads as searching
from hedgerow.talk.searching import suggestions
from tests.cast import Cast, assemble
from tests.leaks.talks import converse

pytestmark = pytest.mark.django_db

PUBLIC = Choice("public")


@pytest.fixture
def cast() -> Cast:
    return assemble()


def say(author: int, text: str, audience: Choice = PUBLIC) -> int:
    number = posts.publish(author, Draft(text, audience))
    run_due()
    return number


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.members[name])
    session = client.session
    session["face"] = cast.faces[name]
    session.save()
    return client


def page(client: Client, **query: str) -> str:
    answer = client.get("/search", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_found_is_marked_and_nothing_typed_is_markup(cast: Cast) -> None:
    say(cast.alice, "Wild garlic & <b>bread</b> at https://garlic.example/garlic")
    html = page(signed_in(cast, "heidi"), q="garlic <script>")
    assert "<script>alert" not in html
    html = page(signed_in(cast, "heidi"), q="garlic")
    assert "Wild <mark>garlic</mark> &amp; " in html
    assert 'href="https://garlic.example/garlic"' in html


def test_parts_and_tabs(cast: Cast) -> None:
    say(cast.alice, "Bob came #walks")
    client = signed_in(cast, "alice")
    html = page(client, q="bob")
    assert "found-people" in html
    assert "found-posts" in html
    assert "found-people" not in page(client, q="bob", tab="posts")
    assert "found-posts" not in page(client, q="bob", tab="people")
    assert 'href="/tags/walks"' in page(client, q="walk", tab="tags")
    assert "Messages" in html
    assert "tab=messages" not in page(Client(), q="bob")


def test_messages_found_stand_on_the_page_and_make_no_empty_toast(cast: Cast) -> None:
    converse(cast)
    run_due()
    html = page(signed_in(cast, "alice"), q="says")
    assert 'id="found-messages"' in html
    assert 'class="toast ' not in html


def test_a_tag_is_found_by_those_alone_who_see_a_post_with_it(cast: Cast) -> None:
    garden = Choice("chosen", circles=[cast.circle_id("Garden")])
    posts.publish(cast.alice, Draft("#hiddenharvest", garden))
    run_due()
    assert [tag.key for tag in searching.tags(cast.bob, "hidden")] == ["hiddenharvest"]
    assert searching.tags(cast.heidi, "hidden") == []
    assert searching.tags(None, "hidden") == []


def test_filters_of_the_controls_become_chips_that_can_be_taken_away(cast: Cast) -> None:
    number = say(cast.alice, "Elderflower")
    say(cast.bob, "Elderflower too")
    html = page(signed_in(cast, "heidi"), q="elderflower", **{"from": "@alice"})
    assert f"/@alice/{number}" in html
    assert "/@bob/" not in html
    assert "From @alice" in html
    assert re.search(r'class="chip"\s+href="/search\?q=elderflower"', html)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("before:yesterday", "“yesterday” is not a day"),
        ("after:2026-99-99", "“2026-99-99” is not a day"),
        ("has:cats", "Nothing can be found by “cats”"),
        ("in:Nowhere", "You have no circle called “Nowhere”"),
        ("language:German", "“German” is not the short name of a language"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_told(cast: Cast, typed: str, words: str) -> None:
    assert words in page(signed_in(cast, "alice"), q=f"elder {typed}")


def test_a_filter_that_can_be_meant_is_not_complained_of(cast: Cast) -> None:
    html = page(
        signed_in(cast, "alice"), q="elder in:Garden before:2026-01-01 has:Picture language:de from:@zqq"
    )
    assert "search-misread" not in html
    assert "In Deutsch" in html


def test_nothing_found_says_what_to_do_and_what_may_be_meant(cast: Cast) -> None:
    say(cast.alice, "Marmalade for everybody")
    html = page(signed_in(cast, "heidi"), q="marmelade")
    assert "Nothing found that you can see" in html
    assert "<bdi>marmalade</bdi>" in html


def test_nothing_hidden_is_ever_suggested(cast: Cast) -> None:
    garden = Choice("chosen", circles=[cast.circle_id("Garden")])
    say(cast.alice, "Rhabarberkuchen", garden)
    asked = searching.read("rhabarberkuche")
    assert suggestions.meant(cast.heidi, asked) == ""
    assert suggestions.meant(None, asked) == ""
    assert suggestions.meant(cast.bob, asked) == "rhabarberkuchen"


def test_a_page_leads_to_the_next_one(cast: Cast) -> None:
    for _ in range(25):
        posts.publish(cast.alice, Draft("Quince", PUBLIC))
    run_due()
    client = signed_in(cast, "heidi")
    html = page(client, q="quince")
    assert "25, the newest first" in html
    older = re.search(r'href="(/search\?q=quince&amp;older=\d+)"', html)
    assert older
    html = client.get(older[1].replace("&amp;", "&")).content.decode()
    assert html.count("<mark>Quince</mark>") == 5


def test_who_is_signed_out_searches_what_is_public(cast: Cast) -> None:
    say(cast.alice, "Elderflower", Choice("site"))
    assert "found-posts" not in page(Client(), q="elderflower")
    say(cast.alice, "Elderflower, publicly")
    assert "found-posts" in page(Client(), q="elderflower")


def test_who_is_signed_out_asks_not_too_often(cast: Cast, settings: object) -> None:
    settings.RATE_LIMITS = True  # type: ignore[attr-defined]
    client = Client()
    answers = {client.get("/search", {"q": "x"}).status_code for _ in range(125)}
    assert answers == {200, 429}


def test_what_comes_up_while_typing(cast: Cast) -> None:
    say(cast.alice, "#walks by the canal")
    html = signed_in(cast, "bob").get("/search/near", {"q": "wal"}).content.decode()
    assert 'href="/tags/walks"' in html
    html = signed_in(cast, "bob").get("/search/near", {"q": "ali"}).content.decode()
    assert 'href="/@alice"' in html


@pytest.mark.parametrize(
    ("html", "phrases", "marked"),
    [
        ("<p>Tea &amp; amp</p>", [("amp",)], "<p>Tea &amp; <mark>amp</mark></p>"),
        (
            '<a href="/tea" title="tea>">Tea</a>',
            [("tea",)],
            '<a href="/tea" title="tea>"><mark>Tea</mark></a>',
        ),
        ("<p>CAFÉ, café</p>", [("cafe",)], "<p><mark>CAFÉ</mark>, <mark>café</mark></p>"),
        ("<p>昨日は日本語の</p>", [("日本", "本語")], "<p>昨日は<mark>日本語</mark>の</p>"),
        ("<p>&lt;mark&gt;</p>", [("lt",)], "<p>&lt;mark&gt;</p>"),
    ],
)
def test_marks_stand_in_words_alone(html: str, phrases: list[tuple[str, ...]], marked: str) -> None:
    assert Marker([Phrase(words) for words in phrases]).html(html) == marked
