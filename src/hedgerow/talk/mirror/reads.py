"""What one's own posts show, for oneself alone."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from pyroaring import BitMap64

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import PUBLIC, SITE, Audience
from hedgerow.kernel.clock import to_us
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles.reads import OwnCircle
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.strategies.reads import Name
from hedgerow.talk.models import Post
from hedgerow.talk.posts.asking import OwnThing

from . import rules
from .rules import ENOUGH

__all__ = ["ENOUGH", "Mirror", "Reach", "look", "written"]

MOST_POSTS = 500
MOST_AUDIENCES = 60
SHOWN = ("own", "label")


class Reach(msgspec.Struct, frozen=True):
    """How many of a circle or a label can read at least one of the posts."""

    circle: OwnCircle
    count: int


class Mirror(msgspec.Struct, frozen=True):
    """What the newest posts show. `shares`: how many go where (`rules`). `public`: how many are for
    everybody, signed in or not. `followers`: how many of those who follow can read one of them, those who
    were accepted quietly among them.
    """

    posts: int
    shares: dict[str, int]
    public: int
    as_if: Name | None
    followers: int
    readers: list[Reach]

    @property
    def shared(self) -> int:
        """How many of the posts are for somebody else, too."""
        return self.posts - self.shares.get(rules.ALONE, 0)


def look(actor: int, own: Collection[int] = (), since: datetime | None = None) -> Mirror:
    """The newest posts of this face, of its own and no answers. `own`: all faces of its member; `since`: only
    what entered later.
    """
    rows = _rows(actor)
    if since is not None:
        rows = rows.filter(entered_at__gt=to_us(since))
    posts = [
        OwnThing._make(row) for row in rows.order_by("-public_id").values_list(*OwnThing._fields)[:MOST_POSTS]
    ]
    audiences = boundary.read_audiences({post.audience_id for post in posts})
    kinds = {number: _kind(actor, audience) for number, audience in audiences.items()}
    shares: dict[str, int] = {}
    for post in posts:
        shares[kinds[post.audience_id]] = shares.get(kinds[post.audience_id], 0) + 1
    reached = _reached(actor, posts)
    return Mirror(
        posts=len(posts),
        shares=shares,
        public=sum(PUBLIC in part.circles for post in posts for part in audiences[post.audience_id][:1]),
        as_if=rules.as_if(shares, [written(face) for face in own] if len(own) > 1 else ()),
        followers=len(reached & BitMap64(contacts.followers(actor))),
        readers=_in(actor, SHOWN, reached),
    )


def written(face: int) -> int:
    """How many posts of its own a face has, no answers, up to as many as a mirror shows."""
    return min(MOST_POSTS, int(_rows(face).count()))


def _rows(actor: int) -> Any:
    mine = Post.objects.visible(actor).filter(author=actor, conversation=None)
    return mine.filter(boost_of=None, reply_to=None, gone_at=None)


def _kind(actor: int, audience: Audience) -> str:
    """Where posts with this audience go; of one narrowed afterwards, the narrowest part."""
    given = {row.id for row in circles.rows(actor) if row.kind in ("followers", "mutuals")}
    order = (rules.WIDE, rules.ALL, rules.CHOSEN, rules.ALONE)
    kinds = [rules.ALONE]
    for part in audience:
        if part.circles & {PUBLIC, SITE}:
            kinds.append(rules.WIDE)
        elif part.circles & given:
            kinds.append(rules.ALL)
        elif part.circles or part.faces:
            kinds.append(rules.CHOSEN)
        else:
            return rules.ALONE
    return max(kinds[1:] or kinds, key=order.index)


def _reached(actor: int, posts: Collection[OwnThing]) -> BitMap64:
    """Whoever can read at least one of these. Of each audience the newest post is asked: who sees an older
    one by the same audience sees that, too.
    """
    newest: dict[int, OwnThing] = {}
    for post in posts:
        newest.setdefault(post.audience_id, post)
    apart = faces.apart(actor, boundary.vetoed(actor))
    found = BitMap64()
    for post in list(newest.values())[:MOST_AUDIENCES]:
        found |= boundary.readers(post, apart=apart).faces
    return found


def _in(actor: int, kinds: Collection[str], reached: BitMap64) -> list[Reach]:
    own = circles.circles(actor, kinds)
    counted = [Reach(one, len(boundary.circle(one.id) & reached)) for one in own]
    return [one for one in counted if one.count]
