"""Reports, for moderators: the copies handed in and nothing more."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from hedgerow.kernel import blobs
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.site import acts as site
from hedgerow.talk.media.reads import File
from hedgerow.talk.models import Report

from .rules import CATEGORIES, Broken, Copy, Moderator

__all__ = [
    "CATEGORIES",
    "Broken",
    "Copy",
    "ReportShown",
    "handled_by",
    "named_blobs",
    "one",
    "open_count",
    "picture",
    "reports",
]

PAGE = 50


class ReportShown(msgspec.Struct, frozen=True):
    """One report. `reporter` is None when that face is gone."""

    public_id: int
    about: FaceCard
    reporter: FaceCard | None
    looked_into_by: FaceCard | None
    """The face of the moderator who took it on."""
    done_by: FaceCard | None
    """The face by which somebody was done with it, where it was one."""
    category: str
    rules: list[Broken]
    words: str
    copies: list[Copy]
    done: bool
    outcome: str
    at: datetime
    done_at: datetime | None


def reports(moderator: Moderator, *, done: bool = False, before: int | None = None) -> list[ReportShown]:
    """Open reports, oldest first; or those that are done, newest first, older than the report `before`."""
    site.insist_moderator(moderator)
    rows = Report.objects.filter(state=Report.State.DONE if done else Report.State.OPEN)
    rows = rows.order_by("-id" if done else "id")
    if before is not None:
        start = Report.objects.filter(public_id=before).values_list("id", flat=True).first() or 0
        rows = rows.filter(id__lt=start) if done else rows.filter(id__gt=start)
    return _shown(list(rows[:PAGE]))


def one(moderator: Moderator, report: int) -> ReportShown:
    """One report by its public id. Raises NotFound."""
    site.insist_moderator(moderator)
    return _shown([_row(report)])[0]


def own(reporter: int, report: int) -> ReportShown:
    """A report for the face that made it. Raises NotFound."""
    row = _row(report)
    if row.reporter_id != reporter:
        raise NotFound
    return _shown([row])[0]


def told_of(moderator: Moderator, ids: Iterable[int]) -> dict[int, ReportShown]:
    """Those of these reports (dense ids) that are there, for what speaks of them."""
    site.insist_moderator(moderator)
    rows = list(Report.objects.filter(pk__in=list(ids)))
    return dict(zip([row.pk for row in rows], _shown(rows), strict=True))


def open_count(moderator: Moderator) -> int:
    """How many reports wait."""
    site.insist_moderator(moderator)
    return Report.objects.filter(state=Report.State.OPEN).count()


def handled_by(moderator: Moderator) -> set[int]:
    """The faces by which moderators took reports on or were done with them: these they showed themselves."""
    site.insist_moderator(moderator)
    rows = Report.objects.values_list("looked_into_by", "done_by")
    return {face for pair in rows for face in pair if face is not None}


def picture(moderator: Moderator, report: int, post: int, place: int) -> File:
    """The copy of a picture: of the n-th post handed in, the n-th picture. Raises NotFound."""
    copies = one(moderator, report).copies
    if not (0 <= post < len(copies) and 0 <= place < len(copies[post].pictures)):
        raise NotFound
    found = copies[post].pictures[place]
    return File(blobs.path(found.blob), found.mime, False, found.blob)


def _row(report: int) -> Report:
    row = Report.objects.filter(public_id=report).first()
    if row is None:
        raise NotFound
    return row


def _shown(rows: list[Report]) -> list[ReportShown]:
    named = {
        face
        for row in rows
        for face in (row.about_id, row.reporter_id, row.looked_into_by_id, row.done_by_id)
        if face is not None
    }
    cards = faces.cards(named)
    return [
        ReportShown(
            public_id=row.public_id,
            about=cards[row.about_id],
            reporter=cards.get(row.reporter_id or 0),
            looked_into_by=cards.get(row.looked_into_by_id or 0),
            done_by=cards.get(row.done_by_id or 0),
            category=row.category,
            rules=msgspec.convert(row.rules, list[Broken]),
            words=row.words,
            copies=msgspec.convert(row.copies, list[Copy]),
            done=row.state == Report.State.DONE,
            outcome=row.outcome,
            at=row.at,
            done_at=row.done_at,
        )
        for row in rows
    ]


def named_blobs() -> Iterator[str]:
    """Every file that a report still names, for the sweep of those nobody names."""
    for copies in Report.objects.values_list("copies", flat=True).iterator():
        for copy in msgspec.convert(copies, list[Copy]):
            yield from (picture.blob for picture in copy.pictures)
