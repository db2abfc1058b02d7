"""What a choice would reach: how many, in words, and who of them may surprise the author."""

from typing import Any

import msgspec
from django.utils.translation import gettext as _
from pyroaring import BitMap64

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import PUBLIC, SITE, Audience, Clause
from hedgerow.people.faces import reads as faces

from . import rules
from .choosing import resolve
from .rules import Choice, Gate, Told
from .surprising import LastSent, LastSpoke, Surprise, surprises
from .telling import describe


class Preview(msgspec.Struct, frozen=True):
    """What a choice means now. `count`: how many of this site, None where everybody may read it, or where
    the number would tell whom somebody else's post is for. `sentence` includes the count; `words` does not.
    """

    everybody: bool
    count: int | None
    sentence: str
    words: str
    gate: Gate
    surprising: list[Surprise]


def preview(
    actor: int,
    choice: Choice,
    parent_thing: Any = None,
    *,
    last_sent: LastSent | None = None,
    last_spoke: LastSpoke | None = None,
) -> Preview:
    """Who would read a post of the actor's with this choice, in words and numbers. Raises as `resolve` does.

    `parent_thing`: what is answered, already seen by the actor. `last_sent(audience)`: the moment
    (microseconds) of the actor's last post to the very same audience. `last_spoke(actor, faces)`: when each
    last exchanged words with the actor.
    """
    audience = resolve(actor, choice)
    reach = _reach(actor, audience)
    told = describe(actor, audience, own=True)
    everybody, count = reach.everybody, len(reach.faces)
    if parent_thing is not None:
        told, everybody, count = _behind(actor, parent_thing, audience, told, reach)
    shown = None if everybody or count == _UNTOLD else count
    said = told.sentence
    if shown is not None and audience != (Clause(),):
        said = rules.counted(said, shown)
    found = surprises(actor, audience, reach.faces, last_sent, last_spoke) if _private(audience) else []
    return Preview(everybody, shown, said, told.sentence, told.gate, found)


_UNTOLD = -1
_NO_AUTHOR = 0


def _reach(actor: int, audience: Audience) -> boundary.Reach:
    """Whom an audience reaches, as the actor may count them: the other faces of a member it blocked stay in
    the number as they stay in its lists, or the difference would tell which faces belong together.
    """
    everybody, people = boundary.reach(_NO_AUTHOR, audience)
    people.discard(actor)
    bound = [face for face in boundary.vetoed(actor) if face in people]
    return boundary.Reach(everybody, people - BitMap64(faces.apart(actor, bound)))


def _private(audience: Audience) -> bool:
    """Is it meant for some: neither for everybody, nor for the whole site, nor somebody else's to know?"""
    return bool(audience) and not any(part.circles & {PUBLIC, SITE} for part in audience)


def _behind(
    actor: int, parent: Any, audience: Audience, told: Told, reach: boundary.Reach
) -> tuple[Told, bool, int]:
    """A reply: behind the post it answers, of whose readers nothing is told unless it is one's own."""
    above = boundary.readers(parent)
    if not above.everybody or not audience:
        told = _words_behind(actor, parent, audience, told, everybody=above.everybody)
    own = parent.author_id == actor and parent.under_id is None
    others = above.faces | BitMap64([parent.author_id])
    others.discard(actor)
    count = len(reach.faces & others) if own or above.everybody else _UNTOLD
    return told, above.everybody and (reach.everybody or not audience), count


def _words_behind(actor: int, parent: Any, audience: Audience, told: Told, *, everybody: bool) -> Told:
    if parent.author_id == actor:
        above = _("Those who see your post")
    else:
        card = faces.cards([parent.author_id]).get(parent.author_id)
        above = rules.whoever_sees(card.name if card else "")
    gate: Gate = "none" if everybody else _gate_above(parent)
    if not audience:
        return Told(gate, above)
    said = _("Only you") if Clause() in audience else rules.narrowed(above, [told.sentence])
    return Told(rules.tighter([gate, told.gate]), said)


def _gate_above(parent: Any) -> Gate:
    """What anybody may know of the gate of a post that is not public."""
    if parent.under_id is not None:
        return "ajar"
    return describe(parent.author_id, boundary.read_audience(parent.audience_id), own=False).gate
