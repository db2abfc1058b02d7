"""Having an archive of one's face made."""

from hedgerow.people.moving import archives

from . import jobs


def ask_for_archive(actor: int) -> None:
    """Have an archive made in a job; one at a time. Raises Refused("", …) for a second one in a day."""
    archives.ask(actor, lambda export: jobs.make.enqueue(export))
