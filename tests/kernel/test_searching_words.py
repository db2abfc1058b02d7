"""Words, as they are kept and as they are asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.kernel.searching import asking, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The *garden*, again", ["the", "garden", "again"]),
        ("Ärger naïve ŁÓDŹ Ёлка", ["arger", "naive", "łodz", "елка"]),
        ("Cafe\u0301 CAFÉ", ["cafe", "cafe"]),
        ("ﬁne Ｗｉｄｅ ①", ["fine", "wide", "1"]),
        ("Straße", ["strasse"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("مُدَرِّس", ["مدرس"]),
        ("日本語です", ["日本", "本語", "語で", "です", "す"]),
        ("iPhone手机 ok", ["iphone", "手机", "机", "ok"]),
        ("한국어", ["한국", "국어", "어"]),
        ("snake_case @ana #walks", ["snake", "case", "ana", "walks"]),
        ("🌿 !?", []),
    ],
)
def test_words_of_many_scripts(text: str, found: list[str]) -> None:
    assert words.words_of(text) == found


@given(st.text(max_size=60))
def test_what_was_kept_is_asked_for_alike(text: str) -> None:
    kept = words.words_of(text)
    asked = words.asked_of(text)
    assert [word for word in asked if word not in kept] == []
    assert asked == kept or asked == kept[:-1]


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert words.words_of(" ".join(words.words_of(text))) == words.words_of(text) or any(
        words.is_pair_begun(word) or len(word) == 2 for word in words.words_of(text)
    )


def test_quotes_minus_star_and_filters_are_read() -> None:
    asked = asking.read('soup "wild garlic" -rain from:@ana note:well walk*', frozenset({"from"}))
    assert asked.phrases == (
        asking.Phrase(("soup",)),
        asking.Phrase(("wild", "garlic")),
        asking.Phrase(("note", "well")),
        asking.Phrase(("walk",), begun=True),
    )
    assert asked.without == (asking.Phrase(("rain",)),)
    assert asked.filters == (asking.Filter("from", "@ana"),)


def test_a_single_character_of_chinese_stands_for_every_pair_it_begins() -> None:
    assert asking.read("語").phrases == (asking.Phrase(("語",), begun=True),)
    assert asking.read("日本語").phrases == (asking.Phrase(("日本", "本語")),)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read(text: str) -> None:
    asked = asking.read(text, frozenset({"from", "in"}))
    assert len(asked.phrases) <= asking.MOST_PHRASES


def test_the_nearest_word_is_the_most_alike() -> None:
    assert words.nearest("gardn", ["garlic", "garden", "guard"]) == "garden"
    assert words.nearest("xyz", ["garden"]) == ""
    assert words.nearest("garden", ["garden"]) == ""
