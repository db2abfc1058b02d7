"""What notifications tell those who carry them further."""

from hedgerow.kernel.outbox import Event


class Notified(Event, frozen=True, tag="delivery.notified"):
    """These notifications (public ids) are new."""

    notifications: tuple[int, ...]
