"""What the guard looks for, how much of it a face wants, and the whole look. Pure."""

import hashlib
import hmac
from collections.abc import Callable, Collection, Iterable
from typing import Literal

import msgspec

from hedgerow.kernel.searching.words import fold

from . import capacity, listed, lists, personal, tone, worlds
from .listed import Listed
from .reading import Reading
from .shapes import Found, Kind, Occasion

__all__ = ["KINDS", "Found", "Kind", "Level", "Listed", "Occasion", "Want", "fingerprint", "look"]

Level = Literal["off", "gentle", "on"]
LEVELS: tuple[Level, ...] = ("off", "gentle", "on")
"""From the least careful to the most."""
KINDS: tuple[Kind, ...] = ("confidential", "personal", "tone", "capacity", "mismatch", "hour")
GENTLE: tuple[Kind, ...] = ("confidential", "personal")
"""What a gentle guard looks for: what cannot be taken back once it was read."""
MOST_FOUND = 12
LONGEST_LOOKED_AT = 60_000


class Want(msgspec.Struct, frozen=True):
    """What one face wants of the guard."""

    level: Level = "gentle"
    without: frozenset[str] = frozenset()
    """Kinds it does not want."""
    names: tuple[Listed, ...] = ()
    """The site's list and one's own."""
    organisations: tuple[str, ...] = ()
    """What one's employers are called."""
    lists: dict[str, str] = {}
    """What it changes of the given lists, by theme: see `lists`."""
    not_again: frozenset[str] = frozenset()
    """Fingerprints of what it is not to say again."""

    def kinds(self) -> set[Kind]:
        """What it looks for."""
        wanted = {"off": (), "gentle": GENTLE, "on": KINDS}[self.level]
        return {kind for kind in wanted if kind not in self.without}


Languages = Collection[str]
_LOOKS: dict[Kind, Callable[[Reading, Want, Occasion, Languages], Iterable[Found]]] = {
    "confidential": lambda read, want, _now, _languages: listed.find(read, want.names),
    "personal": lambda read, _want, now, _languages: personal.find(
        read, (now.language, *now.spoken), now.country
    ),
    "tone": lambda read, want, now, languages: tone.find(
        read, want.lists, want.organisations, now.colleagues, languages
    ),
    "capacity": lambda read, want, now, languages: capacity.find(read, want.organisations, now, languages),
    "mismatch": lambda read, want, now, languages: worlds.find(read, want.lists, now, languages),
    "hour": lambda _read, _want, now, _languages: worlds.find_hour(now),
}


def look(text: str, want: Want, occasion: Occasion, key: bytes = b"") -> list[Found]:
    """What a careful friend would point out, each thing once. `key`: what fingerprints are made with."""
    read = Reading(text[:LONGEST_LOOKED_AT])
    kinds = want.kinds()
    languages = lists.languages(read, occasion.language)
    found: dict[str, Found] = {}
    for kind in KINDS:
        if kind in kinds:
            for each in _LOOKS[kind](read, want, occasion, languages):
                found.setdefault(fingerprint(each, key), each)
    return [each for mark, each in found.items() if mark not in want.not_again][:MOST_FOUND]


def fingerprint(found: Found, key: bytes) -> str:
    """What "not again for this" is known by. The words cannot be read from it without the site's key."""
    # A name is the same name however it is spelled: it is found so, and is let pass so.
    words = listed.letters(found.words) if found.kind == "confidential" else fold(found.words)
    said = f"{found.kind}\0{found.reason}\0{words}"
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:32]


def kinds_of(found: Collection[Found]) -> set[Kind]:
    """Which kinds were found."""
    return {each.kind for each in found}
