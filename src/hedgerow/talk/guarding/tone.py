"""Tone: swearing, drink, and anger that an employer or a colleague stands close to."""

from collections.abc import Collection, Iterator

from . import wording
from .reading import Reading
from .shapes import Found

NEAR = 60
"""Characters between anger and whom it means."""


def find(
    read: Reading,
    own: dict[str, str],
    organisations: tuple[str, ...],
    colleagues: tuple[str, ...],
    languages: Collection[str],
) -> Iterator[Found]:
    """What one might word otherwise tomorrow."""
    for reason in ("swearing", "drink"):
        for words in wording.find(read, own, reason, languages):
            yield Found("tone", reason, words)
    first = tuple(name.split()[0] for name in colleagues if name.split())
    meant = (*wording.fits("employers", languages), wording.names((*organisations, *colleagues, *first)))
    for match, words in wording.spot(read, own, "anger", languages):
        around = read.line[max(0, match.start() - NEAR) : match.end() + NEAR]
        if any(each.search(around) for each in meant):
            yield Found("tone", "anger", words)
