"""Files people gave us, under random names in folders of the data directory.

A name is never made from content, owner or time: two faces of one member leave no common trace. A file that
has a name is complete, also after a crash. Files are never changed, only added and removed.
"""

import os
import re
import secrets
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 1 << 20
GRACE_SECONDS = 24 * 3600

_NAME = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{1,8}")
_KIND = re.compile(r"[a-z0-9]{1,8}")


def put(data: bytes | BinaryIO | Path, kind: str) -> str:
    """Keep a file and return its new random name; `kind` is its ending ("webp"). It is on the disk when this
    returns. A path within the data directory is taken from where it is: nothing is copied.

    Never call it inside `write()`; the row that names it follows, and what no row names is swept after a day.
    """
    if not _KIND.fullmatch(kind):
        raise ValueError("a kind is a short file ending")
    name = f"{secrets.token_hex(16)}.{kind}"
    target = path(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    passing = target.with_suffix(".part")
    try:
        _write(passing, data)
        passing.rename(target)
    except BaseException:
        passing.unlink(missing_ok=True)
        raise
    _sync_folders(target.parent)
    return name


def path(name: str) -> Path:
    """Where the file of this name is. Raises ValueError for what is not a name of ours."""
    if not _NAME.fullmatch(name):
        raise ValueError("not the name of a blob")
    return _root() / name[:2] / name[2:4] / name


def open_blob(name: str) -> BinaryIO:
    """Open for reading. Raises FileNotFoundError when it is gone."""
    return path(name).open("rb")


def delete(name: str) -> None:
    """Remove it, if it is still there."""
    path(name).unlink(missing_ok=True)


def sweep(live: Callable[[], Iterable[str]]) -> int:
    """Remove files older than a day that `live()` does not name, and unfinished ones; returns how many.

    The disk is listed first and the names are asked for after, so that a file named meanwhile is safe.
    """
    before = time.time() - GRACE_SECONDS
    old = [file for file in _root().glob("??/??/*") if file.stat().st_mtime < before]
    named = set(live())
    gone = [file for file in old if file.name not in named]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _root() -> Path:
    return Path(settings.DATA_DIR) / "blobs"


def _write(target: Path, data: bytes | BinaryIO | Path) -> None:
    if isinstance(data, Path):
        data.rename(target)
    with target.open("ab" if isinstance(data, Path) else "xb") as file:
        if isinstance(data, bytes):
            file.write(data)
        elif not isinstance(data, Path):
            while piece := data.read(CHUNK):
                file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _sync_folders(folder: Path) -> None:
    """Make the new name itself survive a loss of power, up to the root of all blobs."""
    for place in (folder, folder.parent, folder.parent.parent):
        handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
