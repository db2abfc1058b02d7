"""The hint that something happened, for every open stream of every process."""

from hedgerow.kernel import bus

CHANNEL = "delivery:look"


STOPPED = "delivery:stopped"


def stopped() -> None:
    """Let open conversations ask again who may still hear: somebody may not any more."""
    bus.publish(STOPPED, b"")


def look() -> None:
    """Let the streams look now instead of at their next turn."""
    bus.publish(CHANNEL, b"")
