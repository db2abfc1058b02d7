"""How a face is told, as its owner sees it, and as whoever tells it must know."""

from collections.abc import Collection
from datetime import datetime, time

import msgspec

from hedgerow.boundary.epoch import Remembered
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.models import PushSubscription, Telling, Way
from hedgerow.delivery.notifications import reads as notifications
from hedgerow.delivery.notifications.bells import muted, rings
from hedgerow.delivery.notifications.rules import FOR_MODERATORS, OF_THE_SITE, QUIETLY, SETTABLE
from hedgerow.talk.conversations import reads as conversations

from . import rules
from .rules import Ways
from .tokens import Stop, read
from .vapid import public_key

__all__ = [
    "Row",
    "Stop",
    "Ways",
    "Wishes",
    "counts",
    "devices",
    "hears_here",
    "in_use",
    "muted",
    "noted",
    "public_key",
    "read",
    "rings",
    "table",
    "unseen",
    "ways",
    "wishes",
]  # fmt: skip


class Wishes(msgspec.Struct, frozen=True):
    """How one face wishes to be told; the hours are those of its own day."""

    rhythm: str = "weekly"
    hour: int = 9
    weekday: int = 6
    quiet_from: time | None = None
    quiet_to: time = time(7)
    snoozed_until: datetime | None = None
    excerpts: bool = False
    counts: bool = True
    answers: str = "chosen"


class Row(msgspec.Struct, frozen=True):
    """One kind: from whom it is wanted on the page, and by which other ways it is told."""

    kind: str
    wish: str
    ways: Ways


_FIELDS = Wishes.__struct_fields__
_counts: Remembered[bool] = Remembered(20_000)


def wishes(viewer: int) -> Wishes:
    """How this face wishes to be told."""
    row = Telling.objects.filter(face=viewer).values_list(*_FIELDS).first()
    return Wishes(*row) if row is not None else Wishes()


def ways(faces: Collection[int]) -> dict[tuple[int, str], Ways]:
    """What these faces chose, by face and kind; what is missing is as usual."""
    rows = Way.objects.filter(face__in=faces).values_list("face_id", "kind", "push", "mail", "note")
    return {(face, kind): Ways(*chosen) for face, kind, *chosen in rows}


def table(viewer: int) -> list[Row]:
    """Every kind that may be chosen, and what this face chose."""
    chosen = ways([viewer])
    return [
        Row(row.kind, row.wish, chosen.get((viewer, row.kind), rules.usual(row.kind)))
        for row in notifications.settings(viewer)
    ]


def noted(viewer: int) -> set[str]:
    """The kinds that stand in this face's notes."""
    chosen = ways([viewer])
    settable = {kind for kind in SETTABLE if chosen.get((viewer, kind), rules.usual(kind)).note}
    return settable | OF_THE_SITE | FOR_MODERATORS | QUIETLY


def in_use(viewer: int) -> str:
    """The name of the preset that this face's wishes amount to; empty for wishes of its own."""
    now, chosen = wishes(viewer), {row.kind: row.ways for row in table(viewer)}
    for name, preset in rules.PRESETS.items():
        if (preset.rhythm, preset.counts) == (now.rhythm, now.counts) and dict(preset.ways) == chosen:
            return name
    return ""


def counts(viewer: int) -> bool:
    """Does this face wish to see how much is new, on every page? Cheap enough for each of them."""
    return _counts.get(viewer, (news_key(viewer),), lambda: wishes(viewer).counts)


def unseen(viewer: int) -> int:
    """How much is new, for who wishes to see a number; 0 for who does not."""
    return notifications.unseen(viewer) if counts(viewer) else 0


def unread(viewer: int) -> int:
    """In how many conversations something is unread, for who wishes to see a number; 0 for who does not."""
    return conversations.unread(viewer) if counts(viewer) else 0


def devices(viewer: int) -> int:
    """On how many devices this face is told."""
    return PushSubscription.objects.filter(face=viewer).count()


def hears_here(viewer: int, session: str | None) -> bool:
    """Is this face told on the device with this session?"""
    return PushSubscription.objects.filter(face=viewer, session=session or "").exists()
