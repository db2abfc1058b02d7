"""Personal data and secrets: numbers known by their form and check digits, addresses, keys and passwords.

The forms are those of python-stdnum, phonenumbers and detect-secrets; here stands only where to look, and
which numbers are so plain that a word beside them must say what they are.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import islice

from .homes import find_homes
from .keys import find_keys
from .phones import find_phones
from .reading import Reading
from .shapes import Found

NEAR = 40
"""How many characters before or after a number a word may stand that says what it is."""

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]{2,4}){3,8}(?:[ \u00a0-]?[A-Z0-9]{1,3})?\b", re.I)
_CARD = re.compile(r"(?<![\w.,+#/-])\d(?:[ \u00a0-]?\d){12,18}(?![\w-]|[.,]\d)")
_ISSUERS = re.compile(r"4|5[1-5]|2[2-7]|3[47]|6011|64[4-9]|65|62|35|30[0-5]|3[689]|5018|5020|5038|6304|67")
_MRZ = re.compile(r"\b[PIAC][A-Z<][A-Z]{3}[A-Z<]{15,39}")
_ICAO = re.compile(r"\b[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{7,8}\d\b")

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "0123456789" * 3)
_ANY = re.compile(r"\d\d|\d.\d|<<")
"""What stands in every number known here; a text without it needs no other look."""
MOST_TRIED = 100
"""Places in a text that look like a number of one form and are checked."""

_TAX = r"steuer|tax|idnr|tin\b|finanzamt|impôt|fiscal|hacienda|ضريب"
_INSURED = (
    r"versicher|insur|nhs|sozial|social|krankenkasse|gkv|rente|svnr|sv-|patient|sécu|assuré"
    r"|mutuelle|seguro|تأمين"
)
_PAPER = (
    r"ausweis|perso\b|reisepass|passport|pass\b|identity|\bid\b|id card|id-|f(?:ü|ue)hrerschein|licen[cs]e"
    r"|identité|passeport|permis|dni\b|pasaporte|carné|carnet|جواز|هوية|هويت|رخصة"
)

_NUMBERS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (module, re.compile(form), cue)
    for module, form, cue in (
        ("fr.nir", r"\b[12] ?\d\d ?\d\d ?\d[\dAB] ?\d{3} ?\d{3} ?\d\d\b", ""),
        ("it.codicefiscale", r"\b[A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z]\b", ""),
        ("es.dni", r"\b\d{8}-?[A-Za-z]\b", ""),
        ("es.nie", r"\b[XYZxyz]-?\d{7}-?[A-Za-z]\b", ""),
        ("ch.ssn", r"\b756\.?\d{4}\.?\d{4}\.?\d{2}\b", ""),
        ("se.personnummer", r"\b(?:19|20)?\d{6}[-+]\d{4}\b", ""),
        ("fi.hetu", r"\b\d{6}[-+ABCDEFYXWVU]\d{3}[0-9A-Z]\b", ""),
        ("us.ssn", r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])", ""),
        ("gb.nhs", r"\b\d{3} \d{3} \d{4}\b", ""),
        ("gb.nhs", r"\b\d{10}\b", _INSURED),
        ("de.idnr", r"\b\d{2} ?\d{3} ?\d{3} ?\d{3}\b", ""),
        ("de.stnr", r"\b\d{2,4}[/ ]\d{3,4}[/ ]\d{4,5}\b", _TAX),
        ("at.vnr", r"\b\d{4} ?\d{6}\b", _INSURED),
        ("nl.bsn", r"\b\d{9}\b", r"bsn|burgerservice|" + _INSURED + "|" + _TAX),
        ("pl.pesel", r"\b\d{11}\b", r"pesel"),
        ("be.nn", r"\b\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}\b", ""),
    )
)
_NINO = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
_EMIRATES = re.compile(r"\b784-?(?:19|20)\d{2}-?\d{7}-?\d\b")
_SVNR = re.compile(r"\b\d{2} ?\d{6} ?[A-Z] ?\d{3}\b")
"""The German pension insurance's number, which python-stdnum does not know."""
_PLAIN_PASSPORT = re.compile(r"\b\d{9}\b|\b[A-Z]{1,2}\d{6,8}\b")
_US_BANK = re.compile(r"\b\d{6,12}\b")


