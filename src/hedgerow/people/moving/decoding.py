"""The text of a file that does not say how its letters are written."""

import codecs
import re

import charset_normalizer

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE = 256 * 1024
_WESTERN = {"ascii", "latin_1", "iso8859_15", "cp1250", "cp1252", "cp850", "cp437", "mac_roman", "hp_roman8"}
_CUT_LETTER = re.compile(rb"(\r?\n[ \t])([\x80-\xbf]{1,3})")
"""A letter of UTF-8 that was folded in its middle."""


def decoded(data: bytes) -> str:
    """The text of a file of unknown encoding: its byte order mark, UTF-8, else what it looks like most."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(data.decode(encoding, "replace"))
    return _clean(_as_utf8(data) or _guessed(data))


def _clean(text: str) -> str:
    """Without nothings, and without the marks that stand between files put one after another."""
    return text.replace("\x00", "").replace("\ufeff", "")


def _as_utf8(data: bytes) -> str:
    """The text where it is UTF-8, wholly or mostly; empty where it is not.

    Some books fold their lines by bytes, through the middle of a letter. Some mix what programs of twenty
    years wrote: then a line that cannot be UTF-8 is read for itself, and costs its neighbours no letter.
    """
    for bytes_ in (data, _CUT_LETTER.sub(rb"\2\1", data)):
        try:
            return bytes_.decode()
        except UnicodeDecodeError:
            continue
    lines = [(line, _line(line)) for line in bytes_.split(b"\n")]
    strange = sum(1 for _line, text in lines if text is None)
    if 2 * strange > sum(1 for line, _text in lines if not line.isascii()):
        return ""
    return "\n".join(line.decode("cp1252", "replace") if text is None else text for line, text in lines)


def _line(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> str:
    if data[:200].count(0) > len(data[:200]) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", "replace")
    sample = _telling(data)
    # A few letters beyond ASCII say too little; then it is what most old address books were written in.
    best = charset_normalizer.from_bytes(sample).best() if len(sample) > 120 else None
    encoding = best.encoding if best is not None else "cp1252"
    return data.decode("cp1252" if encoding in _WESTERN else encoding, "replace")


def _telling(data: bytes) -> bytes:
    """The lines that say something of the encoding: those with letters beyond ASCII."""
    return b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
