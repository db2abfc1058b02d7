"""Loading posts to act on them, through the boundary: what may not be seen is not there."""

from hedgerow.boundary import acts as engine
from hedgerow.boundary import reads as boundary
from hedgerow.kernel.errors import NotFound
from hedgerow.talk.models import Post


def load(actor: int, public_id: int) -> Post:
    """The post, locked for this write, if this face may see it. Raises NotFound."""
    if actor in boundary.stopped():
        raise NotFound
    rows = Post.objects.visible(actor).filter(public_id=public_id)
    found = rows.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise NotFound
    return found


def meant(actor: int, public_id: int) -> Post:
    """Like `load`; for a boost the post that it boosts, since a boost has no words of its own."""
    found = load(actor, public_id)
    while found.boost_of_id is not None:
        rows = Post.objects.visible(actor).filter(pk=found.boost_of_id)
        original = rows.select_for_update(of=("self",), no_key=True).first()
        if original is None:
            raise NotFound
        found = original
    return found


def own(actor: int, public_id: int) -> Post:
    """One of the face's own posts, boosts not counted. Whoever lost access keeps their own words."""
    found = load(actor, public_id)
    if found.author_id != actor or found.boost_of_id is not None:
        raise NotFound
    return found


def root_of(post: Post) -> Post:
    """The post that began this one's thread: its author sets who may answer."""
    if post.root_id is None:
        return post
    rows = Post.objects.unguarded(reason="the settings of the thread that a visible post is in")
    return rows.get(pk=post.root_id)


def gate(post: Post) -> int:
    """The post's own gate, made with the first thing below it. Inside a write."""
    if post.gate_id is None:
        post.gate_id = engine.open_gate(post)
        post.save(update_fields=["gate"])
    return post.gate_id
