"""Ties the rooms together: the one place that lists who listens to which event, and what runs behind.

Rooms never import upwards; what happens below is told here to those above. They are imported inside the
functions: this module is loaded before Django knows its models.
"""

import threading

from django.conf import settings

_stop = threading.Event()
_worker: list[threading.Thread] = []


def wire() -> None:
    """Registers every listener, hot door and recurring task. Called once in each process, at its start."""


def start() -> None:
    """Begins background work in this web process, where no worker process does it."""
    if not settings.WORKER_INSIDE or _worker:
        return
    from hedgerow.kernel import jobs

    _stop.clear()
    thread = threading.Thread(target=jobs.run_worker, args=[_stop], name="worker", daemon=True)
    _worker.append(thread)
    thread.start()


def stop() -> None:
    """Ends it; what was begun is finished, or taken up again at the next start."""
    _stop.set()
    while _worker:
        _worker.pop().join(15)
