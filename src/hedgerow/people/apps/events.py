"""What apps tell the rooms above."""

from hedgerow.kernel.outbox import Event


class AccessEnded(Event, frozen=True, tag="people.access_ended"):
    """A token was taken away: what was opened or subscribed with it ends."""

    token: int
