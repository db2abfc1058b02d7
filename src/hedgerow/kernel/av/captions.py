"""Captions: WebVTT or SubRip as people bring them, written anew as WebVTT of times and plain words alone.

A strict reader of our own (see docs/decisions/0040): styles, regions, positions, notes and tags are left out,
so nothing of what was brought reaches a browser as more than text.
"""

import html
import re

from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused

MOST_BYTES = 512 << 10
MOST_CUES = 5_000
LONGEST_CUE = 600
LONGEST_MS = 61 * 60 * 1000

_STAMP = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})[.,](\d{3})"
_TIMES = re.compile(rf"\s*{_STAMP}\s*-->\s*{_STAMP}(?:\s.*)?")
_TAG = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,200}\}")
_BLANK = re.compile(r"\n[ \t]*\n")


def as_webvtt(data: bytes) -> str:
    """The captions as WebVTT. Raises Refused("captions", …), with the line where that is known."""
    if len(data) > MOST_BYTES:
        raise Refused("captions", _("This caption file is too large: at most 512 kB."))
    text = _text(data).replace("\r\n", "\n").replace("\r", "\n")
    cues = list(_cues(text))
    if not cues:
        raise Refused("captions", _("No captions were found in this file. Choose a WebVTT or SRT file."))
    if len(cues) > MOST_CUES:
        raise Refused("captions", _("This file has too many captions: at most 5,000."))
    return "WEBVTT\n\n" + "\n".join(cues)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Loaded with the first file that says nothing of itself.
        import charset_normalizer

        guess = charset_normalizer.from_bytes(data).best()
        return str(guess) if guess is not None else data.decode("latin-1")


def _cues(text: str) -> list[str]:
    """Each block that has times as a cue. Raises Refused for times that cannot be."""
    found: list[str] = []
    begin = 0
    for end in [*(match.start() for match in _BLANK.finditer(text)), len(text)]:
        block = text[begin:end]
        line = text.count("\n", 0, begin) + 1
        begin = end
        if "-->" in block:
            found += _cue(block, line)
    return found


def _cue(block: str, line: int) -> list[str]:
    lines = block.split("\n")
    place = next(number for number, each in enumerate(lines) if "-->" in each)
    times = _TIMES.fullmatch(lines[place])
    start, end = (_ms(times.groups()[:4]), _ms(times.groups()[4:])) if times else (1, 0)
    if not 0 <= start < end <= LONGEST_MS:
        raise Refused("captions", _("The times on line %(line)d are not right.") % {"line": line + place})
    words = "\n".join(filter(None, (_plain(each) for each in lines[place + 1 :])))[:LONGEST_CUE]
    return [f"{_stamp(start)} --> {_stamp(end)}\n{words}\n"] if words else []


def _plain(line: str) -> str:
    """A line's words alone, safe inside WebVTT."""
    bare = html.unescape(_TAG.sub("", line)).replace("\0", "")
    return html.escape(" ".join(bare.split()), quote=False).replace("--&gt;", "→")


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest if minutes < 60 and seconds < 60 else -1


def _stamp(ms: int) -> str:
    rest, milli = divmod(ms, 1000)
    minutes, seconds = divmod(rest, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{milli:03}"
