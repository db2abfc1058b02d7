"""Bringing a file, choosing what of it to take, taking it, and taking it back."""

from collections.abc import Collection
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from django.utils.translation import gettext as _

from hedgerow.kernel import blobs, clock, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import after_commit, write
from hedgerow.people import ties
from hedgerow.people.models import AddressEntry, Import

from . import arriving, jobs, rules
from .arriving import Announced
from .parsing import detect
from .undoing import take_back

State = Import.State


def begin(actor: int, file: BinaryIO | Path, size: int, title: str, kind: str = "") -> int:
    """Take a file of contacts in and have it read; the import's outside id. `kind` empty: as it looks.

    Raises Refused("file", …), TooMany. Nothing of it happens before `run`.
    """
    found = kind or kind_of(file, title)
    if found not in rules.CONTACT_KINDS:
        raise Refused("file", rules.reason_word(rules.UNREADABLE))
    if size > rules.LARGEST_CONTACTS:
        raise Refused("file", _("This file is too large: at most 50 MB."))
    return take_in(actor, file, title, found, lambda row: jobs.look.enqueue(row))


def kind_of(file: BinaryIO | Path, title: str) -> str:
    """What kind of file this looks like; empty for none we know."""
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return kind_of(opened, title)
    head = file.read(1 << 18)
    file.seek(0)
    return detect(head, title)


def take_in(actor: int, file: BinaryIO | Path, title: str, kind: str, then: Any) -> int:
    """Keep a file and note the import; `then(id)` enqueues who reads it. For the rooms above, too."""
    limits.allow(f"import:{actor}", limit=rules.A_DAY, per_seconds=24 * 3600)
    blob = blobs.put(file, "import")
    with write():
        ties.lock(actor)
        row = Import.objects.create(face_id=actor, kind=kind, blob=blob, title=title[-120:])
        then(row.pk)
    return row.public_id


def announced(title: str, total: int, changed: str) -> Announced:
    """What a device says of a large file that it will send in pieces."""
    return arriving.announced(title, total, changed)


def add_piece(actor: int, file: Announced, at: int, piece: bytes) -> int:
    """Keep a piece of a large file; how many bytes are there. Raises Refused("file", …), TooMany."""
    return arriving.add(actor, file, at, piece)


def whole(actor: int, file: Announced) -> Path:
    """Where a file is whose every piece came, for `begin` to take it from there. Raises NotFound."""
    return arriving.whole(actor, file)


def read_as(actor: int, number: int, kind: str) -> None:
    """It is of another kind: read it again. Raises NotFound; Refused("kind", …)."""
    if kind not in rules.CONTACT_KINDS:
        raise Refused("kind", _("Choose what the file is."))
    with write():
        row = _own(actor, number, State.READY, State.FAILED)
        if not row.blob or row.kind not in rules.CONTACT_KINDS:
            raise NotFound
        Import.objects.filter(pk=row.pk).update(kind=kind, state=State.READING, done=0, total=0, options={})
        jobs.look.enqueue(row.pk)


class Choice(msgspec.Struct, frozen=True):
    """What to take: circles by the names of the file, a label for everybody, follow those who are here."""

    circles: list[str] = []
    label: str = ""
    follow: bool = True


def choose(actor: int, number: int, choice: Choice, shown: Collection[int], chosen: Collection[int]) -> None:
    """Keep a choice for `run`. Of the people `shown`, these are `chosen` and the others are not.

    Raises NotFound.
    """
    with write():
        row = _own(actor, number, State.READY)
        names = [one["name"] for one in row.circles if one["name"] in choice.circles]
        label = rules.SUGGESTED.get(row.kind, "") if choice.label else ""
        options = {"circles": names, "label": label, "follow": choice.follow}
        Import.objects.filter(pk=row.pk).update(options=options)
        mine = AddressEntry.objects.filter(brought=row, public_id__in=shown)
        mine.exclude(public_id__in=chosen).update(chosen=False)
        mine.filter(public_id__in=chosen).update(chosen=True)


def run(actor: int, number: int) -> None:
    """Do it, as it was chosen; without a choice everybody, and every circle. Raises NotFound."""
    with write():
        row = _own(actor, number, State.READY)
        options = row.options or {
            "circles": [one["name"] for one in row.circles],
            "label": "",
            "follow": True,
        }
        changed = {"state": State.RUNNING, "options": options, "done": 0, "total": 0, "blob": ""}
        Import.objects.filter(pk=row.pk).update(**changed)
        jobs.carry_out.enqueue(row.pk)
        after_commit(lambda: _discard(row.blob))


def drop(actor: int, number: int) -> None:
    """Take nothing of a file, and forget it. Twice is once. Raises NotFound once it ran."""
    with write():
        row = Import.objects.filter(face=actor, public_id=number).first()
        if row is None:
            return
        if row.state not in (State.READING, State.READY, State.FAILED):
            raise NotFound
        AddressEntry.objects.filter(brought=row).delete()
        row.delete()
        after_commit(lambda: _discard(row.blob))


def undo(actor: int, number: int) -> None:
    """Take a whole import back: follows, requests, circles, labels, links and people it brought.

    Twice is once. Raises NotFound; Refused("import", …) when it is too late.
    """
    with write():
        row = _own(actor, number, State.DONE, State.UNDONE)
        if row.state == State.UNDONE:
            return
        if row.at < clock.now() - rules.UNDO_FOR:
            raise Refused("import", _("That was more than 30 days ago. Change it by hand instead."))
        take_back(row)
        Import.objects.filter(pk=row.pk).update(state=State.UNDONE)


def forget_undecided() -> None:
    """Files that waited a day for a yes are gone, with what was read in them, and pieces of a file that did
    not come on. Runs every hour.
    """
    arriving.forget_old()
    late = clock.now() - rules.KEEP_UNDECIDED
    waiting = (State.READING, State.READY, State.FAILED)
    for row in Import.objects.filter(state__in=waiting, at__lt=late)[:200]:
        drop(row.face_id, row.public_id)


def _own(actor: int, number: int, *states: str) -> Import:
    """The face's own import, in one of these states, locked. Raises NotFound."""
    ties.lock(actor)
    rows = Import.objects.select_for_update(no_key=True).filter(
        face=actor, public_id=number, state__in=states
    )
    row = rows.first()
    if row is None:
        raise NotFound
    return row


def _discard(blob: str) -> None:
    if blob:
        blobs.delete(blob)
