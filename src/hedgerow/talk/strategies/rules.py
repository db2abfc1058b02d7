"""The settings each strategy stands for. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec

What = Literal["audience", "asks", "guard", "circles", "every_post", "suggests", "readers_note", "line"]

FACE = "face"
WORK = "work"
"""Whom a setting is for: the face it was chosen for, or the professional face of Audience."""

WANTED: dict[str, dict[str, dict[What, Any]]] = {
    "open": {
        FACE: {
            "audience": "public",
            "asks": False,
            "guard": "gentle",
            "every_post": False,
            "suggests": False,
            "readers_note": True,
            "line": "",
        }
    },
    "audience": {
        FACE: {
            "audience": "followers",
            "asks": True,
            "guard": "gentle",
            "every_post": False,
            "suggests": True,
            "readers_note": False,
        },
        WORK: {
            "audience": "followers",
            "guard": "on",
            "every_post": False,
            "suggests": True,
            "readers_note": False,
        },
    },
    "content": {
        FACE: {
            "audience": "followers",
            "asks": False,
            "guard": "on",
            "every_post": True,
            "suggests": False,
            "readers_note": False,
        }
    },
    "custom": {
        FACE: {
            "audience": "nobody",
            "guard": "on",
            "circles": {},
            "every_post": False,
            "suggests": True,
            "readers_note": False,
        }
    },
}
"""By strategy and face what it sets. `circles` (gentler where a circle is of private life) and `line` (the
capacity one speaks in) are filled in for the face."""


class Step(msgspec.Struct, frozen=True):
    """One setting of a face (dense id; None: a face still to be made), as it is and as it would be.

    `audience`: an `audiences.Choice` as plain data; `guard`: a level; `circles`: levels by the engine's dense
    id as text; `line`: words at the end of what the face says of itself; the others: yes or no.
    """

    face: int | None
    what: What
    now: Any
    then: Any


def with_back(steps: Sequence[Step], back: Sequence[Step]) -> list[Step]:
    """These steps, and the way back of what only an earlier choice set, face by face."""
    touched = {(step.face, step.what) for step in steps}
    gone = [
        Step(step.face, step.what, step.then, step.now)
        for step in back
        if (step.face, step.what) not in touched and step.then != step.now
    ]
    faces = list(dict.fromkeys(step.face for step in [*steps, *gone]))
    return sorted([*steps, *gone], key=lambda step: faces.index(step.face))


def since_first(steps: Iterable[Step], back: Iterable[Step]) -> list[Step]:
    """What these steps change, counted from before the choices that `back` takes back."""
    first = {(step.face, step.what): step.now for step in back}
    counted = [
        Step(step.face, step.what, first.get((step.face, step.what), step.now), step.then) for step in steps
    ]
    return [step for step in counted if step.now != step.then]


def with_line(bio: str, line: str, before: str) -> str:
    """What a face says of itself, with this line at its end instead of the one before."""
    said = bio.removesuffix(before).rstrip() if before else bio
    return f"{said}\n\n{line}" if said and line else said or line


def has_line(bio: str, line: str) -> bool:
    """Does it end with this line?"""
    return bool(line) and bio.rstrip().endswith(line)
