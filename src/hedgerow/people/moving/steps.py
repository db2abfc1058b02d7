"""The rows of imports for the room above: what it read, how far it is, what came of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from hedgerow.kernel import blobs, clock
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import after_commit, write
from hedgerow.people import ties
from hedgerow.people.models import Import

from . import rules
from .events import Brought

State = Import.State


class Facts(msgspec.Struct, frozen=True):
    """An import as who carries it out needs it."""

    id: int
    face: int
    state: str
    options: dict[str, Any]
    path: Path | None
    """Where its file is, as long as it is."""


def facts(brought: int) -> Facts | None:
    """What is known of an import by its dense id; None for one that was dropped."""
    row = Import.objects.filter(pk=brought).first()
    if row is None:
        return None
    path = blobs.path(row.blob) if row.blob else None
    return Facts(row.pk, row.face_id, row.state, row.options, path)


def read(brought: int, kind: str, counts: dict[str, Any], report: list[list[Any]]) -> None:
    """Its file was read, and waits for a yes."""
    with write():
        Import.objects.filter(pk=brought, state=State.READING).update(
            state=State.READY, kind=kind, counts=counts, report=report[: rules.MOST_LINES_TOLD]
        )


def refuse(brought: int, why: str, *states: str) -> None:
    """Its file cannot be read."""
    with write():
        states = states or (State.READING, State.RUNNING)
        Import.objects.filter(pk=brought, state__in=states).update(state=State.FAILED, counts={"why": why})


def cut_short(brought: int, counts: dict[str, Any]) -> None:
    """It failed again and again. What was only read is refused; what was begun ends where it is, and can be
    taken back.
    """
    refuse(brought, rules.CUT_SHORT, State.READING)
    finish(brought, {**counts, "cut": True}, [])


def start(actor: int, number: int, options: dict[str, Any], then: Callable[[int], object]) -> None:
    """Its face said yes; `then(id)` enqueues who does it. Raises NotFound."""
    with write():
        row = _own(actor, number, State.READY)
        Import.objects.filter(pk=row.pk).update(state=State.RUNNING, options=options, done=0)
        then(row.pk)


def step(brought: int, done: int, total: int) -> None:
    """How far it is."""
    with write():
        Import.objects.filter(pk=brought).update(done=done, total=total)


def finish(brought: int, counts: dict[str, Any], report: list[list[Any]]) -> None:
    """It is done; the file is not needed any more. Lines left out are added to the report."""
    with write():
        row = Import.objects.filter(pk=brought, state=State.RUNNING).first()
        if row is None:
            return
        row.counts |= counts
        row.report = (row.report + report)[: rules.MOST_LINES_TOLD]
        blob, row.blob, row.state, row.finished_at = row.blob, "", State.DONE, clock.now()
        row.save(update_fields=["counts", "report", "blob", "state", "finished_at"])
        after_commit(lambda: blobs.delete(blob) if blob else None)
        emit(Brought(row.face_id, counts.get("brought", 0)))


def undone(actor: int, number: int, then: Callable[[int], object]) -> None:
    """Take it back; `then(id)` enqueues who does that. Twice is once. Raises NotFound."""
    with write():
        row = _own(actor, number, State.DONE, State.UNDONE)
        if row.state == State.UNDONE:
            return
        if row.at < clock.now() - rules.UNDO_FOR:
            raise NotFound
        Import.objects.filter(pk=row.pk).update(state=State.UNDONE)
        then(row.pk)


def _own(actor: int, number: int, *states: str) -> Import:
    ties.lock(actor)
    rows = Import.objects.select_for_update(no_key=True).filter(
        face=actor, public_id=number, state__in=states
    )
    row = rows.first()
    if row is None:
        raise NotFound
    return row
