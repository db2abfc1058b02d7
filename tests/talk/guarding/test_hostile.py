"""Whatever is written, a look takes about as long as for any other text of its length."""

import time

import pytest

from hedgerow.talk.guarding.rules import LONGEST_LOOKED_AT, Listed, Occasion, Want, look

WANT = Want("on", names=(Listed("Zoë"),), organisations=("Northwind",))
ORDINARY = "The hut above the lake opens on Saturday at 9:30, bring 2 friends, boots and a warm coat. "
MOST = 25
"""Times an ordinary text. What took the square of its length took more than three hundred."""

HOSTILE = {
    "one small letter": "a",
    "one capital": "A",
    "one digit": "1",
    "digits apart": "1 ",
    "capitals apart": "Xa ",
    "capitals and digits": "A1",
    "streets without a number": "Am Xa ",
    "numbers without a street": "14 rue ",
    "marks of direction": "\u202e\u200f",
    "marks between letters": "a\u202e\u200f",
    "one letter and its accents": "e\u0301\u0327\u0323" * 8,
    "emoji": "👩‍👩‍👧‍👦🏽",
    "one sign": "-",
    "lines": "\n",
    "beginnings of keys": "sk-",
    "beginnings of tokens": "eyJ",
    "addresses on the web": "http://a:",
    "names of secrets": "password is ",
    "names of secrets in a row": "secret: ",
    "phones": "+49 30 1234567 ",
    "beginnings of accounts": "DE89 3704 ",
    "starred words": "xfuck",
    "one Arabic letter": "ا",
    "characters": "東",
}


def cost(text: str) -> int:
    """CPU of one look in this thread, in nanoseconds; the lesser of two."""
    costs = []
    for _ in range(2):
        begun = time.thread_time_ns()
        look(text, WANT, Occasion(lives=("work",)))
        costs.append(time.thread_time_ns() - begun)
    return min(costs)


@pytest.fixture(scope="module")
def ordinary() -> int:
    look(ORDINARY, WANT, Occasion(lives=("work",)))
    return cost(ORDINARY * (LONGEST_LOOKED_AT // len(ORDINARY)))


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_half_a_million_letters_take_no_longer_than_a_long_story(ordinary: int, unit: str) -> None:
    assert cost(unit * (500_000 // len(unit))) < MOST * ordinary


def test_what_stands_at_the_end_of_a_long_story_is_found() -> None:
    found = look((ORDINARY + "\n") * 500 + "Call me on +44 7700 900123", WANT, Occasion())
    assert [each.words for each in found if each.kind == "personal"] == ["+44 7700 900123"]
