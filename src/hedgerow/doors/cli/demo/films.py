"""A short video and a sound, made by ffmpeg while the world is painted; without it there are none."""

import subprocess
import tempfile
from pathlib import Path

from hedgerow.kernel import av, painting

from . import story

SIZE = (960, 400)
"""Of the picture that the video walks along: wider than its window of 640 by 360."""
SECONDS = 6
PATIENCE = 30

_QUIETLY = ["ffmpeg", "-nostdin", "-loglevel", "error", "-y"]
_SAME_BYTES = [
    "-map_metadata",
    "-1",
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
    "-flags:a",
    "+bitexact",
]
_WALK = f"crop=640:360:'(iw-ow)*t/{SECONDS}':'(ih-oh)/2',format=yuv420p"
_RIVER = f"anoisesrc=color=brown:amplitude=0.25:seed=7:sample_rate=44100:duration={SECONDS}"
_VIDEO = ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-r", "24", "-threads", "1"]
_SOUND = ["-c:a", "aac", "-b:a", "96k"]
_TONES = (392.0, 440.0, 523.25, 440.0, 587.33, 523.25, 392.0, 329.63)
_BEAT = 0.75


def made(film: story.Film) -> bytes:
    """The file, or nothing where ffmpeg is missing or cannot make it."""
    if not av.available():
        return b""
    with tempfile.TemporaryDirectory(prefix="hedgerow-demo-") as name:
        target = Path(name) / f"film.{'m4a' if film.sound else 'mp4'}"
        arguments = _tune() if film.sound else _walk(film, Path(name))
        try:
            subprocess.run([*_QUIETLY, *arguments, *_SAME_BYTES, str(target)], check=True, timeout=PATIENCE)
        except (OSError, subprocess.SubprocessError):
            return b""
        return target.read_bytes()


def _walk(film: story.Film, folder: Path) -> list[str]:
    """Along a painted river, with its sound."""
    picture = folder / "picture.webp"
    picture.write_bytes(painting.drawn(film.alt, SIZE, scene="hills", light=film.light))
    still = ["-loop", "1", "-framerate", "24", "-t", str(SECONDS), "-i", str(picture)]
    return [*still, "-f", "lavfi", "-i", _RIVER, "-vf", _WALK, *_VIDEO, *_SOUND, "-shortest"]


def _tune() -> list[str]:
    """A few notes, each dying away as on a music box."""
    notes = "+".join(
        f"0.3*sin(2*PI*{tone}*t)*exp(-3*(t-{place * _BEAT}))*gte(t\\,{place * _BEAT})"
        for place, tone in enumerate(_TONES)
    )
    length = len(_TONES) * _BEAT + 1
    return ["-f", "lavfi", "-i", f"aevalsrc={notes}:s=44100:d={length}", *_SOUND]
