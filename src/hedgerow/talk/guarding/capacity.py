"""Capacity: what sounds as if its author spoke for the organisation."""

import re
from collections.abc import Iterator
from functools import lru_cache

from . import wording
from .reading import Reading
from .shapes import Found, Occasion

_SPEAKS = wording.pattern(
    """
on behalf of
official statement
officially announce
as a company
as an organisation
as an organization
our company
our customers
our clients
our shareholders
our investors
our products
our new product
our product line
our service
our services
our press release
our policy
our official
our stock
we are hiring
we re hiring
we are recruiting
we are proud to announce
we re proud to announce
we are pleased to announce
we re pleased to announce
we are excited to announce
we re excited to announce
we are thrilled to announce
proud to announce
pleased to announce
we regret to inform
we apologise for the
we apologize for the
we take full responsibility
we will refund
we will be launching
we are launching
we re launching
we guarantee
join our team
contact our
im namen von
im namen der
im namen des
im auftrag von
im auftrag der
im auftrag des
offizielle stellungnahme
offiziell mitteilen
als unternehmen
als firma
unser unternehmen
unsere firma
unsere kunden
unseren kunden
unsere kundinnen
unserer kunden
unser produkt
unsere produkte
unser neues produkt
unsere dienstleistungen
unsere preise
unser service
unsere pressemitteilung
wir suchen verstärkung
wir suchen ab sofort
wir stellen ein
wir freuen uns mitteilen
wir freuen uns bekannt*
freuen uns ihnen mitteilen
wir geben bekannt
wir bedauern
wir entschuldigen uns
wir garantieren
wir übernehmen die volle verantwortung
wir bitten unsere
bewerben sie sich
bewerbt euch
unsere aktie
"""
)
_OWN_VIEW = wording.pattern(
    """
my own view
my own views
my own opinion
my personal opinion
my personal view
views are my own
views my own
opinions are my own
opinions my own
speaking for myself
only for myself
in a personal capacity
not on behalf of
not speaking for
nicht im namen
meine eigene meinung
meine persönliche meinung
meine private meinung
persönliche ansicht
nur für mich
privat gesprochen
ganz privat
ich spreche nur für mich
"""
)

_FOR = """
we at ORG
here at ORG we
us at ORG
ORG announces
ORG has decided
ORG will
ORG is hiring
ORG is proud
ORG apologises
ORG apologizes
ORG does not
ORG guarantees
ORG regrets
at ORG we
for ORG i can confirm
speaking for ORG
ORG s official
ORG s position
wir bei ORG
wir von ORG
bei ORG suchen wir
bei ORG bieten wir
ORG wird
ORG hat entschieden
ORG gibt bekannt
ORG sucht
ORG bedauert
ORG garantiert
ORG plant
für ORG kann ich bestätigen
"""


def find(read: Reading, organisations: tuple[str, ...], occasion: Occasion) -> Iterator[Found]:
    """Where somebody could take it for the organisation's word. Friends and family know who speaks."""
    if occasion.only("private") or _OWN_VIEW.search(read.line):
        return
    for words in (*wording.find(read, _SPEAKS), *wording.find(read, _for(tuple(sorted(organisations))))):
        yield Found("capacity", "speaks", words)


@lru_cache(maxsize=256)
def _for(organisations: tuple[str, ...]) -> re.Pattern[str]:
    """What is said of these organisations, or as one of them: "we at X", "X announces"."""
    return wording.pattern("\n".join(_FOR.replace("ORG", name.replace("*", "")) for name in organisations))
