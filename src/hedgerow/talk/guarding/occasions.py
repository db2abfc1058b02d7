"""When and to whom a draft would leave, as the guard's rules ask."""

from zoneinfo import ZoneInfo

from django.conf import settings

from hedgerow.boundary import reads as boundary
from hedgerow.kernel import clock
from hedgerow.kernel.errors import Refused
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import reads as circles
from hedgerow.people.faces import reads as faces
from hedgerow.talk.guessing import reads as guessing
from hedgerow.talk.models import Post
from hedgerow.talk.posts.acts import Draft

from .rules import Occasion
from .shapes import Life
from .worlds import LIVES, life_of

MOST_COLLEAGUES = 200
NEWEST = 50
"""Posts that tell in which languages a face writes."""
WORK = ("colleague", "manager", "report")


def choice(actor: int, draft: Draft) -> Choice:
    """Whom it goes to, where nobody is named whoever is usual; of a reply whoever sees what it answers."""
    if draft.audience.scope != "default":
        return draft.audience
    return Choice("parent") if draft.reply_to is not None else audiences.default_choice(actor)


def spoken(actor: int) -> tuple[str, ...]:
    """The languages around a face: of its newest posts, its own, and that of the site."""
    rows = Post.objects.visible(actor).filter(author=actor).order_by("-public_id")
    newest = rows.values_list("language", flat=True)[:NEWEST]
    found = [*newest, faces.face(actor).language, settings.LANGUAGE_CODE]
    return tuple(dict.fromkeys(language[:2] for language in found if language))


def country() -> str:
    """Where the site is, if its domain ends in a country; empty or no country's letters otherwise."""
    ending = settings.HOST.rpartition(".")[2].upper()
    return "GB" if ending == "UK" else ending


def occasion(
    actor: int, choice: Choice, language: str, text: str = "", spoken: tuple[str, ...] = ()
) -> Occasion:
    """The moment is now, by the face's own clock. `text`: what is held against the face's own past posts."""
    face = faces.face(actor)
    labelled = circles.labelled(actor, LIVES)
    lives = _lives(actor, choice, labelled)
    # Only where it goes to one life alone can it belong to the other.
    one_life = len(set(lives)) == 1 and "both" not in lives
    return Occasion(
        lives=lives,
        hour=clock.now().astimezone(ZoneInfo(face.time_zone or "UTC")).hour,
        language=language or face.language or "en",
        spoken=spoken,
        country=country(),
        colleagues=_colleagues(labelled),
        alike=_alike(actor, text, labelled) if text and one_life else (),
    )


def _alike(actor: int, text: str, labelled: dict[str, frozenset[int]]) -> tuple[tuple[Life, str], ...]:
    """The circles that a text looks like by past posts, each with its life."""
    return tuple(
        (_life(frozenset(boundary.circle(circle.id)), circle.name, labelled), circle.name)
        for circle in guessing.learned(actor, text)
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
    return tuple(_life(group, name, labelled) for group, name in groups)


def _life(group: frozenset[int], name: str, labelled: dict[str, frozenset[int]]) -> Life:
    return life_of([label for label, those in labelled.items() if those & group], name)


def _colleagues(labelled: dict[str, frozenset[int]]) -> tuple[str, ...]:
    known = sorted(set().union(*(labelled.get(label, frozenset()) for label in WORK)))[:MOST_COLLEAGUES]
    return tuple(card.name for card in faces.cards(known).values() if card.name)
