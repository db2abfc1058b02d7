"""Small films and sounds, made by ffmpeg at run time: none is kept in the repository."""

import shutil
import subprocess
from functools import cache

import pytest

needs_ffmpeg = pytest.mark.skipif(
    shutil.which("ffmpeg") is None or shutil.which("ffprobe") is None, reason="ffmpeg is not installed"
)

PICTURE = ["-f", "lavfi", "-i", "testsrc2=size={size}:rate={rate}:duration={seconds}"]
SOUND = ["-f", "lavfi", "-i", "sine=frequency=440:duration={seconds}"]


@cache
def film(
    kind: str = "mp4",
    size: str = "64x48",
    rate: int = 10,
    seconds: float = 1,
    sound: bool = True,
    more: tuple[str, ...] = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"),
) -> bytes:
    """A moving test picture with a tone, as bytes."""
    inputs = [*PICTURE, *(SOUND if sound else [])]
    return _made([part.format(size=size, rate=rate, seconds=seconds) for part in inputs], more, kind)


@cache
def tone(kind: str = "mp3", seconds: float = 1, more: tuple[str, ...] = ()) -> bytes:
    """A tone, as bytes."""
    return _made([part.format(seconds=seconds) for part in SOUND], more, kind)


def _made(inputs: list[str], more: tuple[str, ...], kind: str) -> bytes:
    muxer = {"mkv": "matroska", "m4a": "ipod"}.get(kind, kind)
    # Fragments: an MP4 can be written into a pipe.
    flags = ["-movflags", "frag_keyframe+empty_moov"] if kind in {"mp4", "m4a", "mov"} else []
    command = ["ffmpeg", "-v", "error", *inputs, *more, *flags, "-f", muxer, "pipe:1"]
    return subprocess.run(command, capture_output=True, check=True).stdout
