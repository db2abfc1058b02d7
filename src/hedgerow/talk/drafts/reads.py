"""A face's own drafts, for that face alone."""

from datetime import datetime

import msgspec
from django.db.models import QuerySet

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.clock import from_us
from hedgerow.kernel.errors import NotFound
from hedgerow.talk.models import StoredDraft
from hedgerow.talk.posts.acts import Draft

from .rules import Moment, moment, monday_morning, tomorrow_morning

__all__ = [
    "Kept",
    "Moment",
    "count",
    "draft",
    "drafts",
    "moment",
    "monday_morning",
    "scheduled",
    "tomorrow_morning",
]


class Kept(msgspec.Struct, frozen=True):
    """A draft as its author finds it. `send_at` None: it waits for nothing but its author."""

    id: int
    key: str
    version: int
    draft: Draft
    updated_at: datetime
    send_at: datetime | None
    returned: str
    changed_elsewhere: bool


def drafts(viewer: int) -> list[Kept]:
    """What is not scheduled, the latest first."""
    return [_kept(row) for row in _rows(viewer).filter(send_at=None).order_by("-updated_at")]


def scheduled(viewer: int) -> list[Kept]:
    """What leaves by itself, the next first."""
    return [_kept(row) for row in _rows(viewer).filter(send_at__isnull=False).order_by("send_at")]


def draft(viewer: int, public_id: int) -> Kept:
    """One draft. Raises NotFound: the same for other people's and for what is gone."""
    found = _rows(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return _kept(found)


def count(viewer: int) -> int:
    """How many there are, scheduled ones too."""
    return _rows(viewer).count()


def _rows(viewer: int) -> QuerySet[StoredDraft]:
    if viewer in boundary.stopped():
        return StoredDraft.objects.none()
    return StoredDraft.objects.filter(face=viewer, gone_at=None)


def _kept(row: StoredDraft) -> Kept:
    return Kept(
        id=row.public_id,
        key=row.key,
        version=row.version,
        draft=msgspec.convert(row.content, Draft),
        updated_at=row.updated_at,
        send_at=from_us(row.send_at) if row.send_at is not None else None,
        returned=row.returned,
        changed_elsewhere=row.replaced is not None,
    )
