"""Ties the rooms together: the one place that lists who listens to which event, and what runs behind.

Rooms never import upwards; what happens below is told here to those above.
"""


def wire() -> None:
    """Registers every listener. Called once in each process that serves or works."""


def start() -> None:
    """Begins background work in this process, in small mode: its jobs run in threads beside Django."""


def stop() -> None:
    """Ends it; what was begun is finished or taken up again at the next start."""
