"""Parts of a file by the header `Range` (RFC 9110, section 14): one range of bytes, or none."""

import io
import re
from typing import BinaryIO

_ONE = re.compile(r"bytes=\s*(\d{0,15})-(\d{0,15})\s*")
_BYTES = re.compile(r"\s*bytes\s*=.*", re.DOTALL)


class Unsatisfiable(Exception):
    """The range is not within the file, or there are several."""


def asked(header: str, size: int) -> tuple[int, int] | None:
    """The first byte and the one after the last; None where the whole file is meant.

    Several ranges at once are refused: nobody who plays a film asks for them. Raises Unsatisfiable.
    """
    if not header or not _BYTES.fullmatch(header):
        return None
    if "," in header:
        raise Unsatisfiable
    found = _ONE.fullmatch(header)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = int(found[2])
        begin, end = max(0, size - length), size if length else 0
    else:
        begin, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
        if found[2] and int(found[2]) < begin:
            return None
    if begin >= end:
        raise Unsatisfiable
    return begin, end


class Part(io.RawIOBase):
    """So many bytes of an open file from where it stands; its descriptor is the file's own."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file = file
        self._left = length

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, none at the end of the part."""
        wanted = self._left if size < 0 else min(size, self._left)
        piece = self._file.read(wanted) if wanted else b""
        self._left -= len(piece)
        return piece

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def fileno(self) -> int:
        """The descriptor, standing where the part begins. Whoever reads it stops after the part's length."""
        return self._file.fileno()

    def close(self) -> None:
        """Closes the file, too."""
        self._file.close()
        super().close()
