"""What is done behind the page of suggested circles."""

from collections.abc import Sequence

from hedgerow.kernel.jobs import task
from hedgerow.people.moving.events import Brought


def brought(events: Sequence[Brought]) -> None:
    """Somebody moved in with people: circles are looked for among them."""
    for event in events:
        look.using(unique_key=f"suggesting:{event.face}").enqueue(event.face)


@task(max_attempts=2)
def look(face: int) -> None:
    """Look for circles among a face's contacts."""
    from . import acts

    acts.find(face)
