"""How much is said in public, by week."""

import pytest
from django.core.cache import cache

from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.models import Post
from hedgerow.talk.posts import acts, reads
from hedgerow.talk.posts.acts import Draft
from hedgerow.talk.posts.census import WEEK_S
from hedgerow.talk.posts.reads import Census
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def counted() -> Census:
    cache.clear()
    return reads.census()


def test_what_is_said_in_public_is_counted_by_week(cast: Cast) -> None:
    before = counted()
    for name in ("alice", "alice", "bob"):
        acts.publish(cast.faces[name], Draft("For all", Choice("public")))
    acts.publish(cast.alice, Draft("For today", Choice("public"), vanish_after=86_400))
    acts.publish(cast.alice, Draft("For some", Choice("followers")))
    now = counted()
    assert now.posts == before.posts + 3
    assert (now.weeks[0].posts, now.weeks[1].posts) == (before.weeks[0].posts + 3, 0)
    assert now.active_month >= now.weeks[0].authors >= 2


def test_an_earlier_week_has_its_own_count(cast: Cast) -> None:
    said = acts.publish(cast.alice, Draft("For all", Choice("public")))
    week = counted().weeks[2]
    moment = (week.begins + WEEK_S // 2) * 1_000_000
    rows = Post.objects.unguarded(reason="a test moves a post to another week")
    rows.filter(public_id=said).update(entered_at=moment)
    then = counted().weeks[2]
    assert (then.posts, then.authors) == (week.posts + 1, week.authors + 1)
