"""Reading a file of contacts: who is in it, who of them is here already, what would be made of it."""

from typing import Any

from django.conf import settings

from hedgerow.kernel import blobs, rows
from hedgerow.kernel.ids import random_id
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.circles.rules import same_word
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import AddressEntry, Import

from . import rules
from .parsing import Parsed, Person, parse

_COLUMNS = (
    "public_id", "face", "brought", "line", "kept", "chosen", "name", "sort_key", "note", "circles", "label",
    "origin", "here",
)  # fmt: skip
_HANDLES_AT_ONCE = 500


def look(brought: int) -> None:
    """Read the file and lay its people out, in place of what was laid out before. Twice is once."""
    row = Import.objects.filter(pk=brought, state=Import.State.READING).first()
    if row is None:
        return
    try:
        with blobs.open_blob(row.blob) as file:
            parsed = parse(file.read(rules.LARGEST_CONTACTS), row.kind)
    except FileNotFoundError:
        parsed = Parsed()
    here = _here(row.face_id, parsed.people)
    known = _known(row.face_id)
    laid = [one for one in _rows(row, parsed.people, here) if one[11] not in known]
    with write():
        if not Import.objects.filter(pk=brought, state=Import.State.READING).exists():
            return
        AddressEntry.objects.filter(brought=row, kept=False).delete()
        rows.insert(AddressEntry, _COLUMNS, laid)
        Import.objects.filter(pk=brought).update(**_found(parsed, laid))


def _known(actor: int) -> set[str]:
    """Who stands in the address book already."""
    return set(AddressEntry.objects.filter(face=actor, kept=True).values_list("origin", flat=True))


def _here(actor: int, people: list[Person]) -> dict[str, int]:
    """By address, those who are on this site and whose page the actor could open: by public handles alone."""
    handles = {
        person.address: handle
        for person in people
        if person.address and (handle := rules.local_handle(person.address, settings.DOMAIN))
    }
    wanted = list(dict.fromkeys(handles.values()))
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _HANDLES_AT_ONCE):
        found |= faces.by_handles(wanted[start : start + _HANDLES_AT_ONCE])
    open_to = ties.visible(actor, set(found.values()))
    return {
        address: found[handle]
        for address, handle in handles.items()
        if handle in found and found[handle] in open_to
    }


def _rows(row: Import, people: list[Person], here: dict[str, int]) -> list[tuple[Any, ...]]:
    return [
        (
            random_id(), row.face_id, row.pk, person.line, False, True, person.name,
            rules.sort_key(person.name, person.note), person.note, list(person.circles), "",
            rules.origin(settings.SECRET_KEY, row.face_id, person.key), here.get(person.address),
        )
        for person in people
    ]  # fmt: skip


def _found(parsed: Parsed, laid: list[tuple[Any, ...]]) -> dict[str, Any]:
    """What the import's row says of the file."""
    here = sum(1 for one in laid if one[12] is not None)
    counts = {
        "people": len(parsed.people),
        "here": here,
        "away": len(laid) - here,
        "known": len(parsed.people) - len(laid),
        "unread": len(parsed.unread),
    }
    told = [[one.line, one.reason, one.words] for one in parsed.unread[: rules.MOST_LINES_TOLD]]
    if not parsed.people:
        return {"state": Import.State.FAILED, "counts": {**counts, "why": rules.NOTHING}, "report": told}
    return {"state": Import.State.READY, "counts": counts, "report": told, "circles": _circles(parsed)}


def _circles(parsed: Parsed) -> list[dict[str, Any]]:
    """The file's groups, those that read the same as one; the largest first where there are too many."""
    merged: list[dict[str, Any]] = []
    for name, count in parsed.circles().items():
        same = next((one for one in merged if same_word(one["name"], name)), None)
        if same is None:
            merged.append({"name": name, "count": count})
        else:
            same["count"] += count
        if len(merged) > 2000:
            break
    return sorted(merged, key=lambda one: -one["count"])[: rules.MOST_CIRCLES]
