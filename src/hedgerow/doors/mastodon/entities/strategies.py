"""Four ways to keep one's lives apart or together, in words, for one face."""

from typing import Literal

import msgspec

Name = Literal["open", "audience", "content", "custom"]


class Scale(msgspec.Struct, frozen=True):
    """One answer to a statement: 1 for not at all, to 5 for very much so."""

    value: int
    words: str


class Diagnosis(msgspec.Struct, frozen=True):
    """Eight statements in their order, and the answers that each can be given; 0 passes one over."""

    statements: list[str]
    answers: list[Scale]


class Advice(msgspec.Struct, frozen=True):
    """What answers speak for. `strategies`: one where they are clear, two (the nearer one first) where half
    of them are, else none; `why`: in a sentence or two.
    """

    strategies: list[Name]
    why: str


class StrategySetting(msgspec.Struct, frozen=True):
    """One setting of the face, in words: as it is and as a strategy would have it."""

    setting: Literal["audience", "asks", "guard", "circles", "every_post", "suggests", "readers_note"]
    about: str
    now: str
    then: str
    changes: bool


class Strategy(msgspec.Struct, frozen=True):
    """One of four ways to keep one's lives apart or together. `settings`: what it is for this face; `url`:
    the page on which the member chooses it.
    """

    id: Name
    name: str
    line: str
    reason: str
    risk: str
    settings: list[StrategySetting]
    url: str
