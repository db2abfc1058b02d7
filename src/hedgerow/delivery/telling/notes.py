"""Which notes are due."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hedgerow.delivery.models import Telling
from hedgerow.kernel.clock import to_us
from hedgerow.kernel.writing import write

from . import rules

AT_ONCE = 5
"""So many are called in one transaction, so that nobody waits long for the writer's ticket."""


def call_due(at: datetime) -> int:
    """Have every note written that is due now, each once, and set when the next one is; how many."""
    total = 0
    while called := _some(at):
        total += called
    return total


def _some(at: datetime) -> int:
    from . import jobs

    with write():
        rows = list(
            Telling.objects.filter(note_at__lte=at).select_related("face").order_by("note_at")[:AT_ONCE]
        )
        for row in rows:
            jobs.note.using(unique_key=f"note:{row.face_id}").enqueue(row.face_id, to_us(row.note_at or at))
            zone = ZoneInfo(row.face.time_zone)
            row.note_at = rules.next_note(at, zone, row.rhythm, row.hour, row.weekday)
        Telling.objects.bulk_update(rows, ["note_at"])
    return len(rows)
