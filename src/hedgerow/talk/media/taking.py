"""Pictures, videos and sounds, and the posts that take them. Inside a write."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hedgerow.kernel import blobs, clock
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.writing import after_commit
from hedgerow.talk.models import Media, Post

from . import rules

FILES = ("blob", "small_blob", "captions_blob", "source_blob")
"""The columns that name files."""


def take(actor: int, post: Post, wanted: Sequence[int]) -> None:
    """Let the post have these files of the actor's (public ids), in this order, and no others.

    One that is still in the making comes along. What the post had besides waits unused, and is swept up after
    a day. Raises Refused("media", …).
    """
    found = _own(actor, wanted)
    for row in found.values():
        if row.state == Media.State.FAILED:
            raise Refused("media", rules.words(row.trouble, row.called))
    free = {number for number, row in found.items() if row.post_id in (None, post.pk)}
    if len(set(wanted)) < len(wanted) or not free >= set(wanted):
        raise Refused("media", _("One of these pictures is not there any more. Add it again."))
    Media.objects.filter(post=post).exclude(public_id__in=wanted).update(post=None)
    for position, number in enumerate(wanted):
        Media.objects.filter(public_id=number).update(post=post, position=position)


def _own(actor: int, wanted: Sequence[int]) -> dict[int, Media]:
    """The actor's own of these, locked for this write: no other post takes them meanwhile."""
    rows = Media.objects.filter(public_id__in=wanted, owner=actor).order_by("pk")
    return {row.public_id: row for row in rows.select_for_update(no_key=True)}


def release(post: Post) -> None:
    """What the post has waits for another one, for a day from now."""
    Media.objects.filter(post=post).update(post=None, position=0, made_at=clock.now())


def set_cover(post: Post, wanted: int | None) -> None:
    """Let one of the post's own pictures (public id) stand first; any other is none."""
    cover = Media.objects.filter(post=post, public_id=wanted).first() if wanted is not None else None
    post.cover = cover
    post.save(update_fields=["cover"])


def drop(rows: QuerySet[Media]) -> None:
    """Remove pictures, videos and sounds, and their files once that is certain."""
    files = _files(rows)
    Media.objects.filter(pk__in=files).delete()
    delete_later(name for names in files.values() for name in names)


def _files(rows: QuerySet[Media]) -> dict[int, tuple[str, ...]]:
    """The files of each of these, by its dense id; locked for this write, so that no post takes one."""
    held = rows.order_by("pk").select_for_update()
    return {row.pk: tuple(getattr(row, name) for name in FILES) for row in held}


def delete_later(files: Iterable[str]) -> None:
    """Remove these files once the write is certain."""
    for name in filter(None, files):
        after_commit(lambda name=name: blobs.delete(name))  # type: ignore[misc]
