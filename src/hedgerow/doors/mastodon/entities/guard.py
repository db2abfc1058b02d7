"""What the guard was told, and what it finds."""

from typing import Literal

import msgspec


class KeptName(msgspec.Struct, frozen=True):
    """A name, or a pattern, on the face's own list."""

    id: str
    words: str
    pattern: bool
    why: str


class NotSaid(msgspec.Struct, frozen=True):
    """Something the guard says no more. Of personal data no words are kept."""

    id: str
    kind: str
    words: str


class CircleLevel(msgspec.Struct, frozen=True):
    """Another level for what goes to one circle."""

    circle: str
    level: Literal["off", "gentle", "on"]


class Guard(msgspec.Struct, frozen=True):
    """What the face told its guard. `level`: off, gentle (names to keep quiet, personal data) or on;
    `without`: kinds it does not want; `lists`: by theme, what it adds to the given lists and takes away.
    """

    level: Literal["off", "gentle", "on"]
    without: list[str]
    every_post: bool
    organisations: list[str]
    lists: dict[str, str]
    circles: list[CircleLevel]
    names: list[KeptName]
    not_again: list[NotSaid]


class SecondLook(msgspec.Struct, frozen=True):
    """One thing worth a second look before a post leaves: why, and the words as written. `by`: who asks for
    it, and why. `id` says that it was looked at, or is not to be said again.
    """

    id: str
    kind: Literal["confidential", "personal", "tone", "capacity", "mismatch", "hour", "look"]
    reason: str
    why: str
    words: str
    by: str


class SiteName(msgspec.Struct, frozen=True):
    """A name, or a pattern, on the site's own list. `by`: who asks that it be kept quiet; `why`: the reason
    that a writer is told.
    """

    id: str
    words: str
    pattern: bool
    by: str
    why: str
