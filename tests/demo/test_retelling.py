"""Telling a world anew moves its moments and changes no answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hedgerow.boundary.models import Membership
from hedgerow.delivery.models import Notification
from hedgerow.delivery.retelling import acts
from hedgerow.kernel import jobs
from hedgerow.kernel.clock import now_us
from hedgerow.kernel.ids import EPOCH_MS, RANDOM_BITS
from hedgerow.kernel.retelling import Telling, timed_id
from hedgerow.talk.models import Post

from ..cast import assemble
from .answers import by_engine, by_reference

DAY = 86_400_000_000


@given(
    some.lists(some.tuples(some.integers(1, 50), some.integers(0, 1000)), min_size=1, max_size=8),
    some.lists(some.integers(-100, 600), min_size=2, max_size=30, unique=True),
)
def test_what_came_first_still_does(steps: list[tuple[int, int]], moments: list[int]) -> None:
    points = [(0, 0)]
    for step, more in steps:
        points.append((points[-1][0] + step, points[-1][1] + step + more))
    told = [Telling(points).moment(moment) for moment in sorted(moments)]
    assert told == sorted(set(told))


@pytest.mark.parametrize("points", [[(0, 0), (10, 5)], [(0, 0), (0, 5)], [(5, 5), (4, 9)]])
def test_time_neither_hurries_nor_turns_round(points: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="stretch"):
        Telling(points)


def test_an_outside_id_keeps_its_random_bits_and_tells_the_new_time() -> None:
    was = (5 << RANDOM_BITS) | 1234
    told = timed_id(was, (EPOCH_MS + 99) * 1000 + 7)
    assert (told >> RANDOM_BITS, told & ((1 << RANDOM_BITS) - 1)) == (99, 1234)


@pytest.mark.django_db
@pytest.mark.both
def test_a_world_with_everybody_in_it_answers_as_before() -> None:
    """Joined later, removed, excluded, blocked, suspended: the fixed cast, over two hundred days."""
    before_all = now_us()
    assemble()
    jobs.run_due()
    now = now_us()
    references, engines = by_reference(), by_engine()
    assert references == engines
    said = Post.objects.unguarded(reason="a test")
    order = list(said.order_by("entered_at", "pk").values_list("pk", flat=True))
    known = Notification.objects.count()

    acts.retell(Telling([(before_all, now - 200 * DAY), (now, now)]))

    assert by_reference() == references
    assert by_engine() == engines
    posts = Post.objects.unguarded(reason="a test").order_by("public_id")
    # Variants of one composition entered at one moment.
    assert [post.pk for post in sorted(posts, key=lambda post: (post.entered_at, post.pk))] == order
    assert [post.entered_at for post in posts] == sorted(post.entered_at for post in posts)
    assert posts[0].entered_at < now - 2 * DAY
    assert all(post.public_id >> RANDOM_BITS == post.entered_at // 1000 - EPOCH_MS for post in posts)
    assert Notification.objects.count() == known
    assert not Membership.objects.filter(since__gt=now).exists()
