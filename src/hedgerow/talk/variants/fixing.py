"""Who gets which variant, fixed at the moment of publishing; and what belongs together."""

import random
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from pyroaring import BitMap64

from hedgerow.boundary import acts as engine
from hedgerow.boundary import quick
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Audience
from hedgerow.kernel.clock import from_us, now_us, to_us
from hedgerow.kernel.ids import timed_id_at, timed_ms
from hedgerow.people.faces import reads as faces_of
from hedgerow.talk.models import Composition, Post, Variant
from hedgerow.talk.posts.rules import said_at


class Fixed(NamedTuple):
    """An audience with whom it was fixed for, and how many of them there were."""

    audience: Audience
    faces: int


def split(actor: int, meant: Sequence[Audience]) -> list[BitMap64]:
    """For each of these audiences, in order, those whose first it is. Of *public* nobody is counted apart.

    Blocks and suspensions are left aside: they pass, and then everybody still has the one variant.
    """
    taken = BitMap64([actor])
    found = []
    for audience in meant:
        faces = boundary.addressed(audience) - taken
        taken |= faces
        found.append(faces)
    return found


def counted(actor: int, faces: BitMap64) -> BitMap64:
    """Those of these faces whom the actor may count: as in its lists, other faces of whom it blocked stay."""
    out = faces_of.apart(actor, boundary.vetoed(actor))
    return faces - BitMap64(out) - boundary.stopped()


def fix(actor: int, meant: Sequence[Audience], silent: Collection[int]) -> list[Fixed]:
    """These audiences for those alone whose first each is, in order. *Public* leaves out those who have
    another one. `silent`: at which places nothing is shown. Inside a write.
    """
    fixed: list[Fixed] = []
    circles: list[int] = []
    for place, (audience, faces) in enumerate(zip(meant, split(actor, meant), strict=True)):
        count = len(counted(actor, faces))
        if place in silent:
            fixed.append(Fixed(audience, count))
            continue
        if boundary.is_public(audience):
            fixed.append(Fixed((boundary.clause([boundary.PUBLIC], without_circles=circles),), count))
            continue
        circles.append(engine.fix(faces))
        only = boundary.audience([boundary.clause(circles[-1:])])
        fixed.append(Fixed(boundary.both(audience, only), count))
    return fixed


APART_MS = 30_000
_chance = random.SystemRandom()


def numbers(count: int) -> list[int]:
    """Public ids of so many variants, and with them the moments that readers are told: spread over the half
    minute until now, in no order, so that two readers who compare theirs cannot match them. Inside a write.

    None is older than a post that is there already: whoever asks for what is new misses none.
    """
    [(newest,)] = quick.rows("SELECT MAX(public_id) FROM talk_post", ())
    after = timed_ms(newest) if newest is not None else 0
    return [timed_id_at(moment) for moment in _moments(after, count)]


def edited(posts: Sequence[Post]) -> list[datetime]:
    """The moments at which several variants are said to be edited, likewise: none before it was said."""
    said = (to_us(each.edited_at) if each.edited_at else said_at(each) for each in posts)
    found = _moments(max(said, default=0) // 1000, len(posts))
    return [from_us(moment * 1000) for moment in found]


def _moments(after: int, count: int) -> list[int]:
    """So many different milliseconds since then, of the last half minute; on a busy site there are fewer."""
    now = now_us() // 1000
    first = max(after + 1, now - APART_MS)
    return _chance.sample(range(first, max(now + 1, first + count)), count)


def remember(meant: Sequence[Audience], fixed: Sequence[Fixed], posts: Sequence[Post | None]) -> None:
    """Note that these belong together, in the author's order. Inside a write."""
    made = Composition.objects.create()
    Variant.objects.bulk_create(
        Variant(composition=made, place=place, post=post, meant=engine.intern(audience), count=each.faces)
        for place, (audience, each, post) in enumerate(zip(meant, fixed, posts, strict=True))
    )


def together(post: Post) -> list[Post]:
    """The post and the other variants of its composition, gone ones too, in the author's order; locked for
    this write.
    """
    if not boundary.fixes(boundary.read_audience(post.audience_id)):
        return [post]
    row = Variant.objects.filter(post=post).values_list("composition", flat=True).first()
    numbers = Variant.objects.filter(composition=row).exclude(post=None).values_list("post", "place")
    order = dict(numbers)
    others = _locked(order.keys() - {post.pk})
    return sorted([post, *others], key=lambda each: order.get(each.pk, 0))


def hold(actor: int, posts: Collection[int]) -> None:
    """Lock all variants of the compositions of these own posts (public ids), in one order: of two who change
    different ones at the same moment one waits, not each for the other. Before any of them is loaded.
    """
    of = Variant.objects.filter(post__public_id__in=posts, post__author=actor).values("composition")
    all_of_them = Variant.objects.filter(composition__in=of).exclude(post=None)
    _locked(all_of_them.values_list("post", flat=True))


def beside(posts: Collection[Post]) -> list[Post]:
    """The other variants of these own posts, gone ones too, locked for this write."""
    numbers = {post.pk for post in posts}
    of = Variant.objects.filter(post__in=numbers).values("composition")
    others = Variant.objects.filter(composition__in=of).exclude(post=None).exclude(post__in=numbers)
    return _locked(others.values_list("post", flat=True))


def _locked(posts: Iterable[int | None]) -> list[Post]:
    rows = Post.objects.unguarded(reason="the other variants of an own post, to be changed with it")
    numbers = list(posts)
    return list(rows.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk")) if numbers else []


def forget(post: Post) -> None:
    """The post is wiped: with the last variant its composition goes. Inside a write."""
    for row in Variant.objects.filter(post=post):
        row.delete()
        if not Variant.objects.filter(composition=row.composition_id).exclude(post=None).exists():
            Composition.objects.filter(pk=row.composition_id).delete()
