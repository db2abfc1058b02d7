"""What happens to apps by itself."""

from hedgerow.kernel.jobs import task

from . import acts


@task(max_attempts=3)
def used(token: int) -> None:
    """Note that a token is in use. Asked for at most once a day for each."""
    acts.note_use(token)


def sweep() -> None:
    """Every day: apps that nobody let in, and codes nobody needs any more, are forgotten."""
    acts.sweep()
