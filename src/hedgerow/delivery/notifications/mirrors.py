"""Gentle notices of what is one's own to look at: who reads along, and the mirror. None comes twice."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from hedgerow.kernel import clock
from hedgerow.people.faces import reads as faces
from hedgerow.people.strategies import acts as strategies
from hedgerow.people.strategies import reads as members
from hedgerow.talk.mirror import reads as mirror

from . import rules
from .making import make
from .rules import News

FIRST_DAYS = 3
"""A month's note comes on one of its first days, or not at all."""
ENOUGH = 20
"""With so many posts that others may read a mirror says something."""
USE = timedelta(days=30)


def readers_due() -> None:
    """Once a day: at the beginning of a month, who wishes it may look at who reads along."""
    now = clock.now()
    if now.day <= FIRST_DAYS:
        wishing = faces.wishing("readers_note")
        make(News(face, rules.READERS, None, None, f"readers:{now:%Y-%m}") for face in wishing)


def mirrors_due() -> None:
    """Once a day: after a month of use, whoever wrote enough may look in the mirror, once."""
    _show(members.unmirrored(clock.now() - 2 * USE, clock.now() - USE))


def brought(events: Sequence[Any]) -> None:
    """Whoever brought enough posts may look in the mirror, once."""
    own = {faces.face(event.face).member for event in events if event.posts >= ENOUGH}
    _show(members.unmirrored_of({member for member in own if member is not None}))


def _show(unmirrored: Iterable[int]) -> None:
    for member in unmirrored:
        wrote = {card.id: mirror.written(card.id) for card in faces.own(member) if card.state == "active"}
        face = max(wrote, key=lambda face: wrote[face], default=None)
        # The mirror itself is dearer to ask, and most wrote too little for it.
        if face is not None and wrote[face] >= ENOUGH and mirror.look(face).shared >= ENOUGH:
            make([News(face, rules.MIRROR, None, None, f"mirror:{face}")])
            strategies.mirrored(member)
