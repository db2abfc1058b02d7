"""What contacts may send in, as pure functions."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused
from hedgerow.people.circles.rules import plain

LONGEST_NOTE = 300
MOST_WAITING = 500
"""How many requests of one face may wait for an answer."""
MOST_FOLLOWED = 20_000
MOST_LANGUAGES = 30


def note(text: str) -> str:
    """The words that go with a request, in one line. Raises Refused("note", …)."""
    words = plain(text)
    if len(words) > LONGEST_NOTE:
        raise Refused("note", _("A note can have up to %(most)d characters.") % {"most": LONGEST_NOTE})
    return words


def languages(codes: Collection[str]) -> str:
    """Languages as they are kept: the codes without regions, each once. Raises Refused("languages", …)."""
    found = dict.fromkeys(code.strip().split("-")[0].lower() for code in codes if code.strip())
    if len(found) > MOST_LANGUAGES or not all(code.isascii() and code.isalpha() for code in found):
        raise Refused("languages", _("Choose languages from the list."))
    if any(len(code) > 3 for code in found):
        raise Refused("languages", _("Choose languages from the list."))
    return " ".join(found)


def mute_end(until: datetime | None, now: datetime) -> datetime | None:
    """When a mute ends; None: when its owner says so. Raises Refused("until", …)."""
    if until is not None and until <= now:
        raise Refused("until", _("Choose a moment to come."))
    return until
