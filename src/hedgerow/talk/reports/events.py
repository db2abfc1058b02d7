"""What the moderators are told of."""

from hedgerow.kernel.outbox import Event


class Reported(Event, frozen=True, tag="talk.reported"):
    """A report waits for the moderators."""

    report: int
    about: int
