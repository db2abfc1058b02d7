"""Pictures people gave us, painted anew: what leaves here holds pixels and nothing else.

No place, camera, time or colour profile survives, nor anything hidden before, behind or between the pixels.
The same picture brought twice makes two different files: a breath of noise, far below what is seen, keeps two
faces from being matched by a hash. (Whoever recognises the picture itself, by eye or by program, still does.)
The kind is decided by the file's first bytes, never by its name or by what the sender claims; only five kinds
are opened at all.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from msgspec import Struct

from hedgerow.kernel.errors import Refused
from hedgerow.kernel.painting import drawn
from hedgerow.kernel.vips import vips

__all__ = ["Picture", "drawn", "kind_of", "make_avatar", "make_emoji", "make_header", "make_picture", "moves"]

MAX_BYTES = 32 << 20
MAX_PIXELS = 40_000_000
MAX_SIDE = 30_000
QUALITY = 82
GRAIN = 1.0
"""How far, in steps of 256, a pixel strays on average: paper would show more."""
MIME = "image/webp"
KIND = "webp"
SMALL = 640
"""The longer side of a small picture."""
T = TypeVar("T")


class Picture(Struct, frozen=True):
    """A picture in two sizes, with what a page needs before it is loaded."""

    full: bytes
    small: bytes
    width: int
    height: int
    small_w: int
    small_h: int
    blurhash: str
    mime: str


def make_picture(data: bytes, *, max_side: int = 2048, thumb: int = SMALL) -> Picture:
    """Make a picture from an uploaded file. Raises Refused("pictures", ...) for what cannot be one."""
    return _guarded(lambda: _make_picture(data, max_side, thumb))


def moves(data: bytes) -> bool:
    """Is it a GIF of more than one frame?"""
    if kind_of(data) != "gif":
        return False
    image = _guarded(lambda: vips().Image.gifload_buffer(data))
    return bool(image.get_typeof("n-pages") and image.get("n-pages") > 1)


def make_avatar(data: bytes, size: int = 400) -> bytes:
    """A square WebP of `size` pixels around what catches the eye. Raises Refused("pictures", ...)."""
    return _guarded(lambda: _webp(_sized(_opened(data, size), size, size, crop="attention", size="both")))


def make_header(data: bytes, width: int = 1500, height: int = 500) -> bytes:
    """A wide WebP for the top of a page, around what catches the eye. Raises Refused("pictures", ...)."""
    return _guarded(lambda: _webp(_sized(_opened(data, width), width, height, crop="attention", size="both")))


def make_emoji(data: bytes, size: int) -> bytes:
    """A WebP of at most `size` pixels either way, as transparent as before. Raises Refused."""
    return _guarded(lambda: _webp(_sized(_opened(data, size), size, size)))


def _guarded(work: Callable[[], T]) -> T:
    try:
        return work()
    except vips().Error as error:
        raise Refused("pictures", _("This picture is damaged and cannot be opened.")) from error


def _make_picture(data: bytes, max_side: int, thumb: int) -> Picture:
    full = _sized(_opened(data, max_side), max_side, max_side).copy_memory()
    small = full.thumbnail_image(thumb, height=thumb, size="down")
    return Picture(
        full=_webp(full),
        small=_webp(small),
        width=full.width,
        height=full.height,
        small_w=small.width,
        small_h=small.height,
        blurhash=_blurhash(small),
        mime=MIME,
    )


def _opened(data: bytes, wanted: int) -> Any:
    """The picture's first frame, after looking at nothing but its header."""
    if len(data) > MAX_BYTES:
        raise Refused(
            "pictures", _("This picture is too large; at most %(most)d MB.") % {"most": MAX_BYTES >> 20}
        )
    kind = kind_of(data)
    if kind is None:
        raise Refused("pictures", _("Please choose a picture: JPEG, PNG, WebP, GIF, HEIC or AVIF."))
    load = getattr(vips().Image, f"{kind}load_buffer")
    image = load(data, fail_on="truncated")
    if image.width * image.height > MAX_PIXELS or max(image.width, image.height) > MAX_SIDE:
        raise Refused("pictures", _("This picture has too many pixels; at most 40 million."))
    if kind == "jpeg":
        return load(data, fail_on="truncated", shrink=_shrink(image, wanted))
    return image


def _shrink(image: Any, wanted: int) -> int:
    """How far a JPEG can be shrunk while it is read, and still have twice the wanted size."""
    spare = min(image.width, image.height) / (2 * wanted)
    return max(factor for factor in (1, 2, 4, 8) if factor <= max(1, spare))


def kind_of(data: bytes) -> str | None:
    """Which of the known kinds the first bytes are of, by the name libvips has for it."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    brands = (b"avif", b"heic", b"heix", b"mif1", b"msf1")
    return "heif" if data[4:8] == b"ftyp" and data[8:12] in brands else None


def _sized(image: Any, width: int, height: int, **options: Any) -> Any:
    """Upright, in sRGB, at most this large."""
    options.setdefault("size", "down")
    try:
        made = image.thumbnail_image(width, height=height, output_profile="srgb", **options).copy_memory()
    except vips().Error:
        # A broken colour profile is no reason to lose the picture; broken pixels fail again.
        image = image.copy()
        image.remove("icc-profile-data")
        made = image.thumbnail_image(width, height=height, **options).colourspace("srgb").copy_memory()
    return made if made.format == "uchar" else made.cast("uchar", shift=True)


def _webp(image: Any) -> bytes:
    return bytes(_grained(image).webpsave_buffer(Q=QUALITY, effort=4, keep="none"))


def _grained(image: Any) -> Any:
    """The picture with noise of its own; what is transparent stays as transparent as it was."""
    seed = secrets.randbits(31)
    noise = vips().Image.gaussnoise(image.width, image.height, mean=0, sigma=GRAIN, seed=seed)
    alpha = image.extract_band(image.bands - 1) if image.hasalpha() else None
    pixels = image.extract_band(0, n=image.bands - 1) if alpha is not None else image
    grained = (pixels + noise).rint().cast("uchar").copy(interpretation=image.interpretation)
    return grained.bandjoin(alpha) if alpha is not None else grained


def _blurhash(image: Any) -> str:
    from blurhash_rs._lib import encode_rgb

    tiny = image.thumbnail_image(32, height=32, size="down")
    if tiny.hasalpha():
        tiny = tiny.flatten(background=255)
    tiny = tiny.colourspace("srgb")
    across, down = (4, 3) if tiny.width >= tiny.height else (3, 4)
    return str(encode_rgb(bytes(tiny.write_to_memory()), tiny.width, tiny.height, across, down))
