"""What may have been meant, where nothing was found: by words that the viewer may see, and no others.

No word of a hidden post is ever known here: an index-wide list of words would tell that somebody said it.
"""

from collections.abc import Iterable

from hedgerow.kernel.searching import words
from hedgerow.kernel.searching.asking import Asked
from hedgerow.people.contacts import reads as contacts
from hedgerow.talk.models import FoundPost

from . import rules
from .reads import newest

NEWEST = 300
SHORTEST = 3


def meant(viewer: int | None, asked: Asked) -> str:
    """The same question, each unknown word replaced by the most alike known one; empty where none is."""
    known = _known(viewer)
    typed = asked.typed.split()
    said = [_nearest(word, known) for word in typed]
    changed = " ".join(said)
    filters = [f'{each.key}:"{each.value}"' for each in asked.filters]
    return " ".join([changed, *filters]) if said != typed else ""


def _nearest(typed: str, known: set[str]) -> str:
    folded = words.fold(typed)
    if len(folded) < SHORTEST or folded in known or words.is_paired(folded):
        return typed
    return words.nearest(folded, (word for word in known if abs(len(word) - len(folded)) < 4)) or typed


def _known(viewer: int | None) -> set[str]:
    """Words of the newest posts the viewer may see, and the names of its contacts."""
    found = set[str]()
    rows = FoundPost.objects.filter(thing__in=newest(viewer, NEWEST)).values_list("words", flat=True)
    for said in rows:
        found.update(word.removeprefix(rules.TAG) for word in said.split())
    found.update(_names(viewer))
    return {word for word in found if len(word) >= SHORTEST}


def _names(viewer: int | None) -> Iterable[str]:
    if viewer is None:
        return
    for one in contacts.contacts(viewer, limit=None).contacts:
        yield from words.words_of(f"{one.face.name} {one.face.handle}")
