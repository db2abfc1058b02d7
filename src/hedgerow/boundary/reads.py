"""What the rooms above may ask the engine for. Nothing here decides: it is the door to what does."""

from collections.abc import Collection
from typing import NamedTuple

from . import quick
from .acts import interned, last_left, members, read_audience, read_audiences
from .algebra import (
    ALWAYS,
    NEVER,
    PUBLIC,
    SITE,
    Audience,
    Clause,
    Malformed,
    audience,
    both,
    chosen,
    clause,
    fixes,
    is_public,
    without,
)
from .asks import Change, Reason, Rule, diff, explain, readers, readers_each
from .epoch import memory, one_look
from .models import Circle, Membership
from .pretend import somebody
from .sets import Reach, addressed, circle, is_stopped, kept_from, learn_circles, reach, stopped, vetoed
from .sight import Sight, check, seen, sight, unblocked

__all__ = [
    "ALWAYS",
    "NEVER",
    "PUBLIC",
    "SITE",
    "Audience",
    "Change",
    "CircleRow",
    "Clause",
    "Malformed",
    "Reach",
    "Reason",
    "Rule",
    "Sight",
    "addressed",
    "audience",
    "both",
    "check",
    "chosen",
    "circle",
    "circle_rows",
    "circles_of",
    "circles_with",
    "clause",
    "diff",
    "explain",
    "fixes",
    "interned",
    "is_public",
    "is_stopped",
    "joined_since",
    "kept_from",
    "last_left",
    "learn_circles",
    "left_since",
    "members",
    "memory",
    "one_look",
    "owners_with",
    "reach",
    "read_audience",
    "read_audiences",
    "readers",
    "readers_each",
    "seen",
    "sight",
    "somebody",
    "stopped",
    "unblocked",
    "vetoed",
    "within",
    "within_since",
    "without",
]  # fmt: skip


class CircleRow(NamedTuple):
    """A circle as its owner knows it."""

    id: int
    public_id: int
    owner: int | None
    kind: str
    name: str
    history: str


_COLUMNS = CircleRow._fields


def circles_of(owner: int) -> list[CircleRow]:
    """Every open circle of this face, labels included, by kind and name."""
    return [CircleRow(*row) for row in quick.rows(_OPEN, [owner])]


_OPEN = (
    f"SELECT {', '.join(_COLUMNS)} FROM boundary_circle"  # noqa: S608
    " WHERE owner = %s AND closed_at IS NULL ORDER BY kind, name"
)


def circle_rows(circles: list[int]) -> dict[int, CircleRow]:
    """These circles by id, closed ones too."""
    rows = Circle.objects.filter(pk__in=circles).values_list(*_COLUMNS)
    return {row[0]: CircleRow(*row) for row in rows}


def circles_with(owner: int, faces: list[int]) -> dict[int, list[int]]:
    """For each of these faces the owner's circles it is in now."""
    found: dict[int, list[int]] = {face: [] for face in faces}
    rows = Membership.objects.filter(circle__owner=owner, left_at=None, face__in=faces)
    for circle_id, face in rows.values_list("circle_id", "face"):
        found[face].append(circle_id)
    return found


def owners_with(face: int, owners: Collection[int]) -> set[int]:
    """Those of these owners in one of whose circles the face is now."""
    rows = Membership.objects.filter(circle__owner__in=owners, left_at=None, face=face)
    return {owner for owner in rows.values_list("circle__owner", flat=True) if owner is not None}


def within(owner: int) -> list[tuple[int, int]]:
    """Each pair of one of this owner's circles and a face that is in it now."""
    rows = Membership.objects.filter(circle__owner=owner, circle__closed_at=None, left_at=None)
    return list(rows.values_list("circle_id", "face"))


def within_since(owner: int) -> list[tuple[int, int, int]]:
    """The same pairs, each with the moment since when."""
    rows = Membership.objects.filter(circle__owner=owner, circle__closed_at=None, left_at=None)
    return list(rows.values_list("circle_id", "face", "since"))


def left_since(owner: int, moment: int) -> list[tuple[int, int]]:
    """Each pair of one of this owner's open circles and a face that left it after this moment and is not in
    it now.
    """
    rows = Membership.objects.filter(circle__owner=owner, circle__closed_at=None, left_at__gt=moment)
    left = dict.fromkeys(rows.values_list("circle_id", "face"))
    present = set(within(owner)) if left else set()
    return [pair for pair in left if pair not in present]


def joined_since(circles: list[int], moment: int) -> list[int]:
    """The faces that are in one of these circles now and came after this moment."""
    rows = Membership.objects.filter(circle__in=circles, left_at=None, since__gt=moment)
    return list(rows.values_list("face", flat=True).distinct())
