"""What of one's own somebody can see that is not for everybody: the question behind moving them elsewhere."""

from collections.abc import Collection
from datetime import datetime

import msgspec

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

    `through`: for each own circle it is in, how many of them are for that circle; `without`: how many posts
    for that circle leave this very face out by name.
    """

    posts: list[int]
    """Public ids, newest first."""
    through: dict[int, int]
    without: dict[int, int]
    oldest: datetime | None
    newest: datetime | None


def open_to(actor: int, eyes: Sight, inside: Collection[int]) -> OpenTo:
    """What these eyes see of the actor's. `inside`: the actor's circles that their owner is in."""
    own = private_things(actor)
    things = _seen(eyes, own)
    parts = boundary.read_audiences({thing.audience_id for thing in own})
    through, without = dict.fromkeys(inside, 0), dict.fromkeys(inside, 0)
    for thing in things:
        for circle in {each for part in parts[thing.audience_id] for each in part.circles & set(inside)}:
            through[circle] += 1
    for thing in own:
        out = [part for part in parts[thing.audience_id] if eyes.viewer in part.without_faces]
        for circle in {each for part in out for each in part.circles & set(inside)}:
            without[circle] += 1
    moments = [thing.entered_at for thing in things]
    return OpenTo(
        [thing.public_id for thing in things],
        through,
        without,
        from_us(min(moments)) if moments else None,
        from_us(max(moments)) if moments else None,
    )


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
