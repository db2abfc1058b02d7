"""The kernel's own housekeeping, for `config/wiring.py` to set going."""

from hedgerow.kernel import epochs, once, outbox
from hedgerow.kernel.jobs import every, queue

HOUR = 3600


def keep_house() -> None:
    """Let a worker remove, every hour, what nobody needs any more."""
    every(HOUR, "kernel.outbox", outbox.purge)
    every(HOUR, "kernel.jobs", queue.purge)
    every(HOUR, "kernel.once", once.purge)
    every(HOUR, "kernel.changes", epochs.trim)
