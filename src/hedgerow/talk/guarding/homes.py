"""Home addresses: a street with a number, where something says that somebody lives there.

A street is sought where a word begins, and goes on for a few words of bounded length: names are open at both
ends, and in a text of capital letters alone every end of every beginning would be tried.
"""

import re
from collections.abc import Iterator

NEAR = 160
_BEGINS = r"(?<![\w'’-])"
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_WORD = rf"{_CAPITAL}[\w'’-]{{1,40}}"
_GERMAN = (
    rf"(?:{_CAPITAL}[\w-]{{0,40}}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|ufer|damm|chaussee|steig|pfad|"
    rf"hof|berg|markt|graben|wall|stieg)|(?:{_WORD}[ -]){{1,3}}(?:Stra(?:ß|ss)e|Str\.|Weg|Platz|Allee|Gasse"
    rf"|Ring|Ufer|Damm)"
    rf"|(?:Am|An der|An den|Im|In der|In den|Zum|Zur|Auf dem|Auf der|Unter den) {_WORD})"
    r",? (?:Nr\. ?)?\d{1,4} ?[a-h]?\b"
)
_ENGLISH = (
    rf"(?:(?:[Ff]lat|[Aa]pt\.?|[Aa]partment|[Uu]nit) \w{{1,4}},? )?\d{{1,5}}[A-Da-d]?,? (?:{_WORD} ){{1,3}}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Crescent|Terrace|Way|Square|Gardens|"
    r"Boulevard|Blvd|Place|Pl|Grove|Hill|Row|Mews|Walk)\b"
)
_FRENCH = (
    r"\d{1,4}(?: ?(?:bis|ter|quater|[A-D]))?,? (?:[Rr]ue|[Aa]v(?:enue|\.)|[Bb](?:oulevar)?d\.?|[Pp]lace"
    r"|[Cc]hemin|[Ii]mpasse|[Aa]llée|[Qq]uai|[Cc]ours|[Ss]quare|[Rr]oute|[Mm]ontée|[Pp]assage)"
    rf"(?: (?:de la|de l['’]|de|des|du|d['’]|la|le|les))? ?{_WORD}(?:[ -]{_WORD}){{0,3}}"
)
_SPANISH = (
    r"(?:[Cc]alle|C/|[Aa]v(?:enida|da\.|\.)|[Pp]laza|[Pp]aseo|[Cc]amino|[Rr]onda|[Tt]ravesía|[Cc]arrera)"
    rf" ?(?:(?:de la|de los|de las|del|de|la|el|los|las) )?{_WORD}(?: (?:de |del |la )?{_WORD}){{0,3}}"
    r",? (?:n[.º°]*\s?|núm(?:ero|\.) |número )?\d{1,4}\b"
)
_ARABIC = (
    r"(?:شارع|طريق|حي|زنقة|نهج|حارة) [^\W\d]{1,40}(?: [^\W\d]{1,40}){0,2}[،,]? "
    r"(?:رقم |بناية |عمارة |مبنى |منزل )?[\d٠-٩]{1,4}"
    r"|[\d٠-٩]{1,4}[،,]? (?:شارع|زنقة|نهج) [^\W\d]{1,40}(?: [^\W\d]{1,40})?"
)
_STREET = re.compile(f"{_BEGINS}(?:{'|'.join((_GERMAN, _ENGLISH, _FRENCH, _SPANISH, _ARABIC))})")
_CODE = re.compile(
    r"\b(?:D-|A-|CH-|F-|E-)?\d{4,5} [A-ZÄÖÜÉÁÍ][a-zäöüßéáíóú]{2,}|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
    r"|\b[A-Z]{2} \d{5}\b"
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
    r"|besuch\w*"
    r"|j['’]habite|habit(?:e|es|ent|ons|ait)|chez (?:moi|nous|elle|lui|toi)|(?:mon|notre|son) (?:appart\w*"
    r"|logement|domicile|studio)|(?:ma|notre|sa) maison|emménag\w*|déménag\w*"
    r"|pass(?:e|ez) (?:à la maison|nous|me)"
    r"|sonne[rz]?|interphone|digicode|colis|livr(?:er|ez|aison)|double des clés|maison est vide"
    r"|viv(?:o|e|es|imos|en|ía)|domicilio|(?:mi|nuestra|su) (?:casa|dirección)|(?:mi|nuestro|su) piso"
    r"|mudad\w*|mudanza|mudamos|pasa(?:os|d|te)? (?:por|cuando)|pasaos|en casa|timbre|paquetes?"
    r"|enví\w+|enviad\w*"
    r"|copia de las llaves|casa está vacía"
    r"|عنوان\w*|أسكن|نسكن|يسكن\w*|تسكن|ساكن\w*|بيت(?:ي|نا|ه|ها|هم)|منزل(?:ي|نا|ه|ها)"
    r"|شقت(?:ي|نا|ه|ها)|انتقل\w*|زورو?ن\w*"
    r"|تعالوا|مرّ?وا|الطابق|طرد|مفتاح البيت)\b",
    re.I,
)
_PUBLIC = re.compile(
    r"\b(?:caf[eé]|restaurant|museum|pub|bar|office|büro|theat\w+|kino|cinema|hotel|rathaus|town hall"
    r"|bibliothek"
    r"|library|hall|halle|kirche|church|shop|laden|store|venue|treffpunkt|station|bahnhof|school|schule"
    r"|praxis"
    r"|gallery|galerie|kneipe|verein\w*|biergarten|bakery|bäckerei|zentrum|centre|center"
    r"|musée|mairie|bibliothèque|médiathèque|église|gare|école|boulangerie|boutique|magasin|librairie|cabinet"
    r"|museo|ayuntamiento|biblioteca|iglesia|estación|escuela|colegio|tienda|librería|panadería|oficina|centro"
    r"|مكتبة|مطعم|مقهى|متحف|مدرسة|مسجد|كنيسة|محطة|مكتب|متجر)\b",
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
