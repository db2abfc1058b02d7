"""Making videos and sounds ready, and sweeping up what no post and no draft took."""

from datetime import timedelta

from hedgerow.kernel import clock
from hedgerow.kernel.jobs import task
from hedgerow.kernel.writing import write
from hedgerow.talk.models import Media

from . import letters, preparing, taking

KEPT = timedelta(days=1)
BATCH = 500
NEXT_TURN = timedelta(seconds=1)


@task(max_attempts=20)
def prepare(media: int) -> None:
    """Make one video or sound ready, as soon as none other is in the making in this process."""
    if not preparing.prepare(media):
        prepare.using(run_after=clock.now() + NEXT_TURN).enqueue(media)


@task()
def read_letters(media: int) -> None:
    """Read the words on a picture, for the second look before it leaves."""
    letters.read(media)


def sweep_unused() -> int:
    """Remove what was brought more than a day ago and that no post and no draft has; how many."""
    preparing.sweep_left()
    old = Media.objects.filter(post=None, draft=None, made_at__lt=clock.now() - KEPT).values_list(
        "id", flat=True
    )[:BATCH]
    with write():
        some = list(old)
        taking.drop(Media.objects.filter(pk__in=some, post=None, draft=None))
    return len(some)
