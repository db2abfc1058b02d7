"""Videos and sounds people gave us, made anew by ffmpeg: H.264 and AAC that every browser plays.

Promises: a file is opened by the one reader that its first bytes name, never by its name or by guessing, with
a short list of codecs; ffmpeg may open that file and no other, runs with bounds of time, memory, processor
and output, at low priority, and dies with the thread that waits for it. What leaves here holds frames and
samples: no place, device, time, chapter or hidden track. The same file brought twice makes two files.
Never: network, a playlist, a file that names other files.

Everything raises `Unfit` with the reason as one word; the rooms above put it into the reader's language.
"""

from . import captions, letters, probing
from .captions import as_webvtt
from .making import Made, make
from .probing import Found, probe, reader_of
from .running import Unfit, available

__all__ = [
    "Found", "Made", "Unfit", "as_webvtt", "available", "captions", "letters", "make", "probe", "probing",
    "reader_of",
]  # fmt: skip
