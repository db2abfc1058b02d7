"""An author's own variants, as one: for that author alone."""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Sight
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice, Told
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.models import Post, Variant
from hedgerow.talk.posts import telling

from . import fixing


class One(msgspec.Struct, frozen=True):
    """One of the variants of a composition. `post`: its public id; None: nothing is shown to those it is for.

    `count`: how many of this site it was fixed for.
    """

    id: int | None
    post: int | None
    told: Told
    public: bool
    count: int


def tabs(viewer: int, posts: Collection[int]) -> dict[int, list[One]]:
    """For each of these posts (dense ids) that is the viewer's own and one of several, all of them in the
    author's order, in three queries.
    """
    mine = Post.objects.visible(viewer).filter(author=viewer, pk__in=posts).values("pk")
    of = dict(Variant.objects.filter(post__in=mine).values_list("post", "composition"))
    if not of:
        return {}
    rows = Variant.objects.filter(composition__in=set(of.values())).order_by("composition", "place")
    found = list(rows.values_list("composition", "post", "post__public_id", "meant", "count"))
    parts = telling.read_audiences({meant for *_, meant, _count in found})
    by: dict[int, list[One]] = {}
    for composition, post, public_id, meant, count in found:
        told = telling.sentence(viewer, meant, parts[meant])
        public = boundary.is_public(parts[meant])
        by.setdefault(composition, []).append(One(post, public_id, told, public, count))
    return {post: by[composition] for post, composition in of.items()}


def beside(viewer: int, posts: Collection[int]) -> set[int]:
    """The other variants (dense ids) of these posts of the viewer's own."""
    mine = Post.objects.visible(viewer).filter(author=viewer, pk__in=posts).values("pk")
    of = Variant.objects.filter(post__in=mine).values("composition")
    others = Variant.objects.filter(composition__in=of).exclude(post=None).exclude(post__in=posts)
    return {post for post in others.values_list("post", flat=True) if post is not None}


class Share(msgspec.Struct, frozen=True):
    """Who would get one of several variants. `told`: whom it is meant for; `everybody`: all besides.

    `some`: the first few of them. `elsewhere`: who is meant by it, too, and gets an earlier one; the first
    few, with how many there are.
    """

    told: Told
    everybody: bool
    count: int
    some: list[FaceCard]
    elsewhere: list[FaceCard]
    others: int


NAMED = 3


def shares(actor: int, choices: Sequence[Choice]) -> list[Share]:
    """Who would get which of several variants with these choices, in order. Raises as `resolve` does."""
    meant = [audiences.resolve(actor, choice) for choice in choices]
    found = []
    for audience, split in zip(meant, fixing.split(actor, meant), strict=True):
        theirs = fixing.counted(actor, split)
        public = boundary.is_public(audience)
        wide = any(part.circles & {boundary.PUBLIC, boundary.SITE} for part in audience)
        also = fixing.counted(actor, boundary.addressed(audience)) - split
        also.discard(actor)
        # Who is only there for being on this site is not named.
        some, elsewhere = ([], []) if wide else (_few(theirs), _few(also))
        told = audiences.describe(actor, audience, own=True)
        found.append(Share(told, public, len(theirs), some, elsewhere, len(also)))
    return found


def _few(people: Iterable[int]) -> list[FaceCard]:
    cards = faces.cards(list(people)[:NAMED])
    return sorted(cards.values(), key=lambda card: (card.name.casefold(), card.id))


def firsts(eyes: Sight, posts: Iterable[tuple[int, int]]) -> set[int]:
    """Those of these posts (dense id, moment) that would be theirs whose eyes are pretended: of several
    variants the first that is meant for such a one.
    """
    moments = dict(posts)
    of = dict(Variant.objects.filter(post__in=moments).values_list("post", "composition"))
    rows = Variant.objects.filter(composition__in=set(of.values())).order_by("composition", "place")
    theirs: dict[int, int | None] = {}
    variants = list(rows.values_list("composition", "post", "meant"))
    eyes.learn({meant for _, _, meant in variants})
    moment = {composition: moments[post] for post, composition in of.items()}
    for composition, post, meant in variants:
        if composition not in theirs and eyes.opens(meant) <= moment[composition]:
            theirs[composition] = post
    return {post for post in moments if post not in of or theirs.get(of[post]) == post}
