"""The end of polls. Each job may run twice."""

from hedgerow.kernel import clock
from hedgerow.kernel.jobs import task


def close_later(post: int, ends_at: int) -> None:
    """Let the poll's end be told. Inside the write that asks it."""
    close.using(run_after=clock.from_us(ends_at)).enqueue(post, ends_at)


@task()
def close(post: int, ends_at: int) -> None:
    """Show what was hidden, and tell that the poll is over, once."""
    from . import acts

    acts.close(post, ends_at)
