"""What makes the streams look."""

from collections.abc import Sequence
from typing import Any

from .events import look, stopped


def heard(_events: Sequence[Any]) -> None:
    """Something was posted: whose streams it concerns is asked by themselves."""
    look()


def halted(_events: Sequence[Any]) -> None:
    """A face was stopped: every stream asks whether it may go on."""
    look()
    stopped()
