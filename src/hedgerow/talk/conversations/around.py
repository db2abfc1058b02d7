"""What was said around a message: what it answers, and what stands before and after it."""

from collections.abc import Sequence
from typing import NamedTuple

from hedgerow.kernel.errors import NotFound
from hedgerow.talk.models import Post
from hedgerow.talk.posts.showing import Shown, shown
from hedgerow.talk.posts.threads import thread

from .finding import dense, of_message

MOST = 400
"""How much of a conversation is shown before a message, and how much after it."""


class Answered(NamedTuple):
    """What a message answers, and who said that (outside ids)."""

    post: int
    author: int


class Around(NamedTuple):
    """What was said before a message and after it, oldest first."""

    before: list[Shown]
    after: list[Shown]


def answered(viewer: int | None, messages: Sequence[int]) -> dict[int, Answered]:
    """What each of these messages (dense ids) answers, as far as the viewer may see that too."""
    visible = Post.objects.visible(viewer)
    said = dict(visible.filter(pk__in=messages, answers__isnull=False).values_list("pk", "answers"))
    if not said:
        return {}
    columns = ("public_id", "author__public_id")
    seen = {
        row[0]: Answered(*row) for row in visible.filter(public_id__in=said.values()).values_list(*columns)
    }
    return {message: seen[above] for message, above in said.items() if above in seen}


def around(viewer: int | None, message: int) -> Around:
    """What was said in its conversation before a message (public id) and after it; before a message that
    answers a post, that post and what stands above it. Raises NotFound.
    """
    conversation = of_message(viewer, message) if viewer is not None else None
    if viewer is None or conversation is None:
        raise NotFound
    said = Post.objects.visible(viewer).filter(conversation=dense(viewer, conversation))
    above = _above(viewer, message)
    if above is None:
        earlier = said.filter(public_id__lt=message).order_by("-public_id")
        above = shown(viewer, list(earlier.values_list("pk", flat=True)[:MOST])[::-1])
    later = said.filter(public_id__gt=message).order_by("public_id")
    return Around(above, shown(viewer, list(later.values_list("pk", flat=True)[:MOST])))


def _above(viewer: int, message: int) -> list[Shown] | None:
    """The thread of the post that a message answers, down to that post; None where it answers none."""
    visible = Post.objects.visible(viewer)
    answers = visible.filter(public_id=message).values_list("answers", flat=True).first()
    if answers is None:
        return None
    post = visible.filter(public_id=answers, conversation=None).values_list("public_id", flat=True).first()
    if post is None:
        return None
    found = thread(viewer, post)
    return [node.shown for node in (*found.above, found.focus) if node.shown is not None]
