"""Archives from elsewhere, opened with care: what is too much, or points outside, is not taken."""

import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple

MOST_ENTRIES = 50_000
"""Each costs some 20 us to pass over, as often as an archive is gone through."""
MOST_BYTES = 6 << 30
"""How much an archive may hold once it is unpacked."""
MOST_RATIO = 200
"""How much smaller than its content a large entry may be: more is a trap."""
LARGE = 8 << 20
LARGEST_LIST = 512 << 20
LARGEST_FILE = 128 << 20
LARGEST_HEAD = 64 << 10
"""How much a .tar may say of one file ahead of it: a name, and whatever else. It is read in one piece."""
AHEAD = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)


class Trap(Exception):
    """An archive that would fill the disk or the memory, or that cannot be read."""


class TooMuch(Trap):
    """More in one archive than is taken."""


class Entry(NamedTuple):
    """A plain file in an archive. `open` works until the next entry is asked for."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


class Head(tarfile.TarInfo):
    """The head of an entry in a .tar, which is read only as far as what it says of a file is plausible. Files
    with holes are not taken: how many holes there are is nowhere limited.
    """

    def _proc_member(self, archive: tarfile.TarFile) -> Any:
        if self.type in AHEAD and self.size > LARGEST_HEAD:
            raise Trap
        return super()._proc_member(archive)  # type: ignore[misc]

    def _proc_sparse(self, archive: tarfile.TarFile) -> Any:
        raise Trap

    def _proc_gnusparse_10(self, *found: Any) -> Any:
        raise Trap


def entries(path: Path) -> Iterator[Entry]:
    """The plain files of a .zip, .tar or .tar.gz in order, by clean relative names. Raises Trap."""
    try:
        if zipfile.is_zipfile(path):
            yield from _zip(path)
        else:
            yield from _tar(path)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Trap from error


def read(entry: Entry, most: int) -> bytes:
    """The bytes of an entry. Raises Trap when there are more than `most`, whatever it said of itself."""
    with entry.open() as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise Trap
    return data


def clean_name(name: str) -> str:
    """A relative name without ways out; empty for one that has some."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or parts[0] == "/" or ".." in parts or ":" in parts[0] or "\x00" in name:
        return ""
    return "/".join(parts)


def _zip(path: Path) -> Iterator[Entry]:
    with zipfile.ZipFile(path) as archive:
        listed = archive.infolist()
        _allow(len(listed), sum(info.file_size for info in listed))
        for info in listed:
            if info.file_size > LARGE and info.file_size > MOST_RATIO * max(1, info.compress_size):
                raise Trap
            links = stat.S_ISLNK(info.external_attr >> 16)
            name = clean_name(info.filename)
            if name and not info.is_dir() and not links and not info.flag_bits & 1:
                yield Entry(name, info.file_size, lambda info=info: archive.open(info))  # type: ignore[misc]


def _tar(path: Path) -> Iterator[Entry]:
    with tarfile.open(path, "r:*", tarinfo=Head) as archive:
        whole = max(1, path.stat().st_size)
        total = 0
        for number, info in enumerate(archive, 1):
            total += info.size
            _allow(number, total)
            if total > LARGE and total > MOST_RATIO * whole:
                raise Trap
            name = clean_name(info.name)
            if name and info.isreg():
                yield Entry(name, info.size, lambda info=info: _opened(archive, info))  # type: ignore[misc]
            archive.members = []  # type: ignore[attr-defined]


def _opened(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    file = archive.extractfile(info)
    if file is None:
        raise Trap
    return file


def _allow(files: int, size: int) -> None:
    if files > MOST_ENTRIES or size > MOST_BYTES:
        raise TooMuch
