"""Text: what is shown, what is found, and what hostile input becomes."""

import re
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from hedgerow.kernel import text
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.names import find_names, tag_key
from hedgerow.kernel.text import LIMIT, TAGS, Rendered, beginning, excerpt, normalise, plain, render
from tests.kernel.threads import in_threads

REL = ' rel="nofollow noopener noreferrer ugc"'


def shown(source: str) -> Rendered:
    return render(
        normalise(source),
        link_mention=lambda key: None if key.startswith("ghost") else f"/@{key}",
        tag_url=lambda key: f"/tags/{key}",
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a *b* **c** ~~d~~ `e`", "<p>a <em>b</em> <strong>c</strong> <s>d</s> <code>e</code></p>"),
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("# a\n#### b", "<h3>a</h3>\n<h4>b</h4>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("```html\n<b>@a #b\n```", "<pre><code>&lt;b&gt;@a #b\n</code></pre>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("---\n***", "<p>---<br>\n***</p>"),
    ],
)
def test_light_markdown(source: str, html: str) -> None:
    assert shown(source).html.replace(' dir="auto"', "") == html


def test_every_block_finds_its_own_direction() -> None:
    html = shown("# a\n\nb\n\n> c\n\n- d\n\n```\ne\n```").html
    for block in LexborHTMLParser(html).css("p, h3, blockquote, ul, li, pre"):
        assert block.attributes["dir"] == "auto"


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("https://a.example/x_y_z.", ["https://a.example/x_y_z"]),
        ("<https://a.example> [b](http://b.example)", ["https://a.example", "http://b.example"]),
        ("https://a.example https://a.example", ["https://a.example"]),
        ("[x](javascript:alert(1)) [x](data:text/html,a) [x](/settings)", []),
        (
            "[x](//evil.example) [x](mailto:a@b.c)",
            [],
        ),
        ("[x](jAvAsCrIpT:alert(1)) [x](java&#115;cript:alert(1)) [x](vbscript:a)", []),
        ("https://user:pw@a.example http://@a.example ftp://a.example", []),
        ("`https://a.example`", []),
        ("[x]() [y](<>)", []),
    ],
)
def test_links(source: str, links: list[str]) -> None:
    found = shown(source)
    assert found.links == links
    assert found.html.count("<a ") == found.html.count(REL)
    assert [a.attributes["href"] for a in LexborHTMLParser(found.html).css("a")][: len(links)] == links


@pytest.mark.parametrize(
    ("source", "mentions"),
    [
        ("@Alice, @bob. (@carol) @dan_2!", ["alice", "bob", "carol", "dan_2"]),
        ("@alice@Example.org. @bob@example", ["alice@example.org"]),
        ("mail a@b.example x/@y \\@z @@w", []),
        ("**@alice** _@bob_ @alice", ["alice", "bob"]),
        ("`@alice` [@bob](https://x.example) https://x.example/@carol", []),
        ("@älice @aliceä", []),
        ("@ghost", ["ghost"]),
    ],
)
def test_mentions(source: str, mentions: list[str]) -> None:
    assert shown(source).mentions == mentions


def test_a_mention_of_nobody_stays_plain() -> None:
    assert "<a" not in shown("@ghost").html
    assert '<a href="/@alice" class="mention"' + REL + ">@Alice</a>" in shown("@Alice").html


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("#Möwe #MÖWE #möwe", ["möwe"]),
        ("#हिन्दी #日本語 #עברית #می\u200cخواهم", ["हिन्दी", "日本語", "עברית", "میخواهم"]),
        ("#123 #१२ #_ # #", []),
        ("#1st #a_b_c #Ｆｕｌｌ", ["1st", "a_b_c", "full"]),
        ("a#b ##c &#35;d /#e \\#f `#g`", []),
        ("#straße #STRASSE", ["strasse"]),
        ("#" + "a" * 101, []),
    ],
)
def test_hashtags(source: str, tags: list[str]) -> None:
    assert shown(source).tags == tags


@given(st.text(max_size=30))
def test_a_tag_key_is_stable(written: str) -> None:
    assert tag_key(tag_key(written)) == tag_key(written)


@given(st.text(alphabet="@#ab_.-é\u0301 /", max_size=60))
def test_names_lie_where_they_say(text: str) -> None:
    end = 0
    for name in find_names(text):
        assert end <= name.start < name.end
        assert text[name.start : name.end] == name.shown
        end = name.end


@given(st.text(alphabet="ab Zé9ß漢.,;:?!'()-_*~`#@&<>[]\\/+\n\u00a0\u0301", max_size=40).map(normalise))
@settings(max_examples=500)
def test_words_without_marks_take_a_short_way_to_the_same(source: str) -> None:
    short = shown(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "_UNMARKED", re.compile("(?!)"))
        assert shown(source) == short


def test_what_most_people_say_takes_the_short_way() -> None:
    assert text._UNMARKED.fullmatch("Soup is ready, come over (if you like)! Isn't it great?")
    assert not text._UNMARKED.fullmatch("- a list")
    assert not text._UNMARKED.fullmatch("1. a list")


