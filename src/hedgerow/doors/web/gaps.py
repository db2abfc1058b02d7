"""HTML that is drawn once and kept in pieces, with gaps for what is a reader's own."""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from msgspec import to_builtins

from hedgerow.talk.posts.reads import Shown

# Nobody who writes a post can know it, so no text is ever taken for a gap.
_SECRET = secrets.token_hex(12)
_INDENT = re.compile(r"\s*\n\s*")
_GAP = re.compile(rf"{_SECRET}-([a-z]+)-(\d*);")

Piece = str | tuple[str, int]
Drawn = tuple[Piece, ...]


def gap(name: str, number: int | str = "") -> SafeString:
    """A place in a template's HTML that is filled later."""
    return mark_safe(f"{_SECRET}-{name}-{number};")  # noqa: S308 (made of constants)


def tidy(html: str) -> str:
    """Without the indents of templates. Before what people wrote comes in: there every space counts."""
    return _INDENT.sub("\n", html)


def apart(html: str) -> Drawn:
    """The HTML taken apart at its gaps."""
    return tuple(_pieces(html))


def _pieces(html: str) -> Iterator[Piece]:
    end = 0
    for found in _GAP.finditer(html):
        yield html[end : found.start()]
        yield found[1], int(found[2] or 0)
        end = found.end()
    yield html[end:]


def filled(drawn: Drawn, fill: Mapping[str, Callable[[int], str]]) -> str:
    """The pieces with their gaps filled: by the gap's name, from its number."""
    return "".join([piece if isinstance(piece, str) else fill[piece[0]](piece[1]) for piece in drawn])


def picture_gaps(post: Shown) -> list[dict[str, Any]]:
    """A post's pictures, with gaps where each reader has addresses of its own."""
    return [
        {
            **to_builtins(picture),
            "url": gap("picture", number),
            "thumb_url": gap("thumb", number),
            "captions_url": gap("captions", number) if picture.captions_url else "",
        }
        for number, picture in enumerate(post.pictures)
    ]
