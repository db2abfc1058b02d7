"""Which links are proven."""

from datetime import datetime

from hedgerow.boundary.epoch import Remembered, author_key
from hedgerow.people.models import ProvenLink

_proven: Remembered[dict[str, datetime]] = Remembered(20_000)


def proven(face: int) -> dict[str, datetime]:
    """The addresses among this face's links that lead back to it, and when that was last seen; remembered."""
    return _proven.get(face, (author_key(face),), lambda: _read(face))


def _read(face: int) -> dict[str, datetime]:
    rows = ProvenLink.objects.filter(face=face, proven_at__isnull=False)
    return {url: at for url, at in rows.values_list("url", "proven_at") if at is not None}


def unproven(face: int) -> dict[str, datetime]:
    """For their owner: the addresses of whose pages none led back, and when that was seen."""
    rows = ProvenLink.objects.filter(face=face, proven_at=None)
    return dict(rows.values_list("url", "looked_at"))
