"""Reading and setting each thing that a strategy sets, through the acts that are there for it."""

from collections.abc import Callable
from typing import Any

import msgspec

from hedgerow.kernel.errors import Refused
from hedgerow.people.audiences import acts as audiences
from hedgerow.people.audiences import reads as audience_reads
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.talk.guarding import acts as guard
from hedgerow.talk.guarding import reads as guard_reads
from hedgerow.talk.guarding.worlds import LIVES, life_of

from . import rules
from .rules import What


def now(face: int, line: str = "") -> dict[What, Any]:
    """What holds for this face. `line`: the line that is asked for."""
    facts, wishes = face_reads.face(face), guard_reads.settings(face)
    inside = {circle.id for circle in circles.on_trays(face)}
    return {
        "audience": msgspec.to_builtins(audience_reads.default_choice(face)),
        "asks": facts.locked,
        "guard": wishes.level,
        "circles": {str(circle): level for circle, level in wishes.circles.items() if circle in inside},
        "every_post": wishes.every_post,
        "suggests": facts.settings.suggests,
        "readers_note": facts.settings.readers_note,
        "line": line if rules.has_line(facts.bio, line) else "",
    }


def still_possible(face: int, what: What, value: Any) -> Any:
    """This value of earlier, as far as it can be set again: circles may be gone since. An audience that named
    one becomes nobody, never anybody more.
    """
    if what == "circles":
        inside = {str(circle.id) for circle in circles.on_trays(face)}
        return {circle: level for circle, level in value.items() if circle in inside}
    if what == "audience":
        try:
            audience_reads.resolve(face, msgspec.convert(value, Choice))
        except Refused:
            return msgspec.to_builtins(Choice("nobody"))
    return value


def private_circles(face: int) -> dict[str, str]:
    """The guard looks more gently at what goes to a circle of private life."""
    labelled = circles.labelled(face, LIVES)
    own = {circle.id: circle.name for circle in circles.on_trays(face)}
    return {
        str(circle): "gentle"
        for circle, those in contacts.inside(face, own).items()
        if life_of([label for label, faces in labelled.items() if faces & those], own[circle]) == "private"
    }


def put(face: int, what: What, value: Any, *, instead: str = "") -> None:
    """Set one of them. `instead`: the line that a new `line` takes the place of. Raises Refused."""
    if what == "line":
        _say(face, value, instead)
    else:
        _PUT[what](face, value)


_PUT: dict[What, Callable[[int, Any], None]] = {
    "audience": lambda face, value: audiences.remember_default(face, msgspec.convert(value, Choice)),
    "asks": lambda face, value: _ask(face, value),
    "guard": lambda face, value: guard.tune(face, level=value),
    "circles": lambda face, value: guard.tune(
        face, circles={int(circle): level for circle, level in value.items()}
    ),
    "every_post": lambda face, value: guard.tune(face, every_post=value),
    "suggests": lambda face, value: faces.set_settings(face, suggests=value),
    "readers_note": lambda face, value: faces.set_settings(face, readers_note=value),
}


def _ask(face: int, locked: bool) -> None:
    facts = face_reads.face(face)
    if facts.locked != locked:
        faces.edit(face, faces.draft_of(facts, locked=locked))


def _say(face: int, line: str, instead: str) -> None:
    facts = face_reads.face(face)
    before = instead if rules.has_line(facts.bio, instead) else ""
    bio = rules.with_line(facts.bio, line, before)
    if bio != facts.bio:
        faces.edit(face, faces.draft_of(facts, bio=bio))
