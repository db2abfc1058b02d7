"""Videos and sounds made anew: what comes out, and what is refused with its reason."""

import json
import subprocess
from pathlib import Path

import pytest

from hedgerow.kernel import av
from hedgerow.kernel.av import Made, Unfit

from .films import film, needs_ffmpeg, tone

pytestmark = needs_ffmpeg


def make(tmp_path: Path, data: bytes) -> Made:
    source = tmp_path / "source"
    source.write_bytes(data)
    reader = av.reader_of(data[:64])
    assert reader is not None
    return av.make(source, reader, tmp_path, lambda _part: None)


def streams(file: Path) -> dict[str, dict[str, object]]:
    command = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(file)]
    said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return {each["codec_type"]: each for each in said["streams"]} | {"format": said["format"]}


def test_what_browsers_play_is_kept_and_loses_its_words_and_place(tmp_path: Path) -> None:
    words = ("-metadata", "location=+52.5+013.4/", "-metadata", "title=At home", "-metadata:s:v", "title=me")
    made = make(tmp_path, film(more=("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", *words)))
    found = streams(made.file)
    assert (found["video"]["codec_name"], found["audio"]["codec_name"]) == ("h264", "aac")
    assert (made.video, made.width, made.height, made.mime) == (True, 64, 48, "video/mp4")
    assert 900 <= made.milliseconds <= 1400
    assert made.poster.startswith(b"\x89PNG")
    data = made.file.read_bytes()
    assert b"At home" not in data
    assert b"+52.5" not in data
    assert b"x264 - core" not in data, "remarks of the encoder stand where cameras put places"


def test_what_browsers_do_not_play_is_made_anew_at_most_so_large(tmp_path: Path) -> None:
    made = make(tmp_path, film("mkv", "2000x1200", 5, 1, more=("-c:v", "mpeg4", "-c:a", "libopus")))
    found = streams(made.file)
    assert (found["video"]["codec_name"], found["audio"]["codec_name"]) == ("h264", "aac")
    assert (made.width, made.height) == (1800, 1080)


def test_a_moving_gif_loops_and_is_silent(tmp_path: Path) -> None:
    made = make(tmp_path, film("gif", sound=False, more=()))
    assert made.loops
    assert "audio" not in streams(made.file)


@pytest.mark.parametrize("kind", ["mp3", "ogg", "wav", "flac", "m4a"])
def test_a_sound_has_a_drawing_of_its_loudness(tmp_path: Path, kind: str) -> None:
    made = make(tmp_path, tone(kind, more=("-c:a", "libvorbis") if kind == "ogg" else ()))
    assert (made.video, made.mime, made.poster) == (False, "audio/mp4", b"")
    assert len(made.waveform) == 96
    assert set(made.waveform) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
    assert max(made.waveform) >= "w"


def test_a_song_with_a_cover_is_a_sound(tmp_path: Path) -> None:
    (tmp_path / "song.mp3").write_bytes(tone())
    (tmp_path / "cover.png").write_bytes(film("apng", seconds=0.1, sound=False, more=()))
    command = ["ffmpeg", "-v", "error", "-i", "song.mp3", "-i", "cover.png", "-map", "0", "-map", "1",
               "-c:a", "copy", "-c:v", "png", "-disposition:v", "attached_pic", "with.mp3"]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True)
    made = make(tmp_path, (tmp_path / "with.mp3").read_bytes())
    assert not made.video


def test_the_same_file_twice_makes_two_files(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = (make(tmp_path / name, tone("m4a")) for name in ("a", "b"))
    assert first.file.read_bytes() != second.file.read_bytes()
    assert first.waveform != second.waveform


def test_what_lies_on_its_side_is_told_upright(tmp_path: Path) -> None:
    (tmp_path / "flat.mp4").write_bytes(film())
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-i",
        "flat.mp4",
        "-c",
        "copy",
        "-metadata:s:v",
        "rotate=90",
        "up.mp4",
    ]
    subprocess.run(command, cwd=tmp_path, check=True)
    made = make(tmp_path, (tmp_path / "up.mp4").read_bytes())
    assert (made.width, made.height) == (48, 64)


HOSTILE = {
    "a picture we do not read": (lambda: film("mkv", more=("-c:v", "ffv1", "-c:a", "aac")), "unknown"),
    "a sound we do not read": (lambda: film("mkv", more=("-c:v", "libx264", "-c:a", "wmav2")), "unknown"),
    "cut off": (lambda: film(size="320x240", seconds=3)[:1_000], "damaged"),
    "too many pixels a side": (lambda: film(size="4200x64"), "pixels"),
    "too long": (lambda: film(size="16x16", rate=1, seconds=620, sound=False), "long"),
    "nothing behind the first bytes": (lambda: b"\x1a\x45\xdf\xa3" + bytes(5_000), "damaged"),
    "ones behind the first bytes": (lambda: b"\0\0\0\x18ftypmp42" + b"\xff" * 5_000, "damaged"),
    "a chunk that claims four gigabytes": (
        lambda: b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff",
        "damaged",
    ),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_cannot_be_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    data, why = HOSTILE[name]
    with pytest.raises(Unfit) as refused:
        make(tmp_path, data())
    assert refused.value.why == why


def test_a_matroska_that_claims_absurd_sizes_is_refused(tmp_path: Path) -> None:
    data = film("mkv", more=("-c:v", "mpeg4", "-c:a", "aac"))
    # The elements PixelWidth and PixelHeight with a value of one byte: 64 and 48 become what is no size.
    place = data.index(b"\xb0\x81\x40\xba\x81\x30")
    bomb = data[:place] + b"\xb0\x81\xff\xba\x81\x01" + data[place + 6 :]
    try:
        made = make(tmp_path, bomb)
    except Unfit:
        return
    assert max(made.width, made.height) <= 1920


@pytest.mark.parametrize(
    "head",
    [
        b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><script>",
        b"PK\x03\x04" + bytes(60),
        b"",
        b"\0" * 64,
    ],
)
def test_a_playlist_a_page_or_an_archive_has_no_reader(head: bytes) -> None:
    assert av.reader_of(head) is None


def test_a_file_that_names_another_file_is_not_followed(tmp_path: Path) -> None:
    """The reader is fixed, so a playlist behind a film's first bytes is not believed."""
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(film())
    for reader in ("mov", "matroska", "mp3", "gif"):
        (tmp_path / "list").write_text(f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n")
        with pytest.raises(Unfit):
            av.make(tmp_path / "list", reader, tmp_path, lambda _part: None)


def test_the_progress_goes_up(tmp_path: Path) -> None:
    heard: list[int] = []
    source = tmp_path / "source"
    source.write_bytes(film("mkv", "640x360", 30, 6, more=("-c:v", "mpeg4", "-c:a", "aac")))
    av.make(source, "matroska", tmp_path, heard.append)
    assert heard == sorted(heard)
    assert all(0 < part < 100 for part in heard)
    assert heard