def test_plain_and_excerpt() -> None:
    found = shown("# Title\n\none\ntwo &amp; *three*\n\n- a\n- b\n\n```\ncode\n```")
    assert found.plain == "Title\n\none\ntwo & three\n\n- a\n- b\n\ncode"
    assert plain("<p>a &lt;b&gt;<br>\nc</p>") == "a <b>\nc"
    assert (
        beginning("<p>Fish &amp; <em>chips</em>, <a>now</a>.</p>\n<p>At five</p>", 22)
        == "Fish & chips, now. At…"
    )
    assert excerpt("one two  three\nfour", 100) == "one two three four"
    assert excerpt("one two three four", 10) == "one two…"
    assert excerpt("one two. three four", 10) == "one two…"
    assert excerpt("a" * 50, 10) == "a" * 9 + "…"
    assert all(len(excerpt("ab cd e\u0301f 👩\u200d👩\u200d👧 " * 3, n)) <= n for n in range(2, 40))


def test_normalising_removes_what_hides_and_turns() -> None:
    assert normalise("a\u202eb\u2066c\x00d\x1b\ufeff") == "abcd"
    assert normalise("e\u0301\r\nb\rc") == "é\nb\nc"
    assert normalise("می\u200cخواهم 👩\u200d👧 \u200f") == "می\u200cخواهم 👩\u200d👧 \u200f"
    assert len(normalise("z" + "\u0301" * 500)) < 12
    assert normalise("\ud800a") == "a"
    assert normalise("  indented\n\n ") == "  indented"
    assert normalise("") == ""


@pytest.mark.parametrize(
    "source", ["\u200b\u2060", "\u2800 \u2800", "\u3164", "\ufe0f\u200d", "\u00a0\n\u2003"]
)
def test_what_shows_nothing_is_the_empty_text(source: str) -> None:
    assert normalise(source) == ""


@pytest.mark.parametrize("source", ["\U0001fae8", "\U0001fae9 yes", "\u200b.", "⠁", "👋🏽", "\ue000"])
def test_what_shows_something_stays_also_emoji_newer_than_this_python(source: str) -> None:
    assert normalise(source) == source


def test_what_is_never_a_character_goes() -> None:
    assert normalise("a\ufdd0\uffff\U000e0000\U0010fffeb") == "ab"


def test_the_limit_counts_what_people_count() -> None:
    assert normalise("x" * LIMIT)
    assert normalise("e\u0301\u0302\u0303" * 100, limit=100)
    assert normalise("👍🏽" * 100, limit=100)
    for source in ("x" * (LIMIT + 1), "👍" * 101, "x" * 10_000_000, "a\u0301\u0302\u0303\u0304\u0305" * 90):
        with pytest.raises(Refused) as refused:
            normalise(source, limit=LIMIT if source[0] == "x" else 80)
        assert refused.value.field == "text"


HOSTILE = {
    "nested lists": "- " * 1000 + "x",
    "deep lists": "\n".join(" " * depth + "- x" for depth in range(90)),
    "quotes": ">" * LIMIT,
    "quotes and lists": "> - " * 1250,
    "brackets": "[" * LIMIT,
    "links": "[a](" * 1250,
    "stars": "*a_ " * 1250,
    "open emphasis": "a**b" * 1250,
    "backticks": "".join("`" * n + "a" for n in range(1, 95)),
    "a huge word": "a" * LIMIT,
    "mentions": "@a" * 2500,
    "signs": "#" * LIMIT,
    "entities": "&#x" * 1600,
    "addresses": "http://" * 700,
    "parentheses": "http://a.example/" + "(" * 4900,
    "less than": "<" * LIMIT,
    "backslashes": "\\" * LIMIT,
    "comments": "<!--" * 1250,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_gives_small_safe_html(source: str) -> None:
    html = shown(source).html
    assert len(html) < LIMIT * 12
    _assert_safe(html)


PIECES = ["<script>", "<img src=x onerror=a>", "javascript:", "[a](", ")", "`", "*", "_", "\n", "> ", "- "]
PIECES += ["&lt;", "#t", "@a", "https://x.example", '"', "'", "<", ">", "![", "]", "\\", "&#106;", " ", "~~"]
PIECES += ["\u202e", "```\n"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=40,
    ).map("".join)
)
def test_whatever_is_written_the_html_is_safe(source: str) -> None:
    _assert_safe(shown(source).html)


def _assert_safe(html: str) -> None:
    for node in LexborHTMLParser(html).css("body *"):
        assert node.tag in TAGS
        for name, value in node.attributes.items():
            assert name in {"dir", "href", "class", "rel", "start"}
            if name == "href":
                assert (value or "").startswith(("http://", "https://", "/@", "/tags/"))


def test_many_threads_render_at_once() -> None:
    expected = shown("a https://a.example b @alice").html
    results: list[str] = []
    start = threading.Barrier(6)

    def work() -> None:
        start.wait(20)
        for _ in range(60):
            shown("https://other.example/" + "x" * 40)
            results.append(shown("a https://a.example b @alice").html)

    in_threads([work] * 6)
    assert set(results) == {expected}
