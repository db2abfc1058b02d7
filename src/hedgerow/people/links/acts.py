"""Noting what was seen of a face's links."""

from collections.abc import Sequence
from datetime import datetime

from hedgerow.boundary.epoch import author_key, changed
from hedgerow.kernel import clock
from hedgerow.kernel.writing import write
from hedgerow.people.models import Face, ProvenLink


def note(face: int, url: str, *, proven: bool) -> None:
    """The page was looked at just now. Nothing is noted of a link the face no longer has."""
    with write():
        row = Face.objects.filter(pk=face).first()
        if row is None or url not in {link["url"] for link in row.links}:
            ProvenLink.objects.filter(face=face, url=url).delete()
            return
        values = {"looked_at": clock.now(), "proven_at": clock.now() if proven else None}
        ProvenLink.objects.update_or_create(face=row, url=url, defaults=values)
        changed([author_key(face)])


def forget_others(face: int, kept: Sequence[str]) -> None:
    """Of links that are no longer there, nothing stays proven. Inside `write()`."""
    ProvenLink.objects.filter(face=face).exclude(url__in=kept).delete()


def due(before: datetime, most: int) -> list[int]:
    """Faces with a link that was not looked at since this moment, the longest ago first."""
    rows = (
        ProvenLink.objects.filter(looked_at__lt=before).order_by("looked_at").values_list("face", flat=True)
    )
    return list(dict.fromkeys(rows[:most]))
