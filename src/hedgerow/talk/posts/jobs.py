"""Work on posts for later. Each job may run twice."""

from datetime import timedelta

from hedgerow.kernel import clock
from hedgerow.kernel.jobs import task

from . import rules


def wipe_later(post: int, gone_at: int) -> None:
    """Wipe a deleted post once it cannot come back any more. Inside the write that deletes it."""
    after = clock.from_us(gone_at + rules.UNDO_US) + timedelta(seconds=2)
    wipe.using(run_after=after).enqueue(post, gone_at)


@task()
def wipe(post: int, gone_at: int) -> None:
    """Remove the words and all else of a post that was deleted at this moment and has not come back."""
    from . import wiping

    wiping.wipe(post, gone_at)
