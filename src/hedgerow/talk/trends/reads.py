"""What many speak of in public; the same for everybody, but for those the viewer keeps away from."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from hedgerow.kernel.clock import now_us, to_us
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.directory import reads as people
from hedgerow.talk.models import Post, PostTag
from hedgerow.talk.posts.rules import PUBLICLY
from hedgerow.talk.posts.showing import Shown, shown
from hedgerow.talk.tags import rules
from hedgerow.talk.tags.reads import Day, TagShown
from hedgerow.talk.tags.reads import tags as known

DAYS = 7
NEWEST = 400
"""Of the public posts of these days so many are looked at, the newest first."""


class LinkShown(msgspec.Struct, frozen=True):
    """A link that posts carry: one of those posts, and how often it was posted by how many, day by day."""

    post: Shown
    uses: int
    accounts: int
    days: list[Day]


def tags(viewer: int | None, limit: int, start: int = 0) -> list[TagShown]:
    """Tags by how many faces used them."""
    found = PostTag.objects.filter(post__in=_newest(viewer)).values_list("tag__key", "post__author_id")
    voices = Counter(key for key, _author in set(found))
    return known(viewer, _most(voices)[start : start + limit])


def _most(counted: Counter[str]) -> list[str]:
    return [key for key, _ in sorted(counted.items(), key=lambda each: (-each[1], each[0]))]


def posts(viewer: int | None, limit: int, start: int = 0) -> list[Shown]:
    """Posts by how many reacted to them and boosted them; those that nobody did either to are left out."""
    moved = [(_warmth(each), each) for each in shown(viewer, _newest(viewer))]
    ranked = sorted((pair for pair in moved if pair[0]), key=lambda pair: (-pair[0], -pair[1].public_id))
    return [each for _, each in ranked][start : start + limit]


def _warmth(each: Shown) -> int:
    return each.body.boosts + sum(reaction.count for reaction in each.body.reactions)


def links(viewer: int | None, limit: int, start: int = 0) -> list[LinkShown]:
    """Links by how many faces posted them."""
    by_url: dict[str, list[Shown]] = {}
    for each in shown(viewer, _newest(viewer)):
        if each.body.preview is not None:
            by_url.setdefault(each.body.preview.url, []).append(each)
    found = [LinkShown(some[0], len(some), len(_authors(some)), _days(some)) for some in by_url.values()]
    ranked = sorted(found, key=lambda link: (-link.accounts, -link.uses, -link.post.public_id))
    return ranked[start : start + limit]


def _authors(some: Iterable[Shown]) -> set[int]:
    return {each.author.id for each in some}


def _days(some: Iterable[Shown]) -> list[Day]:
    by_day: dict[int, list[Shown]] = {}
    for each in some:
        by_day.setdefault(to_us(each.body.at) // rules.DAY_US, []).append(each)
    today = now_us() // rules.DAY_US
    return [
        Day(day * 86_400, len(by_day.get(day, ())), len(_authors(by_day.get(day, ()))))
        for day in range(today, today - DAYS, -1)
    ]


def _newest(viewer: int | None) -> list[int]:
    """The newest public posts (dense ids) of authors who let themselves be found."""
    authors = set(people.discoverable(viewer))
    if viewer is not None:
        authors -= contacts.muted(viewer)
    since = now_us() - DAYS * rules.DAY_US
    rows = Post.objects.visible(viewer).filter(scope=PUBLICLY, under=None, boost_of=None, unlisted=False)
    rows = rows.filter(entered_at__gte=since, author__in=authors).order_by("-public_id")
    return list(rows.values_list("id", flat=True)[:NEWEST])
