"""Sweeping up pictures that no post and no draft took."""

from datetime import timedelta

from hedgerow.kernel import clock
from hedgerow.kernel.writing import write
from hedgerow.talk.models import Media

from . import taking

KEPT = timedelta(days=1)
BATCH = 500


def sweep_unused() -> int:
    """Remove pictures that were brought more than a day ago and that no post and no draft has; how many."""
    old = Media.objects.filter(post=None, draft=None, made_at__lt=clock.now() - KEPT).values_list(
        "id", flat=True
    )[:BATCH]
    with write():
        some = list(old)
        taking.drop(Media.objects.filter(pk__in=some))
    return len(some)
