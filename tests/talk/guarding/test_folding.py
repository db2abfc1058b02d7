"""A listed name is found however it is written, and not inside other words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.talk.guarding.rules import Listed, Occasion, Want, look

LETTERS = "abcdefghjkmnpqrtuvwxyzäöüéñ"
WORDS = st.text(st.sampled_from(LETTERS), min_size=3, max_size=9)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
AROUND = st.sampled_from(["", "See ", "«", "now: ", "2 ", "\n"])
CYRILLIC = str.maketrans("aeopcxy", "аеорсху")


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def accented(text: str) -> str:
    return "".join(char + "\u0301" * (char in "aeou") for char in unicodedata.normalize("NFD", text))


def hidden(text: str) -> str:
    return "\u200b".join(text)


WAYS = [
    str.upper, str.title, wide, accented, hidden, " ".join, ".".join, "\u2009".join,
    lambda text: text.translate(CYRILLIC),
    lambda text: text.replace("o", "0"),
    lambda text: text.replace(" ", ""),
    lambda text: text.replace(" ", "-"),
    lambda text: text.replace(" ", "\n"),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"),
]  # fmt: skip


def said(text: str, *names: Listed) -> list[str]:
    return [each.words for each in look(text, Want(names=names, without=frozenset({"personal"})), Occasion())]


@given(
    NAMES,
    st.lists(st.sampled_from(WAYS), max_size=2),
    AROUND,
    st.sampled_from(["", ".", " ", "!", "'s", "»"]),
)
def test_a_listed_name_is_found_however_it_is_written(name, ways, before, after):
    written = name
    for way in ways[:1]:
        written = way(written)
    found = said(before + written + after, Listed(name))
    assert found
    assert unicodedata.normalize("NFKC", found[0]) in unicodedata.normalize("NFKC", before + written + after)


@given(WORDS, st.sampled_from("bdgk"), st.booleans())
def test_not_inside_another_word(name, letter, front):
    """(A compound may begin with a long name, as German ones do.)"""
    short = name[:6]
    assert not said(letter + short if front else short + letter, Listed(short))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Bluebird", "Bluebirds over the hill", ["Bluebirds"[:8]]),
        ("Sommerfalter", "das Sommerfalterprojekt", ["Sommerfalter"]),
        ("Sommerfalter", "im Sommer, Falter", []),
        ("Kestrel-7", "Kestrel 75", []),
        ("Iris", "Iris-Scan", ["Iris"]),
        ("東京計画", "明日は東京計画です", ["東京計画"]),
        ("ظل", "والظل", ["ظل"]),
        ("Haus am See", "Haus am Seeufer", []),
    ],
)
def test_where_a_name_ends(name, text, found):
    assert said(text, Listed(name)) == found


def test_a_pattern_takes_no_longer_for_being_malicious():
    """Backtracking would not come back from this one within the age of the universe."""
    assert said("a" * 50_000 + "!", Listed("(a+)+$", pattern=True)) == []
    assert said("see nw-1234-c there", Listed(r"NW-\d{4}-[A-Z]", pattern=True)) == ["nw-1234-c"]
