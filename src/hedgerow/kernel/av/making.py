"""Making a video or a sound anew, with its poster and the shape of its loudness."""

import secrets
from array import array
from collections.abc import Callable
from pathlib import Path

import msgspec

from . import running
from .probing import LONGEST_AUDIO, LONGEST_VIDEO, Found, examine, insist, opening, probe
from .running import Unfit, lines, pieces

BARS = 96
HEIGHTS = "0123456789abcdefghijklmnopqrstuvwxyz"
RATE = 4_000
"""Samples a second that the loudness is measured on."""
FRAMES = 60

Heard = Callable[[int], None]
"""Hears the progress in hundredths."""


class Made(msgspec.Struct, frozen=True):
    """A file ready to be played. `poster` is a PNG, empty for a sound; `waveform` is empty for a video."""

    file: Path
    video: bool
    loops: bool
    mime: str
    kind: str
    """The ending of its name."""
    width: int
    height: int
    milliseconds: int
    poster: bytes
    waveform: str
    rate: str
    """Pictures a second, as a fraction; empty for a sound."""
    bits: int
    """A second."""


def make(source: Path, reader: str, folder: Path, heard: Heard) -> Made:
    """Make what was brought into what is shown, in this folder. Raises Unfit.

    Takes as long as the film, or longer; ask nothing of the database around it.
    """
    found = probe(source, reader)
    made = folder / ("made.mp4" if found.moves else "made.m4a")
    longest = LONGEST_VIDEO if found.moves else LONGEST_AUDIO
    seconds = found.seconds or longest
    arguments = [*_quiet(), *opening(source, reader), *_plan(found), "-t", str(longest + 2), "-y", str(made)]
    lines("ffmpeg", arguments, seconds=_patience(found, seconds), heard=_Progress(seconds, heard))
    if not made.exists():
        raise Unfit("damaged")
    done = insist(examine(made, "mov"))
    if not done.seconds or done.moves != found.moves:
        raise Unfit("damaged")
    return _made(made, done, loops=reader == "gif", folder=folder)


def _made(file: Path, done: Found, *, loops: bool, folder: Path) -> Made:
    poster = _poster(file, done.seconds, folder) if done.moves else b""
    return Made(
        file=file,
        video=done.moves,
        loops=loops,
        mime="video/mp4" if done.moves else "audio/mp4",
        kind="mp4" if done.moves else "m4a",
        width=done.width,
        height=done.height,
        milliseconds=int(done.seconds * 1000),
        poster=poster,
        waveform="" if done.moves else _waveform(file, done.seconds),
        rate=done.rate,
        bits=done.bits,
    )


def _patience(found: Found, seconds: float) -> float:
    """How long the making may take: a slow machine needs some times the length of a large video."""
    return 120 + seconds * (8 if found.moves else 1)


def _quiet() -> list[str]:
    return ["-v", "quiet", "-nostdin", "-progress", "pipe:1", "-stats_period", "0.5", "-threads", "2"]


def _plan(found: Found) -> list[str]:
    """What becomes of which stream. Nothing else comes along: no words, places, chapters or other tracks."""
    mapped = (["-map", "0:V:0"] if found.moves else []) + (["-map", "0:a:0"] if found.audio else [])
    bare = [
        "-map_metadata",
        "-1",
        "-map_metadata:s:v",
        "-1",
        "-map_metadata:s:a",
        "-1",
        "-map_chapters",
        "-1",
    ]
    # Two faces that bring one file share no file: a few bytes of chance make the difference.
    own = ["-metadata", f"comment={secrets.token_hex(16)}", "-fflags", "+bitexact"]
    film = [] if not found.moves else (_kept() if found.fits_video else _painted())
    sound = (
        ["-c:a", "copy"] if found.fits_audio else ["-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"]
    )
    silent = [] if found.audio else ["-an"]
    bound = ["-fs", str(380 << 20), "-movflags", "+faststart", "-f", "mp4"]
    return [*mapped, "-sn", "-dn", *bare, *own, *film, *(silent or sound), *bound]


