"""Every answer of the boundary at a moment: who sees what, by the reference and by the engine."""

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.plain import world
from hedgerow.boundary.reference import sees
from hedgerow.people.models import Face
from hedgerow.talk.audit.reads import facts
from hedgerow.talk.models import Post

Answers = dict[int | None, frozenset[int]]


def by_reference() -> Answers:
    """For every face and who is signed out, the posts (dense ids) that the reference shows."""
    now, posts = world(), facts()
    return {
        viewer: frozenset(number for number, fact in posts.items() if sees(now, viewer, fact.entry))
        for viewer in _viewers()
    }


def by_engine() -> Answers:
    """The same, as the engine decides it."""
    posts = list(Post.objects.unguarded(reason="a test compares answers"))
    return {viewer: frozenset(post.pk for post in boundary.seen(viewer, posts)) for viewer in _viewers()}


def _viewers() -> list[int | None]:
    return [None, *Face.objects.order_by("pk").values_list("pk", flat=True)]
