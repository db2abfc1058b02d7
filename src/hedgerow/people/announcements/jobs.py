"""Announcements at their moments. The job may run twice."""

from hedgerow.boundary.epoch import changed
from hedgerow.kernel import clock
from hedgerow.kernel.jobs import task
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people.keys import ANNOUNCEMENTS
from hedgerow.people.models import Announcement

from . import reads
from .events import Announced, Withdrawn


def follow(row: Announcement) -> None:
    """Tell what holds of it now, and look again when that changes by itself. Inside a write."""
    facts, now = reads.facts_of(row), clock.now()
    for at in (facts.publish_at, facts.over_at):
        if at is not None and at > now:
            look.using(run_after=at).enqueue(row.pk)
    if facts.shown(now) == row.told:
        return
    row.told = not row.told
    row.save(update_fields=["told"])
    changed([ANNOUNCEMENTS])
    emit(Announced(row.pk) if row.told else Withdrawn(row.public_id))


@task()
def look(announcement: int) -> None:
    """It begins or ends now, unless that was changed meanwhile."""
    with write():
        row = Announcement.objects.select_for_update(no_key=True).filter(pk=announcement).first()
        if row is not None:
            follow(row)
