"""Work on drafts for later. Each job may run twice."""

from hedgerow.kernel import clock
from hedgerow.kernel.jobs import task


def leave_later(draft: int, send_at: int) -> None:
    """Let a scheduled post leave at its moment. Inside the write that schedules it."""
    leave.using(run_after=clock.from_us(send_at)).enqueue(draft, send_at)


@task()
def leave(draft: int, send_at: int) -> None:
    """Publish a draft that was scheduled for this moment, unless it was moved, taken back or sent since."""
    from . import leaving

    leaving.leave(draft, send_at)


def sweep_gone() -> int:
    """Forget drafts that were deleted or sent more than a day ago; how many."""
    from . import acts

    return acts.sweep_gone()
