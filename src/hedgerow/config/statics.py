"""Styles, scripts and pictures of the program itself: read from the apps, served by the front from memory.

An address holds a stamp of all files (`/static/3f2a91c0/web/app.css`), so a browser keeps a file for a
year and an upgrade replaces it, with no step that collects or renames anything.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import StaticFilesStorage

TEXTS = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")
FOREVER = b"public, max-age=31536000, immutable"

# Apps that are pages of another site show the picture of who has none.
_FOR_ALL = ((b"cross-origin-resource-policy", b"cross-origin"), (b"access-control-allow-origin", b"*"))
_FOR_US = ((b"cross-origin-resource-policy", b"same-origin"),)


@dataclass(frozen=True)
class Static:
    """One file as it is sent."""

    type: bytes
    etag: bytes
    body: bytes
    packed: bytes | None


@cache
def paths() -> dict[str, Path]:
    """Each file's name under /static/ and where it lies; the first app that has a name wins."""
    found: dict[str, Path] = {}
    for finder in get_finders():
        for name, storage in finder.list([]):
            found.setdefault(str(name), Path(storage.path(name)))
    return found


@cache
def stamp() -> str:
    """Eight hexadecimal digits that change when any file does."""
    digest = hashlib.sha256()
    for name, path in sorted(paths().items()):
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


@cache
def load(name: str) -> Static | None:
    """The file with this name, read and packed once; None where there is none."""
    path = paths().get(name)
    if path is None:
        return None
    body = path.read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = kind.startswith(TEXTS)
    packed = gzip.compress(body, 9, mtime=0) if text and len(body) > 500 else None
    etag = b'"' + hashlib.sha256(body).hexdigest()[:16].encode() + b'"'
    return Static(kind.encode() + (b"; charset=utf-8" if text else b""), etag, body, packed)


class StampedStorage(StaticFilesStorage):
    """What `{% static %}` writes into a page."""

    @cached_property
    def base_url(self) -> str:
        return f"/static/{stamp()}/"


def answer(path: str, headers: dict[bytes, bytes]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body for a path below /static/, asked with these lower-case headers."""
    given, _slash, name = path.removeprefix("/static/").partition("/")
    file = load(name)
    if file is None:
        return 404, [(b"content-type", b"text/plain")], b"Not found"
    current = given == stamp()
    sent = [
        (b"content-type", file.type),
        (b"etag", file.etag),
        (b"cache-control", FOREVER if current else b"no-cache"),
        (b"x-content-type-options", b"nosniff"),
        (b"vary", b"accept-encoding"),
        *(_FOR_ALL if file.type.startswith(b"image/") else _FOR_US),
    ]
    if headers.get(b"if-none-match") == file.etag:
        return 304, sent, b""
    if file.packed is not None and b"gzip" in headers.get(b"accept-encoding", b""):
        return 200, [*sent, (b"content-encoding", b"gzip")], file.packed
    return 200, sent, file.body
