"""People first: what the ranking promises, for any lines and ties."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hedgerow.delivery.home import rules
from hedgerow.delivery.home.rules import HALF_LIFE_US, Tie, closeness, people_first
from hedgerow.talk.lines.facts import Line

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = 3600 * 1_000_000
TIES = st.builds(
    Tie,
    labels=st.frozensets(st.sampled_from(["friend", "family", "colleague", "client"])),
    circles=st.integers(0, 6),
    spoke=st.none()
    | st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 22)).map(lambda at: at.replace(tzinfo=UTC)),
)


def line(number: int, author: int, at: int) -> Line:
    return Line(number, number, author, 1, at, None, None, None, 1, None, None, None, None, None, None)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Line], dict[int, Tie]]:
    """Lines newest first, of a few authors, and ties to some of these."""
    moments = sorted(draw(st.lists(st.integers(0, 90 * 24), max_size=30)))
    lines = [line(n + 1, draw(st.integers(1, 5)), hour * HOUR) for n, hour in enumerate(moments)]
    return lines[::-1], draw(st.dictionaries(st.integers(1, 5), TIES, max_size=5))


@given(worlds())
def test_nothing_is_lost_and_nothing_doubled(world: tuple[list[Line], dict[int, Tie]]) -> None:
    lines, ties = world
    assert sorted(people_first(lines, ties, NOW)) == sorted(lines)


@given(worlds())
def test_one_authors_posts_stay_in_their_order(world: tuple[list[Line], dict[int, Tie]]) -> None:
    lines, ties = world
    ranked = people_first(lines, ties, NOW)
    for author in range(1, 6):
        own = [each.id for each in ranked if each.author_id == author]
        assert own == sorted(own, reverse=True)


@given(worlds(), st.timedeltas(timedelta(0), timedelta(minutes=30)))
def test_the_order_does_not_drift_with_the_hour_of_asking(
    world: tuple[list[Line], dict[int, Tie]], pause: timedelta
) -> None:
    lines, _ties = world
    labelled = {1: Tie(frozenset({"friend"})), 2: Tie(circles=2)}
    assert people_first(lines, labelled, NOW) == people_first(lines, labelled, NOW + pause)


@given(worlds(), st.integers(1, 5))
def test_an_older_post_of_somebody_loud_never_gains_by_another_one(
    world: tuple[list[Line], dict[int, Tie]], loud: int
) -> None:
    """Posting more moves one's earlier posts down, or leaves them; it lifts none."""
    lines, ties = world
    before = people_first(lines, ties, NOW)
    one_more = line(999, loud, (lines[0].entered_at if lines else 0) + 1)
    after = [each for each in people_first([one_more, *lines], ties, NOW) if each is not one_more]
    for place, each in enumerate(before):
        if each.author_id == loud:
            assert after.index(each) >= place
        else:
            assert after.index(each) <= place


@given(TIES, TIES)
def test_closer_never_ranks_below_at_the_same_moment(one: Tie, other: Tie) -> None:
    first, second = line(1, 1, HOUR), line(2, 2, HOUR)
    ranked = people_first([second, first], {1: one, 2: other}, NOW)
    nearer = 1 if closeness(one, NOW) > closeness(other, NOW) else 2
    assert ranked[0].author_id == nearer


@given(TIES)
def test_closeness_is_from_one_to_eleven(tie: Tie) -> None:
    assert 1.0 <= closeness(tie, NOW) <= 11.0


def test_what_a_tie_is_worth() -> None:
    assert closeness(Tie(), NOW) == 1
    assert closeness(Tie(frozenset({"family"})), NOW) == 5
    assert closeness(Tie(frozenset({"client", "manager"})), NOW) == 1
    assert closeness(Tie(circles=9), NOW) == 4
    assert closeness(Tie(spoke=NOW - timedelta(days=1)), NOW) == 4
    assert closeness(Tie(spoke=NOW - timedelta(days=400)), NOW) == 1


def test_half_a_day_is_worth_half_the_closeness() -> None:
    friend, other = {1: Tie(circles=1)}, line(2, 2, HALF_LIFE_US)
    just_in_time, too_late = line(1, 1, 1), line(1, 1, -1)
    assert people_first([other, just_in_time], friend, NOW)[0] == just_in_time
    assert people_first([other, too_late], friend, NOW)[0] == other


def test_a_line_knows_nothing_that_could_bait() -> None:
    """The ranking cannot weigh reactions, boosts or replies: it is not told of them."""
    assert not {"reactions", "boosts", "replies", "count"} & set(Line._fields)
    assert set(Tie._fields) == {"labels", "circles", "spoke"}


@given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), max_size=20))
def test_folding_keeps_each_post_where_it_first_stood(said: list[tuple[int, bool]]) -> None:
    lines = [
        line(100 + n, 1, n)._replace(boost_of=post if boosted else None, id=100 + n if boosted else post)
        for n, (post, boosted) in enumerate(said)
    ][::-1]
    kept = rules.folded(lines)
    posts = [each.boost_of or each.id for each in kept]
    assert len(posts) == len(set(posts))
    assert set(posts) == {each.boost_of or each.id for each in lines}
    oldest = {post: next(n for n, (each, _) in enumerate(said) if each == post) for post in posts}
    assert all(each.entered_at == oldest[each.boost_of or each.id] for each in kept)
