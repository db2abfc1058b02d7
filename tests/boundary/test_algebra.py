"""The normal form of audiences, and its laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.boundary import algebra
from hedgerow.boundary.algebra import ALWAYS, NEVER, PUBLIC, SITE, Clause, Malformed, Stay

ids = st.frozensets(st.integers(1, 6), max_size=4)
clauses = st.builds(algebra.clause, ids, ids, ids, ids)
audiences = st.lists(clauses, max_size=3).map(algebra.audience)


def test_public_takes_no_exclusions() -> None:
    with pytest.raises(Malformed):
        algebra.clause([PUBLIC], without_faces=[3])


@pytest.mark.parametrize("well_known", [PUBLIC, SITE])
def test_everybody_cannot_be_excluded(well_known: int) -> None:
    with pytest.raises(Malformed):
        algebra.clause([1], without_circles=[well_known])


def test_exclusion_wins_over_inclusion() -> None:
    part = algebra.clause([1, 2], [7, 8], [2], [8])
    assert part == Clause(frozenset({1}), frozenset({7}), frozenset({2}), frozenset({8}))


@given(ids, ids)
def test_this_site_absorbs_what_it_contains(circles: frozenset[int], faces: frozenset[int]) -> None:
    assert algebra.clause([SITE, *circles], faces) == algebra.clause([SITE])


@given(audiences, audiences, audiences)
def test_joining_audiences_is_a_semilattice(
    one: algebra.Audience, two: algebra.Audience, three: algebra.Audience
) -> None:
    assert algebra.both(one, one) == one
    assert algebra.both(one, two) == algebra.both(two, one)
    assert algebra.both(algebra.both(one, two), three) == algebra.both(one, algebra.both(two, three))


@given(audiences, audiences)
def test_equal_audiences_have_equal_fingerprints_and_others_do_not(
    one: algebra.Audience, two: algebra.Audience
) -> None:
    assert (one == two) == (algebra.fingerprint(one) == algebra.fingerprint(two))


def test_an_audience_of_nobody_is_not_the_parents_audience() -> None:
    assert algebra.audience([algebra.NOBODY]) != algebra.WHOEVER_SEES_THE_PARENT


def test_leaving_an_excluded_circle_opens_only_what_enters_afterwards() -> None:
    part = algebra.clause([1], without_circles=[2])
    stays = [Stay(1, 10, 10), Stay(2, 20, 20, left_at=30)]
    assert algebra.opens_from(part, 5, stays, local=True) == 30


def test_rejoining_does_not_revive_the_old_view() -> None:
    part = algebra.clause([1])
    stays = [Stay(1, 10, ALWAYS, left_at=20), Stay(1, 50, 50)]
    assert algebra.opens_from(part, 5, stays, local=True) == 50


def test_whoever_left_sees_nothing() -> None:
    assert algebra.opens_from(algebra.clause([1]), 5, [Stay(1, 10, 10, 20)], local=True) == NEVER
