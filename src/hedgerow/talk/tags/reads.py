"""Tags as they are shown; None is somebody signed out."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import msgspec
from django.db.models import Count, F, Max

from hedgerow.kernel.clock import from_us, now_us
from hedgerow.kernel.windows import Window
from hedgerow.people.tags import reads as people
from hedgerow.talk.keys import carried_key
from hedgerow.talk.models import FeaturedTag, Post, PostTag, Tag

from . import rules
from .rules import MOST_FEATURED, number_of

__all__ = [
    "MOST_FEATURED",
    "Day",
    "Featured",
    "TagShown",
    "also_used",
    "carried_key",
    "featured",
    "followed_page",
    "number_of",
    "one",
    "tags",
]  # fmt: skip


class Day(msgspec.Struct, frozen=True):
    """What anybody may read with a tag, of one day; `begins`: its first second (Unix)."""

    begins: int
    uses: int
    accounts: int


class TagShown(msgspec.Struct, frozen=True):
    """A tag, its last seven days with the newest first, and what it is to the viewer."""

    key: str
    name: str
    days: list[Day]
    following: bool
    featuring: bool


class Featured(msgspec.Struct, frozen=True):
    """A tag on a face's page: what that face says with it in public, and when it last did."""

    id: int
    key: str
    name: str
    count: int
    last: date | None


def one(viewer: int | None, written: str) -> TagShown:
    """A tag by its name, used or not. Raises NotFound for what is no name of a tag."""
    key = rules.key_of(written)
    return tags(viewer, [key])[0]


def tags(viewer: int | None, keys: Collection[str]) -> list[TagShown]:
    """These tags (by their keys), in the order given."""
    names = dict(Tag.objects.filter(key__in=keys).values_list("key", "shown"))
    days = _days(keys)
    following = people.among(viewer, keys) if viewer is not None else set[str]()
    featuring = _own(FeaturedTag.objects.filter(face=viewer), keys) if viewer is not None else set[str]()
    return [
        TagShown(key, names.get(key, key), _week(days.get(key, {})), key in following, key in featuring)
        for key in keys
    ]


def _own(rows: Any, keys: Collection[str]) -> set[str]:
    return set(rows.filter(tag__key__in=keys).values_list("tag__key", flat=True))


def _days(keys: Collection[str]) -> dict[str, dict[int, tuple[int, int]]]:
    """For each tag and day, how many public posts carry it, and of how many faces."""
    since = (now_us() // rules.DAY_US - rules.DAYS + 1) * rules.DAY_US
    public = Post.objects.visible(None).filter(entered_at__gte=since, conversation=None, boost_of=None)
    rows = PostTag.objects.filter(tag__key__in=keys, post__in=public).annotate(
        day=F("post__entered_at") / rules.DAY_US
    )
    counted = rows.values("tag__key", "day").annotate(
        uses=Count("id"), accounts=Count("post__author", distinct=True)
    )
    found: dict[str, dict[int, tuple[int, int]]] = {}
    for row in counted:
        found.setdefault(row["tag__key"], {})[int(row["day"])] = row["uses"], row["accounts"]
    return found


def _week(days: dict[int, tuple[int, int]]) -> list[Day]:
    today = now_us() // rules.DAY_US
    return [Day(day * 86_400, *days.get(day, (0, 0))) for day in range(today, today - rules.DAYS, -1)]


def followed_page(viewer: int, window: Window) -> list[tuple[int, TagShown]]:
    """The tags that a face follows, with their places in its list."""
    rows = people.page(viewer, window)
    shown = {tag.key: tag for tag in tags(viewer, [key for _, key in rows])}
    return [(place, shown[key]) for place, key in rows]


def featured(face: int) -> list[Featured]:
    """The tags on a face's page, those it used last first. Whoever asks has met the face."""
    rows = FeaturedTag.objects.filter(face=face).values_list("public_id", "tag__key", "tag__shown")
    counted = _said_with(face, [key for _, key, _ in rows])
    found = [Featured(number, key, name, *counted.get(key, (0, None))) for number, key, name in rows]
    return sorted(found, key=lambda each: (each.last or date.min, each.count), reverse=True)


def _said_with(face: int, keys: Iterable[str]) -> dict[str, tuple[int, date | None]]:
    """How many public posts of a face carry each tag, and the day of the newest."""
    public = Post.objects.visible(None).filter(author=face, conversation=None, boost_of=None)
    rows = PostTag.objects.filter(tag__key__in=list(keys), post__in=public).values("tag__key")
    counted = rows.annotate(count=Count("id"), last=Max("post__entered_at"))
    return {row["tag__key"]: (row["count"], from_us(row["last"]).date()) for row in counted}


def also_used(actor: int, limit: int = 10) -> list[TagShown]:
    """The tags that a face used most in public and does not show on its page."""
    public = Post.objects.visible(None).filter(author=actor, conversation=None, boost_of=None)
    rows = PostTag.objects.filter(post__in=public).exclude(
        tag__in=FeaturedTag.objects.filter(face=actor).values("tag")
    )
    most = rows.values("tag__key").annotate(count=Count("id")).order_by("-count", "tag__key")[:limit]
    return tags(actor, [row["tag__key"] for row in most])
