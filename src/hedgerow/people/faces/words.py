"""What faces say of themselves, made safe to show."""

import unicodedata

from django.utils.html import linebreaks

UNSEEN = {"Cc", "Co", "Cn", "Cs"}
JOINERS = {"\u200c", "\u200d"}
"""Persian, Hindi and many emoji are written with these; other invisible marks only deceive."""


def plain(text: str) -> str:
    """One line of text without characters that cannot be seen or that turn the writing around."""
    normal = unicodedata.normalize("NFC", text)
    return " ".join("".join(mark for mark in normal if _shows(mark)).split())


def _shows(mark: str) -> bool:
    kind = unicodedata.category(mark)
    return mark.isspace() or mark in JOINERS or (kind != "Cf" and kind not in UNSEEN)


def html(text: str) -> str:
    """Light Markdown as safe HTML; empty for nothing."""
    return str(linebreaks(text, autoescape=True)) if text else ""
