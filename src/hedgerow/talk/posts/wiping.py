"""What is left of what is gone: nothing but a place in the thread, where others still stand below."""

from collections.abc import Sequence

from django.db.models import QuerySet

from hedgerow.boundary import acts as engine
from hedgerow.kernel import clock
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people.faces.events import FaceGone
from hedgerow.talk.collections import jobs as collections
from hedgerow.talk.conversations import files
from hedgerow.talk.media import taking
from hedgerow.talk.models import (
    Bookmark,
    CollectionItem,
    FeaturedTag,
    Filter,
    FilteredPost,
    Media,
    Mention,
    Poll,
    Post,
    PostCard,
    PostTag,
    Reaction,
    Report,
    Revision,
    StoredDraft,
    WritingHabit,
)
from hedgerow.talk.variants import fixing

from . import addressing, narrowing, rules
from .events import Deleted, Vanished

_REASON = "wiping what its author deleted; nothing is shown"
BATCH = 200


def wipe(post: int, gone_at: int) -> None:
    """Wipe a post that was deleted at this moment, unless it came back or its minute is not over."""
    with write():
        found = _locked(post)
        if found is None or found.gone_at != gone_at or clock.now_us() - gone_at <= rules.UNDO_US:
            return
        _wipe(found)


def vanish(post: int, ends: int) -> None:
    """Wipe a post whose author let it end at this moment, unless it was set anew or is still to come."""
    with write():
        found = _locked(post)
        if found is None or found.expires_at != ends or clock.now_us() < ends:
            return
        author = found.author_id
        if found.gone_at is None:
            narrowing.set_gone(found, clock.now_us())
            emit(Deleted(post, author))
        emit(Vanished(post, author))
        _wipe(found)


def _locked(post: int) -> Post | None:
    return Post.objects.unguarded(reason=_REASON).select_for_update(no_key=True).filter(pk=post).first()


def _wipe(post: Post) -> None:
    """Everything of a post but its place; not even that, when nothing stands below it."""
    taking.drop(Media.objects.filter(post=post))
    files.drop(post)
    addressing.boosts_of(post).delete()
    addressing.say_changed(post)
    fixing.forget(post)
    if not _answers(post).exists():
        post.delete()
        _clear_above(post)
        return
    for rows in (
        Revision,
        PostTag,
        Mention,
        Reaction,
        Bookmark,
        CollectionItem,
        PostCard,
        Poll,
        FilteredPost,
    ):
        rows.objects.filter(post=post).delete()
    post.text = post.html = post.content_note = post.language = post.title = ""
    post.minutes = 0
    post.edited_at = post.pinned_at = None
    post.version = 1
    post.save()


def _answers(post: Post) -> QuerySet[Post, Post]:
    return Post.objects.unguarded(reason=_REASON).filter(reply_to=post)


def _clear_above(post: Post) -> None:
    """Places that were kept for nothing but what is now gone go too."""
    rows = Post.objects.unguarded(reason=_REASON).filter(gone_at__lt=clock.now_us() - rules.UNDO_US)
    above = rows.filter(pk=post.reply_to_id).first() if post.reply_to_id is not None else None
    if above is not None and not _answers(above).exists():
        _wipe(above)


def forget_faces(events: Sequence[FaceGone]) -> None:
    """Faces are really gone: their posts, pictures, reactions and boosts go with them."""
    for event in events:
        while _forget_some(event.face):
            pass
        with write():
            Reaction.objects.filter(face=event.face).delete()
            Bookmark.objects.filter(face=event.face).delete()
            Mention.objects.filter(face=event.face).delete()
            taking.drop(Media.objects.filter(owner=event.face))
            collections.forget(event.face)
            StoredDraft.objects.filter(face=event.face).delete()
            WritingHabit.objects.filter(face=event.face).delete()
            for rows in (Filter, FeaturedTag):
                rows.objects.filter(face=event.face).delete()
            Report.objects.filter(reporter=event.face).update(reporter=None)


def _forget_some(face: int) -> int:
    """Delete and wipe some posts of a face for good; how many."""
    rows = Post.objects.unguarded(reason=_REASON).filter(author=face)
    with write():
        some = list(rows.filter(gone_at=None)[:BATCH])
        for post in some:
            post.gone_at = clock.now_us()
            post.save(update_fields=["gone_at"])
            if post.gate_id is not None:
                engine.move_gate(post.gate_id, post)
            emit(Deleted(post.pk, face))
            _wipe(post)
    return len(some)
