"""When and to whom a draft would leave, as the guard's rules ask."""

from zoneinfo import ZoneInfo

from hedgerow.boundary import reads as boundary
from hedgerow.kernel import clock
from hedgerow.kernel.errors import Refused
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import reads as circles
from hedgerow.people.faces import reads as faces
from hedgerow.talk.posts.acts import Draft

from .rules import Occasion
from .shapes import Life
from .worlds import LIVES, life_of

MOST_COLLEAGUES = 200
WORK = ("colleague", "manager", "report")


def choice(actor: int, draft: Draft) -> Choice:
    """Whom it goes to, where nobody is named whoever is usual; of a reply whoever sees what it answers."""
    if draft.audience.scope != "default":
        return draft.audience
    return Choice("parent") if draft.reply_to is not None else audiences.default_choice(actor)


def occasion(actor: int, choice: Choice, language: str) -> Occasion:
    """The moment is now, by the face's own clock."""
    face = faces.face(actor)
    labelled = circles.labelled(actor, LIVES)
    return Occasion(
        lives=_lives(actor, choice, labelled),
        hour=clock.now().astimezone(ZoneInfo(face.time_zone or "UTC")).hour,
        language=language or face.language or "en",
        colleagues=_colleagues(labelled),
    )


def _lives(actor: int, choice: Choice, labelled: dict[str, frozenset[int]]) -> tuple[Life, ...]:
    """The life of each circle and person that it goes to; none where anybody else may read it as well."""
    if choice.scope != "chosen":
        return ()
    try:
        audience = audiences.resolve(actor, choice)
    except Refused:
        return ()
    rows = {row.id: row for row in circles.rows(actor)}
    within = {circle for part in audience for circle in part.circles if circle in rows}
    people = {face for part in audience for face in part.faces}
    groups = [
        *((frozenset(boundary.circle(circle)), rows[circle].name) for circle in within),
        *((frozenset({face}), "") for face in people),
    ]
    return tuple(
        life_of([label for label, those in labelled.items() if those & group], name) for group, name in groups
    )


def _colleagues(labelled: dict[str, frozenset[int]]) -> tuple[str, ...]:
    known = sorted(set().union(*(labelled.get(label, frozenset()) for label in WORK)))[:MOST_COLLEAGUES]
    return tuple(card.name for card in faces.cards(known).values() if card.name)
