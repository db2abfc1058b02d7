"""Where posts went: an own one for its author, in numbers; and all of a time for an operator's command."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from django.db.models import Count, Max, Min, Q

from hedgerow.delivery.models import Left
from hedgerow.kernel.errors import NotFound
from hedgerow.talk.posts import reads as posts

from . import rules
from .rules import KEPT

__all__ = ["DOORS", "KEPT", "Exposed", "Told", "Touched", "Went", "exposed", "of", "told"]

DOORS = tuple(Left.Door.values)


class Went(msgspec.Struct, frozen=True):
    """By one door: to how many people, to how many of them with words of the post, and when."""

    door: str
    people: int
    with_words: int
    first: datetime
    last: datetime


class Told(msgspec.Struct, frozen=True):
    """By one door, as much as its author may know. `people`: None for fewer than `rules.FEW`; `unworded`: how
    many of them were told only that there is something new, None where that is not said either; `silent`:
    nobody was told more. `exact`: the times are given to the minute, else `first` is for the day alone.
    """

    door: str
    people: int | None
    unworded: int | None
    silent: bool
    exact: bool
    first: datetime
    last: datetime | None


def told(actor: int, post: int) -> list[Told]:
    """By which doors an own post (public id) left, for its author. Raises NotFound."""
    return [_told(went) for went in of(actor, post)]


def _told(went: Went) -> Told:
    """Of one reader a number would tell whether they read mails. And mails and messages leave by themselves,
    but an app asks when somebody reads: that is theirs to tell, and the hour of it too.
    """
    few, exact = went.people < rules.FEW, went.door != Left.Door.APP
    unworded = went.people - went.with_words
    return Told(
        went.door,
        None if few else went.people,
        None if few else unworded,
        unworded == went.people,
        exact,
        went.first,
        went.last if exact and went.last != went.first else None,
    )


def of(actor: int, post: int) -> list[Went]:
    """By which doors an own post (public id) left. Raises NotFound."""
    shown = posts.post(actor, post)
    if not shown.mine or shown.boosted_by is not None:
        raise NotFound
    worded = Count("id", filter=Q(words=True))
    rows = Left.objects.filter(post=shown.id).values_list("door").order_by()
    found = rows.annotate(n=Count("id"), worded=worded, first=Min("at"), last=Max("at"))
    return sorted((Went(*row) for row in found), key=lambda went: DOORS.index(went.door))


class Touched(msgspec.Struct, frozen=True):
    """A post that left: its public id, its audience in one word, by which doors, to how many."""

    public_id: int
    scope: str
    doors: list[str]
    people: int


class Exposed(msgspec.Struct, frozen=True):
    """An author (dense id), and what of theirs left."""

    author: int
    posts: list[Touched]


def exposed(since: datetime, until: datetime, doors: Collection[str]) -> list[Exposed]:
    """Whose posts that are not public left by these doors from `since` to `until`: for who runs the site."""
    rows = Left.objects.filter(at__gte=since, at__lt=until, door__in=doors).order_by("author", "public_id")
    kinds: dict[tuple[int, int, str], tuple[set[str], set[int]]] = {}
    for author, number, scope, door, reader in rows.values_list(
        "author", "public_id", "scope", "door", "reader"
    ):
        by, readers = kinds.setdefault((author, number, scope), (set(), set()))
        by.add(door)
        readers.add(reader)
    found: dict[int, list[Touched]] = {}
    for (author, number, scope), (by, readers) in kinds.items():
        found.setdefault(author, []).append(Touched(number, scope, sorted(by), len(readers)))
    return [Exposed(author, touched) for author, touched in found.items()]