def find(read: Reading, languages: Sequence[str], country: str = "") -> Iterator[Found]:
    """Each piece of personal data and each secret in the text. Its numbers may be written as where these
    languages are spoken, or as in this country.
    """
    taken: list[tuple[int, int]] = []
    for reason, start, end in _numbers(read.text.translate(_DIGITS)):
        if all(end <= other[0] or start >= other[1] for other in taken):
            taken.append((start, end))
            yield Found("personal", reason, read.text[start:end].strip())
    rest = _without(read.text, taken)
    for words in find_keys(rest):
        yield Found("personal", "secret", words)
    for words in find_phones(rest, languages, country):
        yield Found("personal", "phone", words)
    for words in find_homes(rest):
        yield Found("personal", "address", words)


def _without(text: str, taken: list[tuple[int, int]]) -> str:
    for start, end in taken:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """Each number that fits: what it is, and where."""
    if not _ANY.search(text):
        return
    for match in _tried(_IBAN, text):
        end = _longest_iban(match.group())
        if end:
            yield "iban", match.start(), match.start() + end
    for match in _tried(_CARD, text):
        digits = re.sub(r"\D", "", match.group())
        if _ISSUERS.match(digits) and len(set(digits)) > 1 and _valid("luhn", digits):
            yield "card", *match.span()
    yield from _identities(text)


def _longest_iban(written: str) -> int:
    """How much of this is an IBAN: what follows one may look as if it went on."""
    for end in range(len(written), 14, -1):
        if written[end - 1].isalnum() and _valid("iban", written[:end].replace("\u00a0", " ")):
            return end
    return 0


def _identities(text: str) -> Iterator[tuple[str, int, int]]:
    for module, form, cue in _NUMBERS:
        for match in _tried(form, text):
            if (not cue or _near(text, match, cue)) and _valid(module, match.group()):
                yield "identity", *match.span()
    for form, cue, fits in _BY_HAND:
        for match in _tried(form, text):
            if (not cue or _near(text, match, cue)) and fits(match.group()):
                yield "identity", *match.span()


def _tried(form: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return islice(form.finditer(text), MOST_TRIED)


def _near(text: str, match: re.Match[str], cue: str) -> bool:
    around = text[max(0, match.start() - NEAR) : match.end() + NEAR]
    return re.search(cue, around, re.I) is not None


def _valid(module: str, number: str) -> bool:
    """Do its check digits and parts fit, by python-stdnum?"""
    return bool(import_module(f"stdnum.{module}").is_valid(number))


def _icao(number: str) -> bool:
    """Does the last digit check the others? ICAO Doc 9303, part 3, 4.9."""
    values = [int(char, 36) for char in number[:-1]]
    return sum(value * (7, 3, 1)[i % 3] for i, value in enumerate(values)) % 10 == int(number[-1])


def _pension(number: str) -> bool:
    """Does the last digit check the others? VKVV § 2."""
    plain = number.replace(" ", "")
    digits = f"{plain[:8]}{ord(plain[8]) - 64:02d}{plain[9:]}"
    weighed = zip(digits[:-1], (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=False)
    total = sum(sum(divmod(int(digit) * weight, 10)) for digit, weight in weighed)
    return total % 10 == int(digits[-1])


_BY_HAND: tuple[tuple[re.Pattern[str], str, Callable[[str], bool]], ...] = (
    (_MRZ, "", lambda _number: True),
    (_ICAO, _PAPER, _icao),
    (_EMIRATES, "", lambda number: _valid("luhn", number.replace("-", ""))),
    (_NINO, "", lambda _number: True),
    (_SVNR, "", _pension),
    (
        _PLAIN_PASSPORT,
        r"passport n|passport:|reisepassn|passnummer|ausweisn|ausweis-n|driving licen[cs]e n"
        r"|passeport n|passeport ?:|pasaporte n|pasaporte:|رقم (?:ال)?جواز",
        bool,
    ),
    (
        _US_BANK,
        r"account number|kontonummer|konto-nr|sort code"
        r"|numéro de compte|número de cuenta|رقم (?:ال)?حساب",
        bool,
    ),
)
