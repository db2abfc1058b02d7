"""The hint that something happened, for every open stream of every process."""

from hedgerow.kernel import bus

CHANNEL = "delivery:look"


def look() -> None:
    """Let the streams look now instead of at their next turn."""
    bus.publish(CHANNEL, b"")
