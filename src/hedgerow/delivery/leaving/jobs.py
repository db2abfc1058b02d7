"""What noting does by itself."""

import threading
from collections.abc import Sequence
from typing import Any

import structlog
from django.db import close_old_connections

from hedgerow.kernel.tracing import where

from . import acts, waiting

log = structlog.get_logger(__name__)


def flush_until(stop: threading.Event) -> None:
    """Note every few seconds what apps were given in this process, and once more at the end."""
    while not stop.wait(waiting.SECONDS):
        _flush()
    _flush()


def _flush() -> None:
    try:
        acts.flush()
    except Exception as error:  # it is counted again when it is given again
        waiting.forget()
        log.error("what apps were given was not noted", error=where(error))
    finally:
        close_old_connections()


def forgotten(events: Sequence[Any]) -> None:
    """Faces are gone for good."""
    for event in events:
        acts.forget(event.face)


def tidy() -> None:
    """Once a day: what left long ago is forgotten."""
    acts.tidy()
