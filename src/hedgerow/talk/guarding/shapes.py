"""What the guard is given and what it gives."""

from typing import Any, Literal

import msgspec

Kind = Literal["confidential", "personal", "tone", "capacity", "mismatch", "hour", "look"]
"""`look`: its author wants a second look at each post."""
Life = Literal["private", "work", "both"]
Operator = Any
"""A login that may operate the site (people's `Member`); the rooms below know what it is."""


class Found(msgspec.Struct, frozen=True):
    """One thing worth a second look: its kind, the exact reason, the words as written."""

    kind: Kind
    reason: str
    words: str = ""
    by: str = ""
    """Who set the list it stands on."""
    why: str = ""
    """And why."""


class Occasion(msgspec.Struct, frozen=True):
    """When and to whom a post leaves."""

    lives: tuple[Life, ...] = ()
    """The life of each circle and person it goes to; nothing for an audience that nobody is picked for."""
    hour: int = 14
    """By its author's clock."""
    language: str = "en"
    spoken: tuple[str, ...] = ()
    """Other languages around its author: how numbers are written there."""
    country: str = ""
    """Where the site is, as two letters; empty where its name does not say."""
    colleagues: tuple[str, ...] = ()
    """The names of those one knows from work."""
    alike: tuple[tuple[Life, str], ...] = ()
    """Own circles that the text looks like by what went to them before: the life and the name of each."""

    def only(self, life: Life) -> bool:
        """Does it go to people of this life, and to nobody else?"""
        return bool(self.lives) and set(self.lives) == {life}
