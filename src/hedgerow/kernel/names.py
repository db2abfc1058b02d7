"""Finding @mentions and #hashtags in a piece of text. Pure; no word is looked at more than once."""

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

LONGEST_TAG = 100
JOINERS = "\u200c\u200d\u00b7"

_HANDLE = re.compile(r"@([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9_])?)(?:@([A-Za-z0-9.-]{1,253}))?")
_SIGN = re.compile("[@#]")


class Name(Struct, frozen=True):
    """A mention or tag: its sign, the key it is known by, how it was written, and where."""

    sign: str
    key: str
    shown: str
    start: int
    end: int


def find_names(text: str, before: str = "") -> Iterator[Name]:
    """Every mention and tag in order. `before` is the character in front of the text, if there is one."""
    done = 0
    for sign in _SIGN.finditer(text):
        start = sign.start()
        if start < done or _joined(text[start - 1] if start else before):
            continue
        name = _mention(text, start) if sign.group() == "@" else _tag(text, start)
        if name is not None:
            done = name.end
            yield name


def tag_key(written: str) -> str:
    """The one spelling under which a tag is found: compatible forms and letter case do not matter."""
    folded = unicodedata.normalize("NFKC", written).casefold()
    return unicodedata.normalize("NFKC", folded.replace("\u200c", "").replace("\u200d", ""))


def is_tag(written: str) -> bool:
    """Could a post carry this tag? Signs that show nothing are none."""
    key = tag_key(written)
    words = all(char in JOINERS or _is_word(char) for char in key)
    return words and any(unicodedata.category(char)[0] in "LN" for char in key)


def _joined(before: str) -> bool:
    """Does a sign after this character belong to something else: an address, a word, an entity?"""
    return bool(before) and (before in "@#&/\\" or _is_word(before))


def _is_word(char: str) -> bool:
    return char == "_" or unicodedata.category(char)[0] in "LMN"


def _mention(text: str, start: int) -> Name | None:
    match = _HANDLE.match(text, start)
    if match is None:
        return None
    handle, host = match.group(1), (match.group(2) or "").rstrip(".-")
    if host and "." in host:
        end = match.start(2) + len(host)
        return Name("@", f"{handle}@{host}".lower(), text[start:end], start, end)
    end = match.end(1)
    if text[end : end + 1] == "@" or (text[end : end + 1] and _is_word(text[end])):
        return None
    return Name("@", handle.lower(), text[start:end], start, end)


def _tag(text: str, start: int) -> Name | None:
    end = start + 1
    last = min(len(text), start + 1 + LONGEST_TAG)
    while end < last and (_is_word(text[end]) or text[end] in JOINERS):
        end += 1
    if end < len(text) and _is_word(text[end]):
        return None
    shown = text[start:end].rstrip(JOINERS)
    key = tag_key(shown[1:])
    if not any(unicodedata.category(char)[0] == "L" for char in key):
        return None
    return Name("#", key, shown, start, start + len(shown))
