"""Names within sentences, whichever way either of them runs (Unicode Standard Annex #9)."""

import unicodedata
from functools import lru_cache

from django.utils.translation import get_language_bidi

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
_LEFTWARDS = {"R", "AL"}
_TURNING = _LEFTWARDS | {"AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"}
_KEEPING = _LEFTWARDS | {"NSM", "WS", "BN"}


def isolated(name: str) -> str:
    """A name that may run against the sentence it is put into, set apart so that neither disturbs the other.

    Pages mark such a name with `<bdi>`; this is for where no element fits: sentences, toasts, letters. A name
    that runs as the present language does comes back as it is.
    """
    return _isolated(str(name), get_language_bidi())


@lru_cache(maxsize=20_000)
def _isolated(name: str, leftwards: bool) -> str:
    kinds = {unicodedata.bidirectional(letter) for letter in name}
    fits = kinds <= _KEEPING if leftwards else kinds.isdisjoint(_TURNING)
    return name if fits else f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}"
