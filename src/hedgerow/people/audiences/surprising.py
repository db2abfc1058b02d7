"""Who among the readers of a post its author may not have in mind: the few to think of before sending."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import msgspec
from django.utils.translation import gettext as _
from pyroaring import BitMap64

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Audience
from hedgerow.kernel import clock
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles import rules as circle_rules
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.models import Follow

from . import rules

CAREFUL_LABELS = ("manager", "client", "report")
"""Whoever carries one of these may surprise among the readers."""

QUIET_FOR = timedelta(days=365)
MOST_SURPRISES = 12
MOST_ASKED = 10_000
"""Above so many readers nobody can be called a surprise by joining late."""
MOST_QUIET_ASKED = 300
"""Above so many readers one does not expect to have spoken with each."""

LastSent = Callable[[Audience], int | None]
LastSpoke = Callable[[int, list[int]], Mapping[int, datetime]]


class Surprise(msgspec.Struct, frozen=True):
    """Somebody among the readers whom the author may not have in mind, and why."""

    face: FaceCard
    why: str


def surprises(
    actor: int,
    audience: Audience,
    readers: BitMap64,
    last_sent: LastSent | None,
    last_spoke: LastSpoke | None,
) -> list[Surprise]:
    """The few to think of before sending, the gravest reason first; each person once."""
    why = _labelled(actor, readers)
    rest = readers - BitMap64(frozenset[int]().union(*(part.faces for part in audience))) - BitMap64(why)
    if last_sent is not None and 0 < len(readers) <= MOST_ASKED:
        late = rest & _joined_late(audience, last_sent(audience))
        why |= dict.fromkeys(late, _("came in after your last post to these people"))
        rest -= late
    if last_spoke is not None and len(rest) <= MOST_QUIET_ASKED:
        why |= dict.fromkeys(_quiet(actor, list(rest), last_spoke), _("you have not spoken in a year"))
    cards = faces.cards(list(why)[:MOST_SURPRISES])
    return [Surprise(card, why[face]) for face, card in cards.items()]


def _labelled(actor: int, readers: BitMap64) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for label, people in sorted(circles.labelled(actor, CAREFUL_LABELS).items()):
        for face in readers & BitMap64(people):
            found.setdefault(face, []).append(circle_rules.label_word(label))
    return {
        face: _("you labelled them %(labels)s") % {"labels": rules.listed(labels)}
        for face, labels in sorted(found.items())
    }


def _joined_late(audience: Audience, moment: int | None) -> BitMap64:
    if moment is None:
        return BitMap64()
    within = frozenset[int]().union(*(part.circles for part in audience))
    return BitMap64(boundary.joined_since(sorted(within), moment))


def _quiet(actor: int, people: list[int], last_spoke: LastSpoke) -> list[int]:
    """Those one last spoke with more than a year ago, or has followed for a year without a word."""
    if not people:
        return []
    year_ago = clock.now() - QUIET_FOR
    spoke = last_spoke(actor, people)
    silent = [face for face in people if face not in spoke]
    rows = Follow.objects.filter(follower=actor, followed__in=silent, at__lt=year_ago)
    old = set(rows.values_list("followed", flat=True)) if silent else set()
    return [face for face in people if face in old or (face in spoke and spoke[face] < year_ago)]
