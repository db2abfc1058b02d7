"""Tone: swearing, drink, and anger that an employer or a colleague stands close to."""

from collections.abc import Iterator

from . import wording
from .reading import Reading
from .shapes import Found

NEAR = 60
"""Characters between anger and whom it means."""
_EMPLOYER = wording.pattern(
    """
boss
bosses
my manager
our manager
management
my company
this company
our company
the company
my employer
this job
my job
my team lead
team lead
our ceo
the ceo
hr
head office
headquarters
my colleague*
my coworker*
co worker*
coworker*
colleague
colleagues
my office
the office
at work
supervisor
chef
chefin
chefs
mein arbeitgeber
arbeitgeber
vorgesetzte*
firma
laden
abteilung
abteilungsleit*
geschäftsführ*
geschäftsleitung
management
vorstand
kollege
kollegen
kollegin
kolleginnen
teamleiter*
teamleitung
personalabteilung
büro
arbeit
"""
)


def find(
    read: Reading, own: dict[str, str], organisations: tuple[str, ...], colleagues: tuple[str, ...]
) -> Iterator[Found]:
    """What one might word otherwise tomorrow."""
    for reason in ("swearing", "drink"):
        for words in wording.find(read, wording.of(own, reason)):
            yield Found("tone", reason, words)
    first = tuple(name.split()[0] for name in colleagues if name.split())
    meant = (_EMPLOYER, wording.names((*organisations, *colleagues, *first)))
    for match, words in read.find(wording.of(own, "anger")):
        around = read.line[max(0, match.start() - NEAR) : match.end() + NEAR]
        if any(each.search(around) for each in meant):
            yield Found("tone", "anger", words)
