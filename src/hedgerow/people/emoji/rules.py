"""How an emoji's code looks, and where it stands in a text. Pure."""

import re
from collections.abc import Collection

import emoji

CODE = re.compile(r"[a-z0-9_]{2,32}")
_IN_TEXT = re.compile(r"(?<![\w:]):([a-z0-9_]{2,32}):(?![\w:])")
_PARTS = re.compile(r"(<[^>]*>)")
_VERBATIM = re.compile(r"<(/?)(?:code|pre)\b")


def good_code(text: str) -> bool:
    """Two to 32 small letters, digits and underscores."""
    return CODE.fullmatch(text) is not None


def one(text: str) -> str:
    """The single emoji this text is, fully qualified; empty when it is anything else."""
    for form in (text, text + "\ufe0f"):
        known = emoji.EMOJI_DATA.get(form)
        if known is not None and known["status"] == emoji.STATUS["fully_qualified"]:
            return form
    return ""


def named(html: str) -> list[str]:
    """The codes in a text, in their order, each once."""
    return list(dict.fromkeys(_IN_TEXT.findall(html))) if ":" in html else []


def bare(text: str, codes: Collection[str]) -> str:
    """A name without these codes, for where no picture can stand; as it is where nothing else is in it."""
    if ":" not in text:
        return text
    left = " ".join(_IN_TEXT.sub(lambda found: "" if found[1] in codes else found[0], text).split())
    return left or text


def drawn(html: str, pictures: dict[str, str]) -> str:
    """Safe HTML with each `:code:` of `pictures` replaced by its HTML; inside tags and code, nothing is."""
    parts = _PARTS.split(html)
    verbatim = 0
    for place, part in enumerate(parts):
        if place % 2:
            mark = _VERBATIM.match(part)
            verbatim += (-1 if mark[1] else 1) if mark else 0
        elif not verbatim and ":" in part:
            parts[place] = _IN_TEXT.sub(lambda found: pictures.get(found[1], found[0]), part)
    return "".join(parts)
