"""The words on pictures that wait for their post, for the guard's second look.

Promise: they are remembered for an hour, in the cache, under the face that brought the picture, and nowhere
else.
"""

from collections.abc import Sequence

from django.core.cache import cache

from hedgerow.kernel import blobs
from hedgerow.kernel.av import letters
from hedgerow.talk.models import GuardWish, Media

KEPT_SECONDS = 3_600


def wanted(owner: int) -> bool:
    """Is it of use: can this machine read, and does the face want a second look?"""
    return letters.available() and not GuardWish.objects.filter(face=owner, level="off").exists()


def read(media: int) -> None:
    """Read what stands on a picture that no post has yet, and remember it for its owner."""
    row = Media.objects.filter(pk=media, kind=Media.Kind.PICTURE, post=None).first()
    if row is not None:
        said = letters.read(blobs.path(row.blob))
        cache.set(_name(row.owner_id, row.public_id), said, KEPT_SECONDS)


def said(owner: int, pictures: Sequence[int]) -> list[str]:
    """What is said of these own pictures (public ids), and on them as far as it is read yet."""
    if not pictures:
        return []
    alts = Media.objects.filter(owner=owner, public_id__in=pictures).values_list("alt", flat=True)
    found = cache.get_many([_name(owner, number) for number in pictures])
    return [words for words in (*alts, *found.values()) if words]


def _name(owner: int, picture: int) -> str:
    return f"letters:{owner}:{picture}"
