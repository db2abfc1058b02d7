"""Every fast path of the boundary equals the reference, in worlds that nobody thought of."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hedgerow.boundary import epoch, reads
from hedgerow.boundary.reference import sees
from hedgerow.kernel.writing import write
from hedgerow.talk.models import Post

from .twin import Twin

pytestmark = pytest.mark.both

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
seeds = st.integers(0, 2**32)


@pytest.fixture
def fresh(db: None) -> Iterator[None]:
    """A database without rows, and nothing remembered of another one."""
    epoch.forget()
    yield
    epoch.forget()


def viewers(twin: Twin) -> list[int | None]:
    return [None, *twin.faces]


@EXAMPLES
@given(seed=seeds)
def test_check_and_the_sql_predicate_equal_the_reference(fresh: None, seed: int) -> None:
    twin = Twin(seed)
    for _ in range(3):
        twin.live(25)
        rows = twin.rows()
        for viewer in viewers(twin):
            truth = {row.pk for row in rows if sees(twin.world, viewer, twin.posts[row.pk])}
            by_sql = set(Post.objects.visible(viewer).filter(pk__in=twin.posts).values_list("pk", flat=True))
            one_by_one = {row.pk for row in rows if reads.check(viewer, row)}
            together = {row.pk for row in reads.seen(viewer, rows)}
            assert by_sql == one_by_one == together == truth


@EXAMPLES
@given(seed=seeds)
def test_readers_and_explain_equal_the_reference(fresh: None, seed: int) -> None:
    twin = Twin(seed)
    twin.live(50)
    for row in twin.rows():
        entry = twin.posts[row.pk]
        found = reads.readers(row)
        truth = {face for face in twin.faces if face != row.author_id and sees(twin.world, face, entry)}
        locals_only = truth & twin.world.local
        assert set(found.faces) & twin.world.local == locals_only
        assert found.everybody == sees(twin.world, None, entry)
        for viewer in viewers(twin):
            assert reads.explain(viewer, row).sees == sees(twin.world, viewer, entry)


@EXAMPLES
@given(seed=seeds)
def test_preview_equals_who_sees_the_post_once_it_is_written(fresh: None, seed: int) -> None:
    twin = Twin(seed)
    twin.live(30)
    with write():
        before = set(twin.posts)
        while set(twin.posts) == before:
            twin.post()
    twin.world.now += 1
    number = max(set(twin.posts) - before)
    entry = twin.posts[number]
    if entry.parent is not None or entry.author in twin.world.stopped:
        return
    told = reads.reach(entry.author, entry.audience)
    truth = {face for face in twin.faces if face != entry.author and sees(twin.world, face, entry)}
    assert set(told.faces) & twin.world.local == truth & twin.world.local
    assert told.everybody == sees(twin.world, None, entry)


@EXAMPLES
@given(seed=seeds)
def test_diff_says_what_a_move_does(fresh: None, seed: int) -> None:
    twin = Twin(seed)
    twin.live(50)
    face, joins, leaves = twin.faces[0], twin.circles[:1], twin.circles[1:2]
    rows = [row for row in twin.rows() if not row.gone_at and row.author_id not in twin.world.stopped]
    told = reads.diff(face, rows, joins=joins, leaves=leaves)
    before = {row.pk for row in reads.seen(face, rows)}
    from hedgerow.boundary import acts

    with write():
        acts.leave(leaves[0], [face])
        acts.join(joins[0], [face])
    after = {row.pk for row in reads.seen(face, rows)}
    apart = {one for pair in twin.world.blocks if face in pair for one in pair}
    shown = {row.pk for row in rows if row.expires_at is None and row.author_id not in apart - {face}}
    if face in twin.world.stopped:
        shown = set()
    # What stands below something that the move itself hides goes with it; that is counted there.
    behind = {row.pk for row in rows if row.under_id is not None}
    assert {row.pk for row in told.hidden} & shown - behind == (before - after) & shown - behind
    assert {row.pk for row in told.revealed} & shown - behind == (after - before) & shown - behind
