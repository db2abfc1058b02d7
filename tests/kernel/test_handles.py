"""Handles and names: nobody passes for somebody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.kernel.errors import Refused
from hedgerow.kernel.handles import name_skeleton, normalise_handle, normalise_name, skeleton


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Alice", ("Alice", "alice")),
        (" @bob_2 ", ("bob_2", "bob_2")),
        ("x", ("x", "x")),
        ("a" * 30, ("a" * 30,) * 2),
    ],
)
def test_good_handles(raw: str, expected: tuple[str, str]) -> None:
    assert normalise_handle(raw) == expected


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("", "choose a handle"),
        ("@", "choose a handle"),
        ("a" * 31, "at most 30"),
        ("al ice", "no spaces"),
        ("al-ice", "“-”"),
        ("аlice", "“а”"),
        ("möwe", "“ö”"),
        ("a\u200bb", "only the letters"),
        ("a\u202eb", "only the letters"),
        ("a\nb", "no spaces"),
        ("___", "letter or digit"),
        ("Admin", "kept for the site"),
        ("adm1n", "kept for the site"),
        ("r00t", "kept for the site"),
        ("ad_min_", "kept for the site"),
        ("../etc", "“.”"),
    ],
)
def test_bad_handles_are_told_why(raw: str, part: str) -> None:
    with pytest.raises(Refused) as refused:
        normalise_handle(raw)
    assert refused.value.field == "handle"
    assert part in refused.value.message


@given(st.text(max_size=40))
def test_any_input_is_a_clean_handle_or_refused(raw: str) -> None:
    try:
        shown, key = normalise_handle(raw)
    except Refused:
        return
    assert shown.isascii()
    assert key == shown.lower()
    assert normalise_handle(shown) == (shown, key)


def test_handles_that_look_alike_have_one_skeleton() -> None:
    assert skeleton("a1ice") == skeleton("alice") == skeleton("aIice") == skeleton("allce")
    assert skeleton("b0b") == skeleton("bob")
    assert skeleton("rnary") == skeleton("mary")
    assert skeleton("alice") != skeleton("alina")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  Alice   B. ", "Alice B."),
        ("Ali\u202ece\x00", "Alice"),
        ("Иван Петров", "Иван Петров"),
        ("Иван Smith", "Иван Smith"),
        ("山田 太郎", "山田 太郎"),
        ("Zoë O’Neill 🌿", "Zoë O’Neill 🌿"),
        # Emoji of Unicode 15 and 16, and one that is yet to come.
        ("Zoë \U0001fae8\U0001fae9\U0001faff", "Zoë \U0001fae8\U0001fae9\U0001faff"),
        ("Zoë\ufdd0\U000e0fff", "Zoë"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        # Marks that Unicode joins to no letter are of no alphabet.
        ("A\u030a\u030a", "\u00c5\u030a"),
        ("Нгу\u0302е\u0323н", "Нгу\u0302е\u0323н"),
    ],
)
def test_good_names(raw: str, expected: str) -> None:
    assert normalise_name(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " \u200b ",
        "\u202e",
        "x" * 61,
        "Аliсе",
        "Аl\u0323iсе",
        "z" + "\u0301\u0302\u0303\u0316" * 2 + "a",
        "...",
    ],
)
def test_bad_names(raw: str) -> None:
    with pytest.raises(Refused) as refused:
        normalise_name(raw)
    assert refused.value.field == "name"


def test_names_that_look_alike_have_one_skeleton() -> None:
    assert name_skeleton("Alice") == name_skeleton("АLICЕ".lower()) == name_skeleton("ａlice")
    assert name_skeleton("Bob") == name_skeleton("B0b")
    assert name_skeleton("Alice") != name_skeleton("Bob")
