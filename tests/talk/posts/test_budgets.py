"""How many queries a list of posts costs: as many for five as for forty."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hedgerow.boundary import epoch
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import acts, reads
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast


@pytest.fixture
def busy(cast: Cast) -> list[int]:
    """Forty posts of every kind: replies, quotes, boosts, reactions, tags, audiences all different."""
    garden = cast.circle_id("Garden")
    named = [cast.public("carol"), cast.public("heidi")]
    made = []
    for number in range(10):
        root = acts.publish(cast.alice, Draft(f"root {number} #tag{number} @bob", audience=Choice("public")))
        reply = acts.publish(cast.bob, Draft(f"reply {number}", reply_to=root))
        some = Choice("chosen", circles=[garden], people=[named[number % 2]])
        quote = acts.publish(cast.alice, Draft(f"quote {number}", quote_of=root, audience=some))
        acts.react(cast.erin, root, "🌿")
        acts.react(cast.bob, quote, "🌿")
        acts.boost(cast.bob, root, Choice("followers"))
        other = acts.publish(cast.alice, Draft(f"x {number}", audience=Choice("followers")))
        made += [root, reply, quote, other]
    return made


def queries(ask: Callable[[], object]) -> int:
    """How many queries it costs a process that remembers nothing but the site's own facts."""
    epoch.forget()
    reads.public(None, limit=1)
    with CaptureQueriesContext(connection) as cold:
        ask()
    return len(asked(cold))


def asked(captured: CaptureQueriesContext) -> list[str]:
    """The queries without the looks at the epoch: a PRAGMA in small mode, a GET from Redis in large mode."""
    looks = ("PRAGMA", "kernel_change")
    return [query["sql"] for query in captured if not any(look in query["sql"] for look in looks)]


@pytest.mark.parametrize("viewer", ["bob", "alice", "heidi", None])
def test_forty_posts_cost_as_many_queries_as_five(cast: Cast, busy: list[int], viewer: str | None) -> None:
    face = cast.faces[viewer] if viewer else None
    ids = sorted(thing.id for author in (cast.alice, cast.bob) for thing in reads.own_things(author))[-60:]
    few = queries(lambda: reads.shown(face, ids[-8:]))
    many = queries(lambda: reads.shown(face, ids))
    assert many <= few + 1, (few, many)
    assert many <= 12


def test_whom_one_leaves_out_costs_no_query_a_thread(cast: Cast) -> None:
    """Each answer below somebody's private post stands behind a gate of its own."""

    def answered(times: int) -> int:
        for _ in range(times):
            above = acts.publish(cast.alice, Draft("above", audience=Choice("followers")))
            acts.publish(cast.bob, Draft("an answer", reply_to=above))
        return queries(lambda: reads.left_out(cast.bob))

    assert answered(2) == answered(5)


def test_a_warm_page_costs_none_but_the_look_at_the_epoch(cast: Cast, busy: list[int]) -> None:
    ids = [thing.id for thing in reads.own_things(cast.alice)][:20]
    first = reads.shown(cast.bob, ids)
    with CaptureQueriesContext(connection) as warm:
        assert [each.entry for each in reads.shown(cast.bob, ids)] == [each.entry for each in first]
    assert asked(warm) == []


@pytest.mark.parametrize(
    "read",
    [
        lambda cast, limit: reads.by_author(cast.bob, cast.alice, limit=limit),
        lambda cast, limit: reads.public(cast.bob, limit=limit),
        lambda cast, limit: reads.site(cast.bob, limit=limit),
        lambda cast, limit: reads.tagged(None, "tag1", limit=limit),
        lambda cast, limit: reads.own_by_audience(cast.alice),
        lambda cast, limit: reads.in_circle(cast.alice, cast.circles["Garden"], limit=limit),
        lambda cast, limit: reads.sent_to(cast.alice, cast.circles["Garden"], limit=limit),
    ],
)
def test_every_list_has_a_budget(cast: Cast, busy: list[int], read: Callable[[Cast, int], object]) -> None:
    few, many = queries(lambda: read(cast, 5)), queries(lambda: read(cast, 40))
    # Some kinds of posts cost one query for all of them; a short page may happen to have none.
    assert many <= few + 3, (few, many)
    assert many <= 14


def test_a_long_thread_has_a_budget(cast: Cast) -> None:
    root = acts.publish(cast.alice, Draft("root", audience=Choice("public")))
    few = [acts.publish(cast.bob, Draft(f"r{n}", reply_to=root)) for n in range(5)]
    short = queries(lambda: reads.thread(cast.heidi, root))
    above = few[-1]
    for n in range(30):
        above = acts.publish(cast.bob, Draft(f"deep {n}", reply_to=above))
    assert queries(lambda: reads.thread(cast.heidi, root)) <= short + 1
    assert len(reads.thread(cast.heidi, above).above) == 31
