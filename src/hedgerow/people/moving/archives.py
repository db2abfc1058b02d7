"""The rows of archives under way and ready; the rooms above fill the files, and answer for them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.utils.translation import gettext as _

from hedgerow.kernel import blobs, clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.grants import read_grant, sign_grant
from hedgerow.kernel.writing import after_commit, write
from hedgerow.people import ties
from hedgerow.people.members import letters
from hedgerow.people.models import Export, Face

KEPT = timedelta(days=7)
ONE_IN = timedelta(days=1)
"""One archive, and one letter, a day."""
STUCK = timedelta(days=3)
"""What is under way for longer is at a standstill: its owner may ask anew."""
GRANT = 0x4152
"""Tells grants of archives from those of pictures."""
State = Export.State


class ExportShown(msgspec.Struct, frozen=True):
    """An archive of one face, for that face. `path`: where it is fetched while it is ready."""

    state: str
    done: int
    total: int
    size: int
    at: datetime
    ends_at: datetime | None
    path: str
    again_at: datetime

    @property
    def under_way(self) -> bool:
        """Is a job at it?"""
        return _is_under_way(self.state, self.at)


def _is_under_way(state: str, since: datetime) -> bool:
    return state in (State.WAITING, State.RUNNING) and since > clock.now() - STUCK


class Work(NamedTuple):
    """An archive to be made."""

    export: int
    face: int


def ask(actor: int, then: Callable[[int], object]) -> None:
    """Have an archive of this face made; `then(id)` enqueues who makes it. Raises Refused("", …)."""
    with write():
        ties.lock(actor)
        last = Export.objects.filter(face=actor).order_by("-id").first()
        if last is not None and _is_under_way(last.state, last.at):
            return
        if last is not None and last.state == State.READY and last.at > clock.now() - ONE_IN:
            raise Refused("", _("You can have one archive made a day."))
        for old in Export.objects.filter(face=actor):
            _forget(old)
        then(Export.objects.create(face_id=actor).pk)


def _forget(row: Export) -> None:
    blob = row.blob
    row.delete()
    if blob:
        after_commit(lambda: blobs.delete(blob))


def begin(export: int) -> Work | None:
    """What to make; None where nothing is wanted any more. An attempt that was cut short begins anew."""
    with write():
        rows = Export.objects.filter(pk=export, state__in=(State.WAITING, State.RUNNING))
        rows.update(state=State.RUNNING, done=0)
        face = rows.values_list("face", flat=True).first()
    return Work(export, face) if face is not None else None


def tell(export: int, done: int, total: int) -> None:
    """How far it is."""
    with write():
        Export.objects.filter(pk=export).update(done=done, total=total)


def finish(export: int, blob: str, size: int) -> None:
    """It is ready, for seven days; its owner gets a letter. The letter names no face."""
    with write():
        row = Export.objects.filter(pk=export, state=State.RUNNING).first()
        if row is None:
            after_commit(lambda: blobs.delete(blob))
            return
        row.state, row.blob, row.size, row.ends_at = State.READY, blob, size, clock.now() + KEPT
        row.save(update_fields=["state", "blob", "size", "ends_at"])
        member = Face.objects.select_related("member").get(pk=row.face_id).member
        if member is not None:
            letters.archive_ready(member)


def fail(export: int) -> None:
    """It cannot be made; its owner may ask anew."""
    with write():
        Export.objects.filter(pk=export, state=State.RUNNING).update(state=State.FAILED)


def last(actor: int) -> ExportShown | None:
    """This face's archive, if there is one."""
    row = Export.objects.filter(face=actor).order_by("-id").first()
    if row is None:
        return None
    path = f"/me/export/{sign_grant(row.public_id, actor, GRANT)}" if row.state == State.READY else ""
    again = row.at + ONE_IN
    return ExportShown(row.state, row.done, row.total, row.size, row.at, row.ends_at, path, again)


def file(actor: int, grant: str) -> Path:
    """The file behind a grant, for the face that it was made for and for nobody else. Raises NotFound."""
    read = read_grant(grant)
    if read is None or read.version != GRANT or read.face != actor:
        raise NotFound
    row = Export.objects.filter(face=actor, public_id=read.media_id, state=State.READY).first()
    if row is None or (row.ends_at or row.at) < clock.now():
        raise NotFound
    path = blobs.path(row.blob)
    if not path.exists():
        raise NotFound
    return path


def forget_old() -> None:
    """Archives that were ready for seven days are gone, files too. Runs every hour."""
    with write():
        for row in Export.objects.filter(ends_at__lt=clock.now())[:200]:
            _forget(row)


def kept_blobs() -> set[str]:
    """The files of archives that may still be fetched."""
    return set(Export.objects.exclude(blob="").values_list("blob", flat=True))
