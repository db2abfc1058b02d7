"""What a report holds."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

Moderator = Any
"""A login that may moderate (people's `Member`); the rooms below know what it is."""

CATEGORIES = {
    "spam": _("Spam or fraud"),
    "harassment": _("Harassment or threats"),
    "hate": _("Hate"),
    "privacy": _("Private things made known"),
    "illegal": _("Against the law"),
    "other": _("Something else"),
}
"""What may be wrong, by its key."""

KEPT = timedelta(days=180)
"""How long copies are kept once a report is done."""


class Broken(msgspec.Struct, frozen=True):
    """A rule of the site that a report names: its number and its words, as they were then."""

    number: str
    words: str


class PictureCopy(msgspec.Struct, frozen=True):
    """A file of the report's own."""

    blob: str
    mime: str
    alt: str


class Copy(msgspec.Struct, frozen=True):
    """A post as its reporter saw it."""

    post: str
    name: str
    address: str
    at: datetime
    note: str
    text: str
    html: str
    language: str
    public: bool
    pictures: list[PictureCopy]
