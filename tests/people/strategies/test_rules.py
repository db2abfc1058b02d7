"""What answers speak for: laws of the two axes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.people.strategies import rules

ANSWERS = st.lists(st.integers(1, 5), min_size=8, max_size=8)
SOME = st.lists(st.integers(0, 5), min_size=8, max_size=8)


@given(ANSWERS, st.integers(0, 7))
def test_agreeing_more_moves_one_axis_alone_and_never_the_wrong_way(answers: list[int], place: int) -> None:
    more = [answer + (number == place and answer < 5) for number, answer in enumerate(answers)]
    axis, sign = rules.STATEMENTS[place]
    was, found = rules.score(answers), rules.score(more)
    moved = {"apart": found.apart - was.apart, "best": found.best - was.best}
    assert moved[axis] == sign * (more[place] - answers[place])
    assert [step for name, step in moved.items() if name != axis] == [0]


@given(ANSWERS)
def test_the_opposite_answers_lead_to_the_opposite_corner(answers: list[int]) -> None:
    was, other = rules.advice(answers), rules.advice([6 - answer for answer in answers])
    opposite = {"open": "custom", "custom": "open", "audience": "content", "content": "audience"}
    if len(was.names) == 1:
        assert other.names == (opposite[was.names[0]],)
    assert len(was.names) == len(other.names)


def test_both_axes_weigh_the_same_and_no_answer_recommends_nothing() -> None:
    signs = [(axis, sign) for axis, sign in rules.STATEMENTS]
    assert all(signs.count((axis, sign)) == 2 for axis in ("apart", "best") for sign in (1, -1))
    assert rules.answers_of([""] * 8) == rules.answers_of(["9", "x", "\0", "-1"]) == []


@given(SOME)
def test_nothing_is_recommended_of_too_few_answers_or_without_a_side(answers: list[int]) -> None:
    found, where = rules.advice(answers), rules.score(answers)
    said = [axis for (axis, _sign), answer in zip(rules.STATEMENTS, answers, strict=True) if answer]
    few = min(said.count("apart"), said.count("best")) < 3
    assert found.few == few
    assert len(found.names) == (0 if few else len(found.sides) and 3 - len(found.sides))
    if found.names:
        assert max(abs(where.apart), abs(where.best)) >= 3


@pytest.mark.parametrize("all_of_them", [1, 2, 3, 4, 5])
def test_who_answers_everything_alike_is_led_nowhere(all_of_them: int) -> None:
    for left_out in range(-1, 8):
        answers = [0 if number == left_out else all_of_them for number in range(8)]
        assert rules.advice(answers).names == ()


def test_where_one_axis_is_silent_two_fit_and_the_nearer_comes_first() -> None:
    apart_alone = rules.advice([5, 3, 1, 3, 5, 3, 1, 3])
    assert (apart_alone.names, apart_alone.sides) == (("custom", "audience"), ("apart",))
    nearly = rules.advice([5, 4, 1, 3, 5, 3, 1, 3])
    assert nearly.names == ("audience", "custom")
    both = rules.advice([1, 5, 5, 1, 1, 5, 5, 1])
    assert (both.names, both.sides) == (("open",), ("together", "oneself"))


@given(st.lists(st.text(max_size=3), max_size=12))
def test_whatever_a_form_sends_is_eight_answers_or_none(given: list[str]) -> None:
    found = rules.answers_of(given)
    assert found == [] or (len(found) == 8 and set(found) <= {0, 1, 2, 3, 4, 5})
