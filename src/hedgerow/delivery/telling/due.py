"""What is new and wished for outside a page waits here, and is told when it is not quiet.

A row a notification and way: `jobs` takes what waits for a face, asks the boundary, sends, and notes it as
told. Heard twice, it is one row; told twice, it was told.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hedgerow.boundary import quick
from hedgerow.delivery.models import Due, Notification, Telling
from hedgerow.kernel.clock import now
from hedgerow.kernel.writing import write
from hedgerow.people.faces import reads as faces

from . import rules
from .reads import Wishes, ways, wishes

PUSH, MAIL = Due.By.PUSH, Due.By.MAIL
KEPT = timedelta(days=7)
MOST = 50
"""So many notifications at most go out together."""


def hear(notifications: Iterable[int]) -> None:
    """Let these notifications (public ids) wait for every way by which their faces wish to hear of them."""
    rows = Notification.objects.filter(public_id__in=list(notifications), seen=False, filtered=False)
    found = list(rows.values_list("id", "face_id", "kind"))
    if not found:
        return
    receivers = {face for _, face, _ in found}
    known, listening, by_app = _known(receivers)
    if unknown := receivers - known:
        with write():
            ensure(unknown)
    waiting = _wanted(found, receivers, listening, by_app)
    if not waiting:
        return
    with write():
        Due.objects.bulk_create(waiting, ignore_conflicts=True)
        for face, by in sorted({(row.face_id, row.by) for row in waiting}):
            call(face, by, now())


_KNOWN = """
SELECT 0, face_id FROM delivery_telling WHERE face_id IN (%(faces)s)
UNION SELECT CASE WHEN token_id IS NULL THEN 1 ELSE 2 END, face_id
FROM delivery_pushsubscription WHERE face_id IN (%(faces)s)
"""


def _known(receivers: Collection[int]) -> list[set[int]]:
    """Those of the faces that have a row of wishes, those told on a device, and those told by an app."""
    rows = quick.rows(_KNOWN % {"faces": ",".join(f"{face:d}" for face in receivers)})
    return [{face for what, face in rows if what == kind} for kind in range(3)]


def _wanted(
    found: Sequence[tuple[int, int, str]],
    receivers: Collection[int],
    listening: Collection[int],
    by_app: Collection[int],
) -> list[Due]:
    chosen = ways(receivers)
    waiting = []
    for number, face, kind in found:
        wish = chosen.get((face, kind), rules.usual(kind))
        # An app says itself of which kinds it tells (`apps.wanted`).
        if face in by_app or (wish.push and face in listening):
            waiting.append(Due(face_id=face, notification_id=number, by=PUSH))
        if wish.mail:
            waiting.append(Due(face_id=face, notification_id=number, by=MAIL))
    return waiting


def ensure(receivers: Collection[int]) -> None:
    """A row of wishes for each of these faces, with the first note of those without. Inside `write()`."""
    known = set(Telling.objects.filter(face__in=receivers).values_list("face_id", flat=True))
    new = [face for face in receivers if face not in known]
    Telling.objects.bulk_create([_row(face) for face in new], ignore_conflicts=True)


def _row(face: int) -> Telling:
    row = Telling(face_id=face)
    row.note_at = rules.next_note(now(), _zone(face), row.rhythm, row.hour, row.weekday)
    return row


def _zone(face: int) -> ZoneInfo:
    return ZoneInfo(faces.manners(face).time_zone)


def call(face: int, by: str, at: datetime) -> None:
    """Have what waits for this face told once it is not quiet, all of it together. Inside `write()`."""
    from . import jobs  # The jobs call what stands above them here.

    job = jobs.push if by == PUSH else jobs.mail
    until = quiet(face, at)
    job.using(unique_key=f"{by}:{face}", run_after=until or at).enqueue(face)


def call_again(face: int) -> None:
    """Its quiet was changed: what waits is told when the new one ends, or now. Inside `write()`."""
    for by in Due.objects.filter(face=face, told_at=None).values_list("by", flat=True).distinct():
        call(face, by, now())


def quiet(face: int, at: datetime, said: Wishes | None = None) -> datetime | None:
    """Until when nothing is to sound for this face; None when it may."""
    said = said or wishes(face)
    return rules.quiet_until(at, _zone(face), said.quiet_from, said.quiet_to, said.snoozed_until)


def claim(face: int, by: str) -> list[int]:
    """Take what waits for this face as told; the notifications (public ids), oldest first.

    Inside `write()`, with the job that sends them: both happen or neither, so nothing is lost or taken twice.
    """
    rows = Due.objects.filter(face=face, by=by, told_at=None).select_for_update(of=("self",), no_key=True)
    found = list(rows.order_by("id").values_list("id", "notification__public_id")[:MOST])
    Due.objects.filter(id__in=[row for row, _ in found]).update(told_at=now())
    return [number for _, number in found]


def tidy(at: datetime) -> int:
    """Remove what was told a week ago; how many."""
    with write():
        return Due.objects.filter(told_at__lt=at - KEPT).delete()[0]
