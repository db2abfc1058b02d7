"""Pictures: pixels come out, and nothing else; what is hostile is refused."""

import struct
import zlib

import pytest
import pyvips

from hedgerow.kernel.errors import Refused
from hedgerow.kernel.images import MAX_PIXELS, drawn, make_avatar, make_picture


def photo(width: int = 900, height: int = 600) -> pyvips.Image:
    return pyvips.Image.new_from_buffer(drawn("a photo", (width, height)), "")


def with_place(image: pyvips.Image) -> bytes:
    image = image.copy()
    image.set_type(
        pyvips.GValue.gstr_type, "exif-ifd3-GPSLatitude", "52/1 31/1 0/1 (x, Rational, 3 components)"
    )
    image.set_type(
        pyvips.GValue.gstr_type, "exif-ifd0-Model", "SecretCamera (SecretCamera, ASCII, 13 components)"
    )
    return bytes(image.jpegsave_buffer())


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def test_a_photo_loses_place_and_camera() -> None:
    data = with_place(photo())
    assert b"SecretCamera" in data
    before = pyvips.Image.new_from_buffer(data, "")
    assert any("GPS" in field for field in before.get_fields())
    made = make_picture(data)
    for body in (made.full, made.small):
        after = pyvips.Image.new_from_buffer(body, "")
        assert not [
            field for field in after.get_fields() if "exif" in field or "icc" in field or "xmp" in field
        ]
        assert b"SecretCamera" not in body
        assert b"EXIF" not in body


def test_sizes_and_hash() -> None:
    made = make_picture(bytes(photo(3000, 1500).pngsave_buffer()))
    assert (made.width, made.height, made.small_w, made.small_h) == (2048, 1024, 640, 320)
    full = pyvips.Image.new_from_buffer(made.full, "")
    assert (full.width, full.height) == (2048, 1024)
    assert made.mime == "image/webp"
    assert full.get("vips-loader") == "webpload_buffer"
    assert len(made.blurhash) > 10


def test_small_pictures_are_not_blown_up() -> None:
    made = make_picture(bytes(photo(50, 40).pngsave_buffer()))
    assert (made.width, made.height, made.small_w, made.small_h) == (50, 40, 50, 40)
    assert make_picture(png(1, 1, b"\0\1\2\3")).width == 1


def test_a_picture_is_turned_upright() -> None:
    image = photo(400, 200).copy()
    image.set_type(pyvips.GValue.gint_type, "orientation", 6)
    made = make_picture(bytes(image.jpegsave_buffer()))
    assert (made.width, made.height) == (200, 400)


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp", ".gif", ".avif"])
def test_kinds(ending: str) -> None:
    made = make_picture(photo(120, 80).write_to_buffer(ending))
    assert (made.width, made.height) == (120, 80)


@pytest.mark.parametrize("space", ["b-w", "cmyk", "rgb16", "grey16"])
def test_colour_spaces_become_srgb(space: str) -> None:
    image = photo(60, 40).colourspace(space)
    data = image.jpegsave_buffer() if space == "cmyk" else image.pngsave_buffer()
    after = pyvips.Image.new_from_buffer(make_picture(bytes(data)).full, "")
    assert after.interpretation == "srgb"


def test_a_broken_colour_profile_costs_no_picture() -> None:
    image = photo(60, 40).copy()
    image.set_type(pyvips.GValue.blob_type, "icc-profile-data", b"not a profile" * 20)
    assert make_picture(bytes(image.jpegsave_buffer())).width == 60


def test_transparency_is_kept() -> None:
    image = photo(60, 40).bandjoin(128)
    after = pyvips.Image.new_from_buffer(make_picture(bytes(image.pngsave_buffer())).full, "")
    assert after.hasalpha()


def test_an_animation_gives_its_first_frame() -> None:
    frames = pyvips.Image.arrayjoin([photo(40, 40), photo(40, 40).invert()], across=1).copy()
    frames.set_type(pyvips.GValue.gint_type, "page-height", 40)
    assert make_picture(bytes(frames.gifsave_buffer())).height == 40


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        SVG,
        b"<?xml version='1.0'?>" + SVG,
        b"%PDF-1.4\n",
        b"II*\0" + b"\0" * 100,
        b"GIF89a" + b"/*" + b"x" * 40 + b"*/=1;alert(1)",
        b"\xff\xd8\xff" + SVG,
        b"\x89PNG\r\n\x1a\n" + SVG,
        b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 20,
        b"\0\0\0\x20ftypavif" + b"\0" * 60,
        b"P6 2 2 255\n" + b"\0" * 12,
        png(100, 100, b"\0" * 50),
        png(0, 10),
    ],
    ids=range(14),
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        make_picture(data)
    assert refused.value.field == "pictures"
    with pytest.raises(Refused):
        make_avatar(data)


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp"])
def test_what_is_cut_off_is_refused(ending: str) -> None:
    data = photo().write_to_buffer(ending)
    with pytest.raises(Refused):
        make_picture(bytes(data[: len(data) // 2]))


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (7000, 6000), (40_001, 1), (2**31 - 1, 1)])
def test_bombs_are_refused_by_their_header(width: int, height: int) -> None:
    assert width * height > MAX_PIXELS or width > 30_000
    with pytest.raises(Refused):
        make_picture(png(width, height))


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hedgerow.kernel.images.MAX_BYTES", 100)
    with pytest.raises(Refused):
        make_picture(bytes(photo().pngsave_buffer()))


def test_what_hides_behind_a_picture_stays_behind() -> None:
    hidden = b"PK\x03\x04<script>alert('hidden')</script>"
    made = make_picture(bytes(photo().jpegsave_buffer()) + hidden)
    assert hidden not in made.full + made.small


def test_avatars_are_square() -> None:
    for width, height in ((900, 300), (30, 50), (400, 400)):
        avatar = pyvips.Image.new_from_buffer(make_avatar(bytes(photo(width, height).jpegsave_buffer())), "")
        assert (avatar.width, avatar.height) == (400, 400)
        assert not [field for field in avatar.get_fields() if "exif" in field]


def test_painting_is_the_same_for_one_seed_only() -> None:
    assert drawn("a", 64) == drawn("a", 64)
    assert drawn("a", 64) != drawn("b", 64)
    assert pyvips.Image.new_from_buffer(drawn("a", (90, 30)), "").width == 90