def _kept() -> list[str]:
    """The picture as it is, without the remarks some cameras put between its frames (places among them)."""
    return ["-c:v", "copy", "-bsf:v", "filter_units=remove_types=6", "-tag:v", "avc1"]


def _painted() -> list[str]:
    """H.264 of at most 1080p, upright, even sides, square pixels."""
    fitted = (
        "scale=w='if(gte(iw,ih),min(1920,iw),min(1080,iw))':h='if(gte(iw,ih),min(1080,ih),min(1920,ih))'"
        ":force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1"
    )
    return [
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-maxrate", "6M", "-bufsize", "12M",
        "-profile:v", "high", "-pix_fmt", "yuv420p", "-vf", fitted, "-fpsmax", str(FRAMES),
        "-threads:v", "2", "-flags:v", "+bitexact",
    ]  # fmt: skip


class _Progress:
    """Reads ffmpeg's account of how far it is, and tells whole hundredths that are new."""

    def __init__(self, seconds: float, heard: Heard) -> None:
        self.seconds = seconds
        self.heard = heard
        self.told = 0

    def __call__(self, line: str) -> None:
        name, _, value = line.partition("=")
        if name != "out_time_us" or not value.isdigit():
            return
        part = min(99, int(int(value) / 10_000 / self.seconds)) if self.seconds else 0
        if part > self.told:
            self.told = part
            self.heard(part)


def _poster(file: Path, seconds: float, folder: Path) -> bytes:
    """A frame from near the beginning, as PNG."""
    target = folder / "poster.png"
    for moment in (min(1.0, seconds / 3), 0.0):
        arguments = [
            "-v", "quiet", "-nostdin", "-ss", f"{moment:.3f}", *opening(file, "mov"), "-map", "0:V:0",
            "-frames:v", "1", "-f", "image2", "-c:v", "png", "-y", str(target),
        ]  # fmt: skip
        running.output("ffmpeg", arguments, seconds=60, most=1 << 16)
        if target.exists() and target.stat().st_size:
            return target.read_bytes()
    raise Unfit("damaged")


def _waveform(file: Path, seconds: float) -> str:
    """How loud it is on its way, one digit for each of its stretches; the loudest is the highest."""
    sound = ["-map", "0:a:0", "-ac", "1", "-ar", str(RATE), "-f", "s16le", "pipe:1"]
    arguments = ["-v", "quiet", "-nostdin", *opening(file, "mov"), *sound]
    stretch = max(1, int(seconds * RATE / BARS))
    peaks = [0] * BARS
    place = 0
    left = b""
    for piece in pieces("ffmpeg", arguments, seconds=300):
        whole = left + piece
        samples = array("h", whole[: len(whole) // 2 * 2])
        left = whole[len(samples) * 2 :]
        place = _take_in(peaks, samples, place, stretch)
    return drawn(peaks)


def _take_in(peaks: list[int], samples: "array[int]", place: int, stretch: int) -> int:
    """Raise each stretch to its loudest of these samples; the place after them."""
    begin = 0
    while begin < len(samples):
        bar = min(BARS - 1, place // stretch)
        end = min(len(samples), begin + stretch - place % stretch)
        part = samples[begin:end]
        peaks[bar] = max(peaks[bar], max(part), -min(part))
        place += end - begin
        begin = end
    return place


def drawn(peaks: list[int]) -> str:
    """Peaks as digits, with a breath of chance: one sound on two faces is not told by its drawing."""
    loudest = max(peaks) or 1
    highest = len(HEIGHTS) - 1
    heights = [round(peak * (highest - 1) / loudest) + secrets.randbelow(2) for peak in peaks]
    return "".join(HEIGHTS[min(highest, height)] for height in heights)
