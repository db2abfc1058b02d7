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


def vanish_later(post: int, ends: int) -> None:
    """Wipe a post at the moment at which it vanishes. Inside the write that says so."""
    vanish.using(run_after=clock.from_us(ends)).enqueue(post, ends)


@task()
def vanish(post: int, ends: int) -> None:
    """Remove all of a post whose end was set to this moment, unless it was set anew."""
    from . import wiping

    wiping.vanish(post, ends)
