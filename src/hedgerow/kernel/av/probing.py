"""What a file is and holds, asked before anything of it is decoded in earnest."""

from pathlib import Path
from typing import Any

import msgspec

from .running import Unfit, complaints, output

MOST_BYTES = 200 << 20
LONGEST_VIDEO, LONGEST_AUDIO = 10 * 60, 60 * 60
"""In seconds."""
MOST_SIDE = 4_096
MOST_FRAMES = 121
"""A second."""
MOST_STREAMS = 12
MOST_ANSWER = 1 << 20

READERS = ("mov", "matroska", "ogg", "wav", "avi", "flac", "mp3", "aac", "gif", "aiff")
"""The names ffmpeg has for the readers that are used at all. None of them opens another file."""
_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,wav,avi,flac,mp3,aac,gif,aiff"
_CODECS = ",".join(
    (
        "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg4,h263,theora,mjpeg,png,gif,prores",
        "aac,aac_latm,mp3,mp3float,mp2,mp2float,opus,libopus,vorbis,libvorbis,flac,alac,ac3,eac3",
        "amrnb,amrwb,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_u8,pcm_f32le,pcm_f32be",
        "pcm_alaw,pcm_mulaw,adpcm_ima_wav,adpcm_ms",
    )
)
_PICTURES = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")


class Found(msgspec.Struct, frozen=True):
    """What a file holds. `seconds`: as it claims, 0 where it does not say."""

    reader: str
    seconds: float
    width: int
    height: int
    video: str
    """The codec of its moving picture, empty for none."""
    audio: str
    fits_video: bool
    """Browsers play this picture as it is."""
    fits_audio: bool
    rate: str = ""
    """Pictures a second as a fraction, `30000/1001`; empty for a sound."""
    bits: int = 0
    """A second; 0 where the file does not say."""

    @property
    def moves(self) -> bool:
        """Is there a moving picture?"""
        return bool(self.video)


def reader_of(head: bytes) -> str | None:
    """Which reader the first bytes ask for; None for what is no video and no sound."""
    if head[4:8] == b"ftyp":
        return None if head[8:12] in _PICTURES else "mov"
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return "mov"
    if head[:4] == b"RIFF":
        return {b"WAVE": "wav", b"AVI ": "avi"}.get(head[8:12])
    if head[:4] == b"FORM":
        return "aiff" if head[8:12] in (b"AIFF", b"AIFC") else None
    starts = {b"\x1a\x45\xdf\xa3": "matroska", b"OggS": "ogg", b"fLaC": "flac", b"GIF8": "gif"}
    if head[:4] in starts:
        return starts[head[:4]]
    if head[:3] == b"ID3":
        return "mp3"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        # Layer bits 00 stand for AAC in its own wrapping, others for MPEG audio.
        return "aac" if head[1] & 0x16 == 0x10 else "mp3"
    return None


def opening(path: Path, reader: str) -> list[str]:
    """The arguments with which ffmpeg and ffprobe open this file, and nothing else."""
    return [
        "-protocol_whitelist", "file,pipe", "-format_whitelist", _FORMATS, "-codec_whitelist", _CODECS,
        "-f", reader, "-i", f"file:{path}",
    ]  # fmt: skip


def probe(path: Path, reader: str) -> Found:
    """What the file holds. Raises Unfit for what is damaged or beyond the limits."""
    if path.stat().st_size > MOST_BYTES:
        raise Unfit("large")
    return insist(examine(path, reader))


def examine(path: Path, reader: str) -> Found:
    """What the file says it holds, before any limit. Raises Unfit("damaged" or "unknown")."""
    asked = ["-v", "quiet", "-print_format", "json", "-show_format", "-show_streams", *opening(path, reader)]
    try:
        said: dict[str, Any] = msgspec.json.decode(output("ffprobe", asked, seconds=30, most=MOST_ANSWER))
    except (msgspec.DecodeError, UnicodeDecodeError, Unfit) as error:
        raise Unfit(_what_ails(path, reader)) from error
    streams: list[dict[str, Any]] = said.get("streams") or []
    if not streams:
        raise Unfit("damaged")
    if len(streams) > MOST_STREAMS:
        raise Unfit("unknown")
    film = _first(streams, "video")
    sound = _first(streams, "audio")
    if film is None and sound is None:
        raise Unfit("unknown")
    whole = said.get("format") or {}
    return _found(reader, whole, film or {}, sound or {})


def _what_ails(path: Path, reader: str) -> str:
    """Why a file could not be examined: a whole one in a codec that we do not read is not damaged."""
    asked = ["-v", "error", *opening(path, reader)]
    heard = complaints("ffprobe", asked, seconds=30, most=MOST_ANSWER)
    return "unknown" if b"not on whitelist" in heard else "damaged"


def _first(streams: list[dict[str, Any]], kind: str) -> dict[str, Any] | None:
    """The first stream of a kind; the cover of a song is no moving picture."""
    for stream in streams:
        attached = (stream.get("disposition") or {}).get("attached_pic")
        if stream.get("codec_type") == kind and not attached and stream.get("codec_name"):
            return stream
    return None


def _found(reader: str, whole: dict[str, Any], film: dict[str, Any], sound: dict[str, Any]) -> Found:
    seconds = max(_number(each.get("duration")) for each in (whole, film, sound))
    sides = int(_number(film.get("width"))), int(_number(film.get("height")))
    width, height = reversed(sides) if _lies_down(film) else sides
    return Found(
        reader=reader,
        seconds=seconds,
        width=width,
        height=height,
        video=str(film.get("codec_name", "")),
        audio=str(sound.get("codec_name", "")) if _number(sound.get("channels")) else "",
        fits_video=reader in ("mov", "matroska") and _plays(film, _number(whole.get("bit_rate"))),
        fits_audio=sound.get("codec_name") == "aac" and _number(sound.get("channels")) <= 2,
        rate=str(film["avg_frame_rate"])[:20] if _rate(film) else "",
        bits=int(_number(whole.get("bit_rate"))),
    )


def _lies_down(film: dict[str, Any]) -> bool:
    """Is it shown turned by a quarter?"""
    turns = [_number(abs(_whole(each.get("rotation")))) for each in film.get("side_data_list") or []]
    return any(turn % 180 == 90 for turn in turns)


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _plays(film: dict[str, Any], bits: float) -> bool:
    sides = sorted((int(_number(film.get("width"))), int(_number(film.get("height")))))
    return (
        film.get("codec_name") == "h264"
        and film.get("pix_fmt") in ("yuv420p", "yuvj420p")
        and film.get("profile") in ("Baseline", "Constrained Baseline", "Main", "High")
        and film.get("field_order", "progressive") in ("progressive", "unknown")
        and sides[0] <= 1080
        and sides[1] <= 1920
        and _rate(film) <= 61
        and bits <= 8_000_000
    )


def insist(found: Found) -> Found:
    """Raise Unfit unless it is within the limits. What a file claims is no more than a first sieve."""
    if found.seconds > (LONGEST_VIDEO if found.moves else LONGEST_AUDIO) + 1:
        raise Unfit("long")
    if found.moves:
        if max(found.width, found.height) > MOST_SIDE:
            raise Unfit("pixels")
        if min(found.width, found.height) < 2:
            raise Unfit("damaged")
    return found


def _rate(stream: dict[str, Any]) -> float:
    above, _, below = str(stream.get("avg_frame_rate", "")).partition("/")
    return _number(above) / (_number(below) or 1)


def _number(value: object) -> float:
    try:
        found = float(str(value))
    except ValueError:
        return 0.0
    return found if 0 <= found < 1e15 else 0.0
