"""Forgetting reports that are long done."""

from hedgerow.kernel import clock
from hedgerow.kernel.writing import write
from hedgerow.talk.models import Report

from . import rules


def forget_done() -> int:
    """Remove reports that were done half a year ago; their files go with the sweep. How many."""
    with write():
        return Report.objects.filter(done_at__lt=clock.now() - rules.KEPT).delete()[0]
