"""Wiping collections that were deleted, once that can no longer be taken back."""

from datetime import timedelta

from hedgerow.kernel import clock
from hedgerow.kernel.jobs import task
from hedgerow.kernel.writing import write
from hedgerow.talk.media import taking
from hedgerow.talk.models import Collection

from . import rules


@task()
def wipe(collection: int, gone_at: int) -> None:
    """Wipe a collection (dense id) that was deleted at this moment, unless it came back."""
    with write():
        _wipe(pk=collection, gone_at=gone_at)


def wipe_later(collection: int, gone_at: int) -> None:
    """Have it wiped when its minute is over. Inside a write."""
    after = clock.from_us(gone_at + rules.UNDO_US) + timedelta(seconds=1)
    wipe.using(run_after=after).enqueue(collection, gone_at)


def forget(face: int) -> None:
    """A face is really gone: its collections go with it. Inside a write."""
    _wipe(author=face)


def _wipe(**which: int) -> None:
    every = Collection.objects.unguarded(reason="wiping what its author deleted; nothing is shown")
    rows = every.filter(**which)
    taking.delete_later(rows.values_list("cover_blob", flat=True))
    rows.delete()
