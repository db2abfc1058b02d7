"""Fetching pictures: the boundary is asked at every fetch, whatever the address says."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hedgerow.boundary import reads as boundary
from hedgerow.kernel import blobs
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.grants import read_grant
from hedgerow.talk import bodies
from hedgerow.talk.models import Card, Media, PostCard

from .addresses import CARD, PICTURE, address

CARD_MIME = "image/webp"


class File(NamedTuple):
    """A file to send. `public`: whoever asks may have it now; `name` changes when the file does."""

    path: Path
    mime: str
    public: bool
    name: str


def media_for(viewer: int | None, media: int, *, size: str = "full", grant: str = "") -> File:
    """The file of a picture (public id) for a viewer, or for the face of its grant.

    `size`: full or small. Raises NotFound: the same for missing, forbidden, and a grant that is none.
    """
    row = Media.objects.filter(public_id=media).first()
    if row is None:
        raise NotFound
    asker = _asker(viewer, grant, media, PICTURE)
    blob = row.small_blob if size == "small" else row.blob
    if row.post_id is None:
        if asker != row.owner_id or asker in boundary.stopped():
            raise NotFound
        return _file(blob, row.mime, public=False)
    return _file(blob, row.mime, public=_open(asker, row.post_id))


def card_picture_for(viewer: int | None, post: int, *, grant: str = "") -> File:
    """The picture of the preview card that a post (public id) carries. Raises NotFound."""
    carried = PostCard.objects.filter(post__public_id=post).values_list("post_id", "card__blob").first()
    if carried is None or not carried[1]:
        raise NotFound
    return _file(carried[1], CARD_MIME, public=_open(_asker(viewer, grant, post, CARD), carried[0]))


def own_address(actor: int, media: int) -> str:
    """Where the actor fetches a picture of its own that no post took yet."""
    return address(actor, media, public=False)


def _asker(viewer: int | None, grant: str, number: int, version: int) -> int | None:
    """Who asks: the face of the grant; without one, the viewer. A wrong grant finds nothing."""
    if not grant:
        return viewer
    read = read_grant(grant)
    if read is None or read.media_id != number or read.version != version:
        raise NotFound
    return read.face


def _open(asker: int | None, post: int) -> bool:
    """Is the post open to everybody? Raises NotFound unless it is open to the asker at least."""
    entry = bodies.entries([post]).get(post)
    if entry is None or not boundary.check(asker, entry):
        raise NotFound
    return boundary.check(None, entry)


def _file(blob: str, mime: str, *, public: bool) -> File:
    try:
        path = blobs.path(blob)
    except ValueError as error:
        raise NotFound from error
    return File(path, mime, public, blob)


def named_blobs() -> Iterator[str]:
    """Every file that talk still names, for the sweep of those nobody names."""
    for pair in Media.objects.values_list("blob", "small_blob").iterator():
        yield from pair
    yield from Card.objects.exclude(blob="").values_list("blob", flat=True).iterator()
