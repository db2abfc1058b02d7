"""What of one's own somebody can see that is not for everybody: the question behind moving them elsewhere."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from itertools import product

import msgspec
from django.db.models import Count

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Sight
from hedgerow.kernel.clock import from_us
from hedgerow.talk.models import Post

from . import rules, seeing
from .asking import OwnThing
from .showing import Shown, shown

MOST = 5_000
"""So many posts that are not public are gone through, the newest first."""


class OpenTo(msgspec.Struct, frozen=True):
    """The own posts that are not public and that somebody sees, without those under other people's.

    `through`: for each own circle it is in, how many of them are for that circle.
    """

    posts: list[int]
    """Public ids, newest first."""
    through: dict[int, int]
    oldest: datetime | None
    newest: datetime | None


def open_to(actor: int, eyes: Sight, inside: Collection[int]) -> OpenTo:
    """What these eyes see of the actor's. `inside`: the actor's circles that their owner is in."""
    things = _seen(eyes, private_things(actor))
    parts = boundary.read_audiences({thing.audience_id for thing in things})
    through = dict.fromkeys(inside, 0)
    for thing in things:
        for circle in {each for part in parts[thing.audience_id] for each in part.circles & set(inside)}:
            through[circle] += 1
    moments = [thing.entered_at for thing in things]
    return OpenTo(
        [thing.public_id for thing in things],
        through,
        from_us(min(moments)) if moments else None,
        from_us(max(moments)) if moments else None,
    )


def left_out(actor: int) -> dict[tuple[int, int], int]:
    """How many own posts for a circle leave somebody in person out of it, by the circle and the face (dense
    ids); those under other people's posts are not counted.
    """
    rows = Post.objects.visible(actor).filter(author=actor, conversation=None, boost_of=None)
    rows = rows.exclude(scope=rules.PUBLICLY).order_by()
    groups = list(rows.values_list("audience_id", "under_id").annotate(count=Count("id")))
    parts = boundary.read_audiences({audience for audience, _under, _count in groups})
    boundary.sight(actor).learn((), {under for _audience, under, _count in groups if under is not None})
    found: Counter[tuple[int, int]] = Counter()
    for audience, under, count in groups:
        if not seeing.others_above(actor, under):
            pairs = {pair for part in parts[audience] for pair in product(part.circles, part.without_faces)}
            found.update(dict.fromkeys(pairs, count))
    return found


def private_things(actor: int) -> list[OwnThing]:
    """Own posts that not everybody may read, newest first; those under other people's posts are left out."""
    rows = Post.objects.visible(actor).filter(author=actor, conversation=None, boost_of=None)
    rows = rows.exclude(scope=rules.PUBLICLY, under=None).order_by("-public_id")
    things = [OwnThing._make(row) for row in rows.values_list(*OwnThing._fields)[:MOST]]
    nobody = boundary.sight(None)
    _learn(nobody, things)
    return [
        thing for thing in things if not nobody.sees(thing) and not seeing.others_above(actor, thing.under_id)
    ]


def _seen(eyes: Sight, things: list[OwnThing]) -> list[OwnThing]:
    _learn(eyes, things)
    return [thing for thing in things if eyes.sees(thing)]


def _learn(eyes: Sight, things: list[OwnThing]) -> None:
    gates = {thing.under_id for thing in things if thing.under_id is not None}
    eyes.learn({thing.audience_id for thing in things}, gates)


def drawn_own(actor: int, posts: Collection[int]) -> list[Shown]:
    """These own posts (public ids), newest first, as their author reads them."""
    rows = Post.objects.visible(actor).filter(author=actor, public_id__in=posts).order_by("-public_id")
    return shown(actor, list(rows.values_list("id", flat=True)))
