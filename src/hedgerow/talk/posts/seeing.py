"""An author's own posts as somebody else sees them: by asking the boundary for that somebody, post by post.

Nothing is read as the other face: only own posts are gone through, and nobody's marks are laid over them.
Whom other people's posts are for, and who blocked whom, does not show here either: of a post that stands
behind somebody else's, or that boosts one, only the part is asked that is the author's own to know.
"""

from typing import Any, NamedTuple

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Sight
from hedgerow.boundary.sight import gates_to
from hedgerow.people.audiences.reads import Told
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.models import Post
from hedgerow.talk.variants import reads as variants

from .asking import OwnThing
from .showing import UNAVAILABLE, Shown, shown, unmarked

AT_ONCE = 200
MOST_PASSED = 2_000
"""So many posts are gone through for one page; then it ends, and says where the next one begins."""


class Seen(msgspec.Struct, frozen=True):
    """An own post, drawn with nobody's marks, and whether that somebody sees it.

    `behind`: it stands behind this face's post, of which the author is not told who sees it; `sees` is then
    False, and stands for "only together with that one".
    """

    shown: Shown
    sees: bool
    behind: FaceCard | None
    own_words: Told
    """Whom it is for, in the author's own full words."""


class SeenPage(msgspec.Struct, frozen=True):
    """Some posts; `next` is what to give as `before` for those after them, None at the end."""

    seen: list[Seen]
    next: int | None


class _Asked(NamedTuple):
    thing: OwnThing
    sees: bool
    behind: int | None


def as_seen(
    actor: int,
    eyes: Sight,
    before: int | None = None,
    limit: int = 20,
    kind: str = "posts",
    *,
    unseen: bool = False,
) -> SeenPage:
    """The actor's own posts that `eyes` see, newest first; with `unseen` the others too.

    `kind`: posts (boosts too, no replies) or replies.
    """
    found: list[_Asked] = []
    passed, after = 0, before
    while len(found) <= limit and passed < MOST_PASSED:
        things = _things(actor, after, kind)
        found += [asked for asked in _asked(actor, eyes, things) if unseen or asked.sees]
        passed += len(things)
        if len(things) < AT_ONCE:
            return _page(actor, eyes, found, limit, None)
        after = things[-1].public_id
    return _page(actor, eyes, found, limit, after)


def _things(actor: int, before: int | None, kind: str) -> list[OwnThing]:
    rows = Post.objects.visible(actor).filter(
        author=actor, reply_to__isnull=kind != "replies", conversation=None
    )
    if before is not None:
        rows = rows.filter(public_id__lt=before)
    found = rows.order_by("-public_id").values_list(*OwnThing._fields)[:AT_ONCE]
    return [OwnThing._make(row) for row in found]


def _page(actor: int, eyes: Sight, found: list[_Asked], limit: int, after: int | None) -> SeenPage:
    more = found[limit - 1].thing.public_id if len(found) > limit else after
    return SeenPage(_drawn(actor, eyes, found[:limit]), more)


def _asked(actor: int, eyes: Sight, things: list[OwnThing]) -> list[_Asked]:
    gates = {thing.under_id for thing in things if thing.under_id is not None}
    eyes.learn({thing.audience_id for thing in things}, gates)
    asked = [_ask(actor, eyes, thing) for thing in things]
    if not eyes.pretended:
        return asked
    theirs = variants.firsts(eyes, [(thing.id, thing.entered_at) for thing in things])
    return [each._replace(sees=each.sees and each.thing.id in theirs) for each in asked]


def _ask(actor: int, eyes: Sight, thing: OwnThing) -> _Asked:
    others = others_above(actor, thing.under_id)
    if not others:
        return _Asked(thing, eyes.sees(thing), None)
    own_part = eyes.sees(thing._replace(under_id=None))
    open_above = thing.under_id is not None and boundary.sight(None).passes(thing.under_id)
    return _Asked(thing, own_part and open_above, others[-1] if own_part and not open_above else None)


def others_above(actor: int, gate: int | None) -> list[int]:
    """The authors of the posts above a gate that are not the actor (joints of gates have none)."""
    return (
        [each.author for each in gates_to(gate) if each.author not in (0, actor)] if gate is not None else []
    )


def _drawn(actor: int, eyes: Sight, found: list[_Asked]) -> list[Seen]:
    listed = {each.listed: each for each in shown(actor, [asked.thing.id for asked in found])}
    cards = faces.cards({asked.behind for asked in found if asked.behind is not None})
    return [
        Seen(
            _unmarked(each, actor, eyes),
            asked.sees,
            cards.get(asked.behind) if asked.behind is not None else None,
            each.told,
        )
        for asked in found
        if (each := listed.get(asked.thing.public_id)) is not None
    ]


def _unmarked(each: Shown, actor: int, eyes: Sight) -> Shown:
    """The same post without a word or a mark of one reader's own. Its pictures are the actor's to load."""
    quote: Any = each.quote
    if isinstance(quote, Shown):
        own = quote.author.id == actor
        quote = _unmarked(quote, actor, eyes) if not own or eyes.sees(quote.entry) else UNAVAILABLE
    return unmarked(each, quote)
