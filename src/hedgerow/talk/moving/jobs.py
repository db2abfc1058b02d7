"""What is done behind the pages of moving."""

from hedgerow.kernel.jobs import task


@task(max_attempts=3)
def make(export: int) -> None:
    """Make an archive of one face."""
    from . import exporting

    exporting.make(export)
