"""A query for guarded rows does not run before somebody said for whom."""

from collections.abc import Callable

import pytest
from django.db.models import QuerySet

from hedgerow.boundary.guard import Unguarded
from hedgerow.talk.models import Post, Tag

RUNS: list[Callable[[QuerySet[Post]], object]] = [
    list,
    bool,
    len,
    lambda posts: posts.get(pk=1),
    lambda posts: posts.first(),
    lambda posts: posts.count(),
    lambda posts: posts.exists(),
    lambda posts: list(posts.values_list("pk")),
    lambda posts: list(posts.iterator()),
    lambda posts: posts.in_bulk([1]),
    lambda posts: posts.update(text=""),
    lambda posts: posts.delete(),
    lambda posts: posts.aggregate(),
    lambda posts: list(posts.filter(pk=1).order_by("pk")[:3]),
]


@pytest.mark.django_db
@pytest.mark.parametrize("run", RUNS)
def test_an_unnarrowed_query_refuses_to_run(run: Callable[[QuerySet[Post]], object]) -> None:
    with pytest.raises(Unguarded):
        run(Post.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize("run", RUNS[:3])
def test_a_narrowed_query_runs(run: Callable[[QuerySet[Post]], object]) -> None:
    run(Post.objects.visible(None))
    run(Post.objects.unguarded(reason="this test").filter(pk=1))


@pytest.mark.django_db
def test_a_reverse_relation_is_guarded_too() -> None:
    with pytest.raises(Unguarded):
        list(Post(pk=1).replies.all())
    assert list(Tag.objects.all()) == []
