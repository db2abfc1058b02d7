"""Phone numbers, by the plans of each country (phonenumbers, Google's libphonenumber)."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatch, PhoneNumberMatcher

NEAR = 45
_REGIONS = {
    "de": ("DE", "AT", "CH"), "en": ("GB", "US", "AU"), "fr": ("FR", "BE", "CH"), "es": ("ES", "MX", "AR"),
    "it": ("IT",), "nl": ("NL", "BE"), "pt": ("PT", "BR"), "pl": ("PL",), "tr": ("TR",),
    "ar": ("EG", "AE", "SA", "MA"),
}  # fmt: skip
"""Where somebody who writes in a language may have a number without its country's code."""
_SAID = re.compile(
    r"\b(call|phone|tel|mobil\w*|cell|ring|text (me|us)|whats ?app|signal|sms|number|reach|dial"
    r"|ruf\w*|anruf\w*|handy\w*|telefon\w*|fon|nummer|erreich\w*|durchwahl|melde\w*|klingel\w*"
    r"|appel\w*|rappel\w*|téléphon\w*|portable|numéro|joindre|joignable|écri(?:s|vez)[ -]moi|sonne\w*"
    r"|ll[aá]m\w*|móvil|celular|teléfono|número|tlf|localizar\w*|escríb\w*"
    r"|(?:ال|بال|و)?(?:رقم\w*|هاتف\w*|جوال\w*|موبايل\w*|تلفون\w*|محمول|واتس\w*)|اتصل\w*|كلمو?ني|راسل\w*)\b",
    re.I,
)
_NOT_SAID = re.compile(
    r"\b(order|invoice|ticket|case|tracking|isbn|issn|bestell\w*|rechnung\w*|sendung\w*|auftrag\w*|vorgang\w*|"
    r"kundennummer|serial|seriennummer|model|modell|version|commit|score|reference|artikel\w*"
    r"|commande|facture|colis|suivi|référence|dossier|billet|modèle"
    r"|pedido|factura|envío|seguimiento|referencia|expediente|billete|modelo"
    r"|(?:ال|بال|لل)?(?:طلب|طلبية|فاتورة|شحنة|مرجع|تذكرة|معاملة|طراز))\b",
    re.I,
)
_PLAIN_FORM = re.compile(r"(\+|\(?0)[\d(]|\(\d{3}\)|\d{3}-\d{3}-\d{4}")
_ENOUGH = re.compile(r"\d(?:[^\d\n]{0,4}\d){6}")
"""Digits for a number; where they are not, no plan need be asked."""
MOST = 50
_LINE = re.compile(r"[^\n]+")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}:\d{2}")
_FOR_STORIES = {
    44: r"7700900\d{3}|\d{2,4}4960\d{3}|20794609\d{2}|1632960\d{3}",
    33: r"(?:19900|26191|35301|46571|53649|63998)\d{4}",
}
_EVERYBODYS = {phonenumbers.PhoneNumberType.TOLL_FREE, phonenumbers.PhoneNumberType.PREMIUM_RATE}


def may_hold(text: str) -> bool:
    """Are there digits enough for a number?"""
    return any(_ENOUGH.search(line.group()) for line in _LINE.finditer(text))


def find_phones(text: str, languages: Sequence[str], country: str = "") -> Iterator[str]:
    """Each number that could be dialled and is somebody's own."""
    lines = (line.group() for line in _LINE.finditer(text) if _ENOUGH.search(line.group()))
    regions = _regions(tuple(languages), country)
    yield from islice((found for line in lines for found in _in_line(line, regions)), MOST)


@lru_cache(maxsize=256)
def _regions(languages: tuple[str, ...], country: str) -> tuple[str, ...]:
    """Whose plans are asked, in this order."""
    spoken = [region for language in languages for region in _REGIONS.get(language[:2], ())]
    here = [country] if country in phonenumbers.SUPPORTED_REGIONS else []
    return tuple(dict.fromkeys([*spoken, *here, "ZZ"]))


def _in_line(line: str, regions: Sequence[str]) -> Iterator[str]:
    taken: list[tuple[int, int]] = []
    for region in regions:
        for match in PhoneNumberMatcher(line, region, leniency=Leniency.POSSIBLE, max_tries=200):
            free = all(match.end <= start or match.start >= end for start, end in taken)
            if free and _meant(line, match):
                taken.append((match.start, match.end))
                yield match.raw_string


def _meant(text: str, match: PhoneNumberMatch) -> bool:
    """Is it a number to call? One without a country's code needs a word beside it, or the look of one."""
    raw = match.raw_string
    around = text[max(0, match.start - NEAR) : match.end + NEAR]
    if len(re.sub(r"\D", "", raw)) < 7 or _DATE.fullmatch(raw) or _joined(text, match):
        return False
    if phonenumbers.number_type(match.number) in _EVERYBODYS:
        return False
    valid = phonenumbers.is_valid_number(match.number) or _kept_for_stories(match.number)
    if not valid or _NOT_SAID.search(around[:NEAR]):
        return False
    return raw.startswith("+") or bool(_SAID.search(around)) or _looks_dialled(raw, match)


def _looks_dialled(raw: str, match: PhoneNumberMatch) -> bool:
    return bool(_PLAIN_FORM.match(raw)) and bool(re.search(r"[ ()/-]", raw)) and len(raw) >= 10


def _joined(text: str, match: PhoneNumberMatch) -> bool:
    """Is it part of a longer thing: an address on the web, a code, an amount?"""
    before, after = text[max(0, match.start - 1) : match.start], text[match.end : match.end + 2]
    return bool(re.match(r"[\w/#=.,€$£-]", before)) or bool(re.match(r"\w|[.,]\d|%|[€$£]| ?€", after))


def _kept_for_stories(number: phonenumbers.PhoneNumber) -> bool:
    """British and French ranges that are given to nobody, so that books and films can use them, look like any
    other.
    """
    form = _FOR_STORIES.get(number.country_code or 0, "")
    return re.fullmatch(form, phonenumbers.national_significant_number(number)) is not None
