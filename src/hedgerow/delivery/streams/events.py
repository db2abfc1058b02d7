"""The hints that something happened, for every open stream of every process. Numbers, never words."""

import msgspec

from hedgerow.kernel import bus

CHANNEL = "delivery:look"
STOPPED = "delivery:stopped"
HAPPENED = "delivery:happened"


class Hint(msgspec.Struct, frozen=True, array_like=True):
    """What happened, and to which things (see `feeds`). Each stream asks the boundary what it may hear."""

    what: str
    numbers: tuple[int, ...] = ()


POSTED, BOOSTED, EDITED, GONE, NARROWED = "posted", "boosted", "edited", "gone", "narrowed"
UNBOOSTED = "unboosted"
MESSAGED, NOTIFIED, MERGED = "messaged", "notified", "merged"
ANNOUNCED, WITHDRAWN, REACTED = "announced", "withdrawn", "reacted"
FILTERS, LOOK = "filters", "look"

_decode = msgspec.json.Decoder(Hint).decode


def stopped() -> None:
    """Let open conversations ask again who may still hear: somebody may not any more."""
    bus.publish(STOPPED, b"")


def look() -> None:
    """Let the streams look now instead of at their next turn."""
    bus.publish(CHANNEL, b"")


def happened(what: str, *numbers: int) -> None:
    """Let the streams of apps hear of something."""
    bus.publish(HAPPENED, msgspec.json.encode(Hint(what, numbers)))


def read(body: bytes) -> Hint:
    """The hint that came over the bus."""
    return _decode(body)
