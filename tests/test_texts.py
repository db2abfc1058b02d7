"""Every text shown can be said in another language, and the languages that are promised say all of them."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polib
import pytest
from bin import messages
from django.conf import settings
from django.test import Client
from django.utils import translation

from tests import pages

CATALOGUES = sorted(messages.LOCALE.glob("*/LC_MESSAGES/django.po"))
WHOLE = [messages.catalogue(language) for language in (*messages.COMPLETE, messages.PSEUDO)]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w+")
ONE = {key[1] for texts in messages.everything() for key in texts if key[2]}
"""Texts that say one of what others count."""


def named(path: Path) -> str:
    return path.parent.parent.name


@cache
def wanted() -> set[messages.Key]:
    """Every text that a catalogue must hold."""
    ours, library = messages.everything()
    return {*ours, *library}


def sayings(path: Path) -> Iterator[tuple[str, str]]:
    """(text, what is said for it), the form for one and the form for many."""
    for entry in polib.pofile(str(path)):
        if entry.msgid_plural:
            yield entry.msgid, entry.msgstr_plural[0]
            yield entry.msgid_plural, entry.msgstr_plural[max(entry.msgstr_plural)]
        else:
            yield entry.msgid, entry.msgstr


def few(path: Path) -> Iterator[tuple[str, str]]:
    """(counted text, what is said for it) where a language has more forms than one and many."""
    for entry in polib.pofile(str(path)):
        if len(entry.msgstr_plural or ()) > 2:
            yield from ((entry.msgid_plural, said) for said in entry.msgstr_plural.values())


@pytest.mark.parametrize("path", WHOLE, ids=named)
def test_no_text_is_missing_and_none_is_left_over(path: Path) -> None:
    has = {(entry.msgctxt or "", entry.msgid, entry.msgid_plural) for entry in polib.pofile(str(path))}
    assert sorted(wanted() ^ has) == [], "run bin/messages"


@pytest.mark.parametrize("path", WHOLE, ids=named)
def test_nothing_is_untranslated_or_guessed(path: Path) -> None:
    po = polib.pofile(str(path))
    assert not [entry.msgid for entry in po.untranslated_entries()]
    assert not [entry.msgid for entry in po.fuzzy_entries()]


def test_english_says_anew_only_what_there_is() -> None:
    library = {key[1] for key in messages.everything()[1]}
    assert {entry.msgid for entry in polib.pofile(str(messages.catalogue("en")))} <= library


@pytest.mark.parametrize("path", CATALOGUES, ids=named)
def test_what_is_compiled_is_what_is_written(path: Path) -> None:
    written = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in polib.pofile(str(path))}
    compiled = {
        (e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in polib.mofile(str(path.with_suffix(".mo")))
    }
    assert written == compiled


@pytest.mark.parametrize("path", CATALOGUES, ids=named)
def test_placeholders_and_tags_are_those_of_the_text(path: Path) -> None:
    counts_in_words = messages.forms(named(path)) > 2
    for text, said in filter(all, sayings(path)):
        # Arabic has words for none, one and two of a thing, and needs no number there.
        if not (counts_in_words and text in ONE):
            assert set(PLACEHOLDER.findall(said)) == set(PLACEHOLDER.findall(text)), text
        assert sorted(TAG.findall(said)) == sorted(TAG.findall(text)), text
        assert said[:1].isspace() == text[:1].isspace(), text
    for text, said in few(path):
        assert set(PLACEHOLDER.findall(said)) <= set(PLACEHOLDER.findall(text)), text


def test_german_speaks_to_one_person_without_ceremony() -> None:
    to_you = r"\b(Ihre[mnrs]?|Ihnen|Ihr (Konto|Passwort))\b|\b(bitte|können|haben|möchten|werden) Sie\b"
    formal = re.compile(to_you)
    assert not [said for _text, said in sayings(messages.catalogue("de")) if formal.search(said)]


@pytest.mark.parametrize(("language", "ceremony"), [("es", r"\b[Uu]sted(es)?\b"), ("fr", r"\b[Vv]euillez\b")])
def test_the_others_do_too(language: str, ceremony: str) -> None:
    formal = re.compile(ceremony)
    assert not [said for _text, said in sayings(messages.catalogue(language)) if formal.search(said)]


def test_each_count_has_its_own_form() -> None:
    with translation.override("de"):
        one, two = (translation.ngettext("%(n)d new post", "%(n)d new posts", n) % {"n": n} for n in (1, 2))
    assert (one, two) == ("1 neuer Beitrag", "2 neue Beiträge")


def test_arabic_counts_in_six_ways_and_french_calls_none_one() -> None:
    def said(n: int) -> str:
        return translation.ngettext("%(n)d new post", "%(n)d new posts", n) % {"n": n}

    with translation.override("ar"):
        assert len({re.sub(r"\d+", "N", said(n)) for n in (1, 2, 3, 11)}) == 4
    with translation.override("fr"):
        assert re.sub(r"\d+", "N", said(0)) == re.sub(r"\d+", "N", said(1)) != re.sub(r"\d+", "N", said(2))


def test_every_complete_language_is_offered_and_no_other() -> None:
    offered = {translation.to_locale(code) for code, _name in settings.LANGUAGES}
    assert offered == {"en", *messages.COMPLETE, messages.PSEUDO}


def test_a_catalogue_fits_what_django_itself_would_gather() -> None:
    template = (
        '{% load i18n %}{% translate \'One\' %}{% translate "Two" context "place" %}'
        "{% blocktranslate count n=n %}{{ n }} hat{% plural %}{{ n }} hats{% endblocktranslate %}"
        '<c-x title="{% translate "In a component" %}" />{{ x|default:_("Three") }}{# translate "no" #}'
    )
    found = set(messages.texts_of_template(template))
    assert found == {
        ("", "One", ""), ("place", "Two", ""), ("", "%(n)s hat", "%(n)s hats"),
        ("", "In a component", ""), ("", "Three", ""),
    }  # fmt: skip
    code = "_('a' 'b'); gettext_lazy('c'); ngettext('d', 'e', n); f\"{_('f')}\"; _(x); other('g')"
    assert set(messages.texts_of_python(code)) == {
        ("", "ab", ""), ("", "c", ""), ("", "d", "e"), ("", "f", ""),
    }  # fmt: skip


def test_the_pseudo_language_keeps_what_programs_read() -> None:
    said = messages.pseudo("Hello <b>%(name)s</b>, {n} of 100%% &amp; more")
    assert PLACEHOLDER.findall(said) == ["%(name)s", "{n}"]
    assert "<b>" in said
    assert "&amp;" in said
    assert "%%" in said
    assert not re.search(r"[A-Za-z]", PLACEHOLDER.sub("", said).replace("<b>", "").replace("</b>", "")[:12])


# --- The pages, in the pseudo language ----------------------------------------------------------------

SPOKEN = ("title", "aria-label", "placeholder", "alt", "aria-description", "aria-valuetext")
"""Attributes that somebody hears or sees."""

SILENT = {"script", "style", "kbd", "code", "pre", "option", "time", "textarea"}
"""Elements whose text is no text of ours: keys, names of zones and languages, dates, what people wrote."""

OWN_WORDS = {
    "prose", "avatar", "face-handle", "post-handle", "brand-name", "mono",
}  # fmt: skip
"""Classes of elements that hold what people wrote; others say so by `dir="auto"`."""

NOT_OURS = {("/account/2fa/webauthn/add/", "Name")}
"""Texts that the sign-in library leaves unmarked, by the page: a label, the same in German."""

NO_WORDS = re.compile(
    r"\S*(https?:|example|localhost)\S*|[@#]\w+|\bzq\w+qz( says \w+)?|\b[A-Z2-7]{32}\b|\{\w+\}"
)
"""Addresses, handles, tags, the marks of the cast's posts, a secret for an app, gaps that a script fills."""

