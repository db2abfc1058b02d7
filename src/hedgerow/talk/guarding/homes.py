"""Home addresses: a street with a number, where something says that somebody lives there."""

import re
from collections.abc import Iterator

NEAR = 160
_WORD = r"[A-ZÄÖÜ][\wäöüß'’-]+"
_GERMAN = (
    r"(?:[A-ZÄÖÜ][\wäöüß-]*(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|ufer|damm|chaussee|steig|pfad|"
    rf"hof|berg|markt|graben|wall|stieg)|(?:{_WORD}[ -])+(?:Stra(?:ß|ss)e|Str\.|Weg|Platz|Allee|Gasse"
    rf"|Ring|Ufer|Damm)"
    rf"|(?:Am|An der|An den|Im|In der|In den|Zum|Zur|Auf dem|Auf der|Unter den) {_WORD})"
    r",? (?:Nr\. ?)?\d{1,4} ?[a-h]?\b"
)
_ENGLISH = (
    rf"(?:(?:[Ff]lat|[Aa]pt\.?|[Aa]partment|[Uu]nit) \w{{1,4}},? )?\d{{1,5}}[A-Da-d]?,? (?:{_WORD} ){{1,3}}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Crescent|Terrace|Way|Square|Gardens|"
    r"Boulevard|Blvd|Place|Pl|Grove|Hill|Row|Mews|Walk)\b"
)
_STREET = re.compile(f"{_GERMAN}|{_ENGLISH}")
_CODE = re.compile(
    r"\b(?:D-|A-|CH-)?\d{4,5} [A-ZÄÖÜ][a-zäöüß]{2,}|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]{2} \d{5}\b"
)
_LIVED = re.compile(
    r"\b(?:(?:my|our|her|his|their|home|new|private|your) (?:new )?(?:home )?(?:address|flat|place|house"
    r"|apartment)"
    r"|(?:i|we|she|he|they|who) (?:now )?lives?|live at|living at|moved? (?:in|to|into)|moving to"
    r"|at home|my place"
    r"|our place|come (?:over|round|by)|drop by|send (?:it|them|cards?|flowers|post|letters?|parcels?"
    r"|the \w+)"
    r"|post (?:it|to)|deliver|spare key|key is|house is empty|wohn\w*|adresse|anschrift|zuhause|zu hause"
    r"|daheim"
    r"|umgezogen|umzug|eingezogen|gezogen|bei (?:mir|uns)|zu (?:mir|uns)|neue[nr]? wohnung|unsere wohnung"
    r"|meine wohnung|klingel\w*|schick\w*|pakete?|päckchen|liefer\w*|haus steht leer|schlüssel\w*"
    r"|besuch\w*)\b",
    re.I,
)
_PUBLIC = re.compile(
    r"\b(?:caf[eé]|restaurant|museum|pub|bar|office|büro|theat\w+|kino|cinema|hotel|rathaus|town hall"
    r"|bibliothek"
    r"|library|hall|halle|kirche|church|shop|laden|store|venue|treffpunkt|station|bahnhof|school|schule"
    r"|praxis"
    r"|gallery|galerie|kneipe|verein\w*|biergarten|bakery|bäckerei|zentrum|centre|center)\b",
    re.I,
)


def find_homes(text: str) -> Iterator[str]:
    """Each address that somebody lives at."""
    for match in _STREET.finditer(text):
        around = text[max(0, match.start() - NEAR) : match.end() + NEAR]
        code = _CODE.search(text[match.end() : match.end() + 40])
        lived, public = _LIVED.search(around), _PUBLIC.search(around)
        if lived or (code and not public):
            yield match.group()
