"""What concerns many faces and can wait a moment."""

from hedgerow.kernel.jobs import task

from . import finding


@task()
def fill_found() -> None:
    """Take in every face that stood before faces could be found by words. Twice is once."""
    finding.rebuild()
