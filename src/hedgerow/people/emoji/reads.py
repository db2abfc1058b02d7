"""Which emoji of its own the site has."""

from typing import BinaryIO

import msgspec

from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel import blobs, images
from hedgerow.kernel.errors import NotFound
from hedgerow.people.keys import SITE_FACTS
from hedgerow.people.models import CustomEmoji, Member
from hedgerow.people.site.acts import insist_operator

from . import rules
from .rules import drawn, named, one

__all__ = [
    "PICTURE_TYPE",
    "Emoji",
    "EmojiRow",
    "bare",
    "drawn",
    "known",
    "listed",
    "named",
    "one",
    "picture_file",
]

PICTURE_TYPE = images.MIME

_known: Remembered[dict[str, "Emoji"]] = Remembered(1)


class Emoji(msgspec.Struct, frozen=True):
    """One that can be used now."""

    code: str
    url: str
    category: str


class EmojiRow(msgspec.Struct, frozen=True):
    """One as operators see it."""

    id: int
    code: str
    url: str
    category: str
    on: bool


def known() -> dict[str, Emoji]:
    """Those that are switched on, by their codes, in the order they are offered; remembered."""
    return _known.get(1, (SITE_FACTS,), _read)


def bare(name: str) -> str:
    """A name, or a sentence with names in it, for where no picture can stand: titles, letters, messages."""
    return rules.bare(name, known()) if ":" in name else name


def _read() -> dict[str, Emoji]:
    rows = CustomEmoji.objects.filter(on=True).order_by("category", "code")
    return {row.code: Emoji(row.code, _url(row.blob), row.category) for row in rows}


def _url(blob: str) -> str:
    return f"/media/emoji/{blob}"


def listed(actor: Member) -> list[EmojiRow]:
    """All of them. Raises NotFound for who does not operate this site."""
    insist_operator(actor)
    rows = CustomEmoji.objects.order_by("category", "code")
    return [EmojiRow(row.pk, row.code, _url(row.blob), row.category, row.on) for row in rows]


def picture_file(blob: str) -> BinaryIO:
    """The file of an emoji that is switched on. Raises NotFound."""
    if not any(each.url == _url(blob) for each in known().values()):
        raise NotFound
    try:
        return blobs.open_blob(blob)
    except (FileNotFoundError, ValueError):
        raise NotFound from None


def named_blobs() -> set[str]:
    """Every file that an emoji has: what a sweep of the files leaves alone."""
    return set(CustomEmoji.objects.values_list("blob", flat=True))
