"""What variants of one composition may be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused

from . import rules, words

if TYPE_CHECKING:
    from .publishing import Draft, Variation

MOST = 6
"""So many variants at most, besides the words for all others."""


def field(place: int) -> str:
    """What a refusal calls the variant at this place."""
    return f"variant-{place}"


def checked(draft: Draft) -> list[Variation]:
    """The variants with their texts cleaned. Raises Refused for what cannot be said."""
    if draft.reply_to is not None or draft.quote_of is not None:
        raise Refused("variants", _("What answers or quotes a post says the same to everybody."))
    if draft.audience.scope == "public":
        insist_on_no_silence(each.silent for each in draft.variants)
    if len(draft.variants) > MOST:
        raise Refused("variants", _("At most %(most)d other versions.") % {"most": MOST})
    return [_checked(field(place), each) for place, each in enumerate(draft.variants)]


def _checked(name: str, variant: Variation) -> Variation:
    if variant.audience.scope == "public":
        raise Refused(name, _("What is public is for everybody else. Write that first, above."))
    if variant.audience.scope in {"default", "parent", "nobody"}:
        raise Refused(name, _("Choose who reads this version."))
    if variant.silent:
        return msgspec.structs.replace(variant, text="", content_note="", media=[])
    if len(variant.media) > rules.MOST_PICTURES:
        raise Refused(name, _("At most %(most)d pictures.") % {"most": rules.MOST_PICTURES})
    try:
        text, note = words.clean(variant.text, story=False), words.clean_note(variant.content_note)
    except Refused as error:
        raise Refused(name, error.message) from error
    if not text and not variant.media:
        raise Refused(name, _("Write what they read, or let them read nothing."))
    return msgspec.structs.replace(variant, text=text, content_note=note)


def insist_on_no_silence(silent: Iterable[bool]) -> None:
    """Raise Refused where somebody were to be kept from what is public: anyone can sign out."""
    for place, each in enumerate(silent):
        if each:
            said = _("Public leaves nobody out: anyone can sign out. Choose this site instead.")
            raise Refused(field(place), said)
