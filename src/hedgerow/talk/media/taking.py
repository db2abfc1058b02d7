"""Pictures and the posts that take them. Inside a write."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hedgerow.kernel import blobs
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.writing import after_commit
from hedgerow.talk.models import Media, Post


def take(actor: int, post: Post, wanted: Sequence[int]) -> None:
    """Let the post have these pictures of the actor's (public ids), in this order, and no others.

    What it had besides waits unused, and is swept up after a day. Raises Refused("media", …).
    """
    found = {
        picture.public_id: picture for picture in Media.objects.filter(public_id__in=wanted, owner=actor)
    }
    free = {number for number, picture in found.items() if picture.post_id in (None, post.pk)}
    if len(set(wanted)) < len(wanted) or not free >= set(wanted):
        raise Refused("media", _("One of these pictures is not there any more. Add it again."))
    Media.objects.filter(post=post).exclude(public_id__in=wanted).update(post=None)
    for position, number in enumerate(wanted):
        Media.objects.filter(public_id=number).update(post=post, position=position)


def drop(pictures: QuerySet[Media]) -> None:
    """Remove pictures, and their files once that is certain."""
    files = [name for pair in pictures.values_list("blob", "small_blob") for name in pair if name]
    pictures.delete()
    for name in files:
        after_commit(lambda name=name: blobs.delete(name))  # type: ignore[misc]
