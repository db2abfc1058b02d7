"""Files that messages carry: kept as they came, sent for keeping only, to those who may see the message."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec
from django.utils.translation import gettext as _

from hedgerow.boundary import epoch, quick
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel import blobs, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.grants import read_grant, sign_grant
from hedgerow.kernel.writing import after_commit
from hedgerow.talk import bodies
from hedgerow.talk.models import Attachment, Post

from . import rules

FILE = 3
"""The version of grants for files, which tells their numbers from those of pictures."""


class Kept(msgspec.Struct, frozen=True):
    """A file on the disk that no message carries yet. What none takes is swept after a day."""

    blob: str
    name: str
    size: int


class FileFor(msgspec.Struct, frozen=True):
    """A file of a message, with the address at which one viewer fetches it. `size` in bytes."""

    url: str
    name: str
    size: int


class Open(NamedTuple):
    """A file to send for keeping."""

    path: Path
    name: str


def bring(actor: int, file: BinaryIO, name: str, size: int) -> Kept:
    """Keep a file, before the message that carries it. Raises Refused("files", …), TooMany."""
    if actor in boundary.stopped():
        raise NotFound
    if size > rules.LARGEST_FILE:
        said = _("A file can have up to %(most)d MB.")
        raise Refused("files", said % {"most": rules.LARGEST_FILE // (1024 * 1024)})
    limits.allow(f"file:{actor}", limit=rules.FILES_AN_HOUR, per_seconds=3600)
    return Kept(blobs.put(file, "bin"), rules.file_name(name), size)


def take(actor: int, post: Post, kept: Sequence[Kept]) -> None:
    """Let a new message carry these files. Inside a write. Raises Refused("files", …)."""
    if len(kept) > rules.MOST_FILES:
        raise Refused("files", _("At most %(most)d files.") % {"most": rules.MOST_FILES})
    Attachment.objects.bulk_create(
        Attachment(owner_id=actor, post=post, position=place, blob=file.blob, name=file.name, size=file.size)
        for place, file in enumerate(kept)
    )


def drop(post: Post) -> None:
    """Remove a message's files, and from the disk once that is certain. Inside a write."""
    rows = Attachment.objects.filter(post=post)
    names = list(rows.values_list("blob", flat=True))
    rows.delete()
    for name in names:
        after_commit(lambda name=name: blobs.delete(name))  # type: ignore[misc]


def of(viewer: int, posts: Sequence[int]) -> dict[int, list[FileFor]]:
    """The files of messages (dense ids) that the viewer was just shown, in at most one query."""
    return {post: [_for(viewer, *row) for row in rows] for post, rows in _carried(posts).items() if rows}


def _for(viewer: int, number: int, name: str, size: int) -> FileFor:
    return FileFor(f"/media/file/{number}?grant={sign_grant(number, viewer, FILE)}", name, size)


_Rows = tuple[tuple[int, str, int], ...]
_known: Remembered[_Rows] = Remembered(50_000)


_CARRIED = """
SELECT post_id, public_id, name, size FROM talk_attachment WHERE post_id IN (%s) ORDER BY position, id
"""


def _carried(posts: Sequence[int]) -> dict[int, _Rows]:
    """Number, name and size of the files of each message: they never change, they only go with it."""
    began = epoch.now()
    found = {post: known for post in posts if (known := _known.peek(post)) is not None}
    missing = [post for post in posts if post not in found]
    if missing:
        read: dict[int, list[tuple[int, str, int]]] = {post: [] for post in missing}
        marks, numbers = quick.places(missing)
        for post, number, name, size in quick.rows(_CARRIED % marks, numbers):
            read[post].append((number, name, size))
        for post, carried in read.items():
            found[post] = tuple(carried)
            _known.put(post, (epoch.thing_key(post),), began, found[post])
    return found


def file_for(viewer: int | None, number: int, grant: str = "") -> Open:
    """A file (public id) for a viewer, or for the face of its grant, who may see its message now.

    Raises NotFound: the same for missing, forbidden, and a grant that is none.
    """
    row = Attachment.objects.filter(public_id=number).values_list("post_id", "blob", "name").first()
    asker = viewer
    if grant:
        said = read_grant(grant)
        if said is None or said.media_id != number or said.version != FILE:
            raise NotFound
        asker = said.face
    entry = bodies.entries([row[0]]).get(row[0]) if row is not None else None
    if row is None or entry is None or not boundary.check(asker, entry):
        raise NotFound
    return Open(blobs.path(row[1]), row[2])


def named_blobs() -> set[str]:
    """Every file that a message carries, for the sweep of those nobody names."""
    return set(Attachment.objects.values_list("blob", flat=True))
