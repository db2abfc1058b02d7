"""What is done behind the page of suggested circles."""

from hedgerow.kernel.jobs import task


@task(max_attempts=2)
def look(face: int) -> None:
    """Look for circles among a face's contacts."""
    from . import acts

    acts.find(face)