ENGLISH = re.compile(r"[A-Za-z]{2,}")


class _Texts(HTMLParser):
    """Gathers the texts and spoken attributes of a page outside of what people wrote."""

    VOID = {"input", "img", "br", "hr", "meta", "link", "use", "col", "source", "wbr"}

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        quiet = self._quiet() or tag in SILENT or bool(classes & OWN_WORDS) or given.get("dir") == "auto"
        # What says of itself that it is English: the reference of the API, from the words of its code.
        quiet = quiet or given.get("lang") == "en"
        if not quiet:
            self.found += [given[name] or "" for name in SPOKEN if name in given]
            self.found += [
                value or "" for name, value in attrs if given.get("id") == "words" and name != "id"
            ]
        if tag not in self.VOID:
            self._open.append((tag, quiet))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._quiet() and data.strip():
            self.found.append(" ".join(data.split()))

    def _quiet(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def plain_english(html: str, theirs: set[str]) -> list[str]:
    """Texts with a plain English word, after names and other words of people are taken out."""
    reader = _Texts()
    reader.feed(html)
    left = []
    for text in reader.found:
        bare = NO_WORDS.sub("", text)
        for word in sorted(theirs, key=len, reverse=True):
            bare = bare.replace(word, "")
        if ENGLISH.search(bare):
            left.append(text)
    return sorted(set(left))


def test_a_text_nobody_marked_is_seen() -> None:
    html = "<p title='Plain'>Hello</p><p class=prose>Their words</p><p>Ñö ŵöŕðš Bob</p>"
    assert plain_english(html, {"Bob"}) == ["Hello", "Plain"]


@pytest.mark.django_db
def test_no_page_shows_plain_english_in_the_pseudo_language(client: Client) -> None:
    world = pages.furnish()
    theirs = pages.words_of_people(world)
    wrong: dict[str, list[str]] = {}
    walked = pages.addresses(world)
    assert pages.overlooked(world, walked) == ([], []), "say in tests/pages.py how this page is reached"
    for who, addresses in walked.items():
        browser = pages.signed_in(world, who)
        pages.speak(world, who, browser, "ar-xb")
        for address in addresses:
            answer: Any = browser.get(address)
            html = answer.content.decode()
            assert answer.status_code < 500, address
            assert 'dir="rtl"' in html, address
            left = [text for text in plain_english(html, theirs) if (address, text) not in NOT_OURS]
            if left:
                wrong[f"{address} ({who})"] = left
    told: dict[str, list[str]] = {}
    for page, texts in wrong.items():
        for text in texts:
            told.setdefault(text, []).append(page)
    lines = [f"{text!r} on {len(where)} pages: {where[0]}" for text, where in told.items()]
    assert not lines, "\n".join(lines)
