"""A large file that comes in pieces, kept apart until it is whole; a broken connection takes it up again.

One file of a face at a time. What does not come on for a day is thrown away. Never: it looks into a piece
further than to refuse early what is no file we know.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BufferedRandom
from pathlib import Path

import msgspec
from django.conf import settings
from django.utils.translation import gettext as _

from hedgerow.kernel import limits
from hedgerow.kernel.errors import NotFound, Refused

from . import rules
from .parsing import detect

PIECES_AN_HOUR = 1_000
FILES_A_DAY = 5
SPARE = 1 << 30
"""Bytes of the disk that stay free whatever is brought."""


class Announced(msgspec.Struct, frozen=True):
    """A file as its owner's device knows it: this is how it is found again after a break."""

    title: str
    total: int
    changed: str = ""

    @property
    def key(self) -> str:
        """What its pieces are kept under."""
        return sha256(f"{self.title}\\0{self.total}\\0{self.changed}".encode()).hexdigest()[:32]


def announced(title: str, total: int, changed: str) -> Announced:
    """What a device says of a file; `changed`: when it last was, in whatever way the device counts."""
    return Announced("".join(sign for sign in title if sign.isprintable())[-200:], total, changed[:40])


def add(actor: int, file: Announced, at: int, piece: bytes) -> int:
    """Keep a piece that begins at this byte; how many bytes are there now.

    A piece that does not begin where the last one ended is left, and the number says where to go on.
    Raises Refused("file", …), TooMany.
    """
    limits.allow(f"arriving:{actor}", limit=PIECES_AN_HOUR, per_seconds=3600)
    _insist_on_size(file)
    path = _path(actor, file)
    if not path.exists():
        if at or not piece:
            return 0
        _begin(actor, file, piece)
    with _opened(path) as kept:
        there = kept.seek(0, os.SEEK_END)
        if at != there or there + len(piece) > file.total:
            return there
        kept.write(piece)
        return there + len(piece)


def whole(actor: int, file: Announced) -> Path:
    """Where the file is, now that every byte of it came. Raises NotFound."""
    path = _path(actor, file)
    if not path.exists() or path.stat().st_size != file.total:
        raise NotFound
    return path


def forget(actor: int, but: Path | None = None) -> None:
    """Throw away what came of this face's files, except one."""
    for path in _folder().glob(f"{actor}-*.part"):
        if path != but:
            path.unlink(missing_ok=True)


def forget_old() -> None:
    """Throw away what did not come on for a day."""
    late = time.time() - rules.KEEP_UNDECIDED.total_seconds()
    for path in _folder().glob("*.part"):
        if path.stat().st_mtime < late:
            path.unlink(missing_ok=True)


def _insist_on_size(file: Announced) -> None:
    if not file.total > 0:
        raise Refused("file", _("Choose a file."))
    if file.total > rules.LARGEST_ARCHIVE:
        raise Refused("file", _("This file is too large: at most 2 GB."))


def _begin(actor: int, file: Announced, piece: bytes) -> None:
    """Nobody waits for two gigabytes to be told what the first bytes say."""
    kind = detect(piece[: 1 << 18], file.title)
    if kind not in rules.KINDS:
        raise Refused("file", rules.reason_word(rules.UNREADABLE))
    if kind in rules.CONTACT_KINDS and file.total > rules.LARGEST_CONTACTS:
        raise Refused("file", _("This file is too large: at most 50 MB."))
    if shutil.disk_usage(_folder()).free < file.total + SPARE:
        raise Refused("file", _("There is not enough room for it here. Tell whoever runs this site."))
    limits.allow(f"arriving-files:{actor}", limit=FILES_A_DAY, per_seconds=24 * 3600)
    forget(actor, but=_path(actor, file))


@contextmanager
def _opened(path: Path) -> Iterator[BufferedRandom]:
    """The file of the pieces, for one writer at a time."""
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _path(actor: int, file: Announced) -> Path:
    return _folder() / f"{actor}-{file.key}.part"


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "arriving"
    folder.mkdir(exist_ok=True)
    return folder
