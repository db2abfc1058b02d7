"""Which face answers: asked first where another one than the speaking face was addressed."""

from collections.abc import Iterable

from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.posts import reads as posts


def addressed(own: Iterable[FaceCard], speaks: FaceCard, post: int) -> list[FaceCard]:
    """The member's other faces that a post speaks to, where the speaking face is not one of those.

    A post speaks to who is mentioned, to whom it answers, to its author and to the author of its thread, as
    far as that face sees the post at all.
    """
    if speaks.id in _spoken_to(speaks.id, post):
        return []
    others = [card for card in own if card.id != speaks.id and card.state == "active"]
    return [card for card in others if card.id in _spoken_to(card.id, post)]


def _spoken_to(viewer: int, post: int) -> set[int]:
    """Whom the post speaks to; nobody, where this face does not see it."""
    try:
        entry = posts.thing(viewer, post)
    except NotFound:
        return set()
    found = {*entry.mentions, entry.author_id}
    if entry.reply_author is not None:
        found.add(entry.reply_author)
    if entry.root is not None:
        found.update(root.author.id for root in posts.shown(viewer, [entry.root]))
    return found


def is_first(actor: int, author: int) -> bool:
    """Was this face never told that acting in somebody's thread shows it to that thread's readers?"""
    return actor != author and not face_reads.face(actor).settings.told_about_threads


def told(actor: int) -> None:
    """It was told."""
    faces.set_settings(actor, told_about_threads=True)
