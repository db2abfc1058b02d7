"""Languages to choose from: each by its own name, in order, those of this site first."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.conf.locale import LANG_INFO

WRITTEN = (
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "ga", "he",
    "hi", "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "ru",
    "sk", "sl", "sq", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh-hans",
)  # fmt: skip
"""Those offered for a single post."""
_OWN = {
    "cs": "Čeština", "en-au": "English (Australia)", "en-gb": "English (United Kingdom)",
    "es-ar": "Español (Argentina)", "es-co": "Español (Colombia)", "es-mx": "Español (México)",
    "es-ni": "Español (Nicaragua)", "es-ve": "Español (Venezuela)", "eu": "Euskara", "km": "ខ្មែរ",
    "mn": "Монгол", "nb": "Norsk bokmål", "nn": "Norsk nynorsk", "pa": "ਪੰਜਾਬੀ",
    "pt-br": "Português (Brasil)", "sk": "Slovenčina", "ar-xb": "⟦Þšéûðö⟧",
}  # fmt: skip
"""Where Django says it in English, or as no list would."""
_PSEUDO = "ar-xb"


@cache
def own_name(code: str) -> str:
    """What a language calls itself, as it stands in a list; the code itself for one nobody knows."""
    name = _OWN.get(code) or str(LANG_INFO.get(code, {}).get("name_local") or "")
    return name[:1].upper() + name[1:] if name else code


def in_order(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes and names, as an index would have them: accents and case aside."""
    return sorted(((code, own_name(code)) for code in codes), key=lambda one: (_plain(one[1]), one[0]))


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


@cache
def of_site() -> list[tuple[str, str]]:
    """Those that the pages speak."""
    return in_order(code for code, _name in settings.LANGUAGES if code != _PSEUDO)


@cache
def others() -> list[tuple[str, str]]:
    """Every other one that is known."""
    here = {code for code, _name in of_site()}
    spoken = (code for code, facts in LANG_INFO.items() if facts.get("name_local"))
    return in_order(code for code in spoken if code not in here and code != _PSEUDO)


def for_posts(chosen: str) -> list[tuple[str, str]]:
    """For one post: the chosen one where it is rare, those of this site, and the others people write in."""
    here = [code for code, _name in of_site()]
    rare = [chosen] if chosen and chosen not in (*WRITTEN, *here) and len(chosen) < 13 else []
    rest = in_order(code for code in WRITTEN if code not in here)
    return [*((code, own_name(code)) for code in rare), *of_site(), *rest]
