"""What makes the streams look."""

from collections.abc import Sequence
from typing import Any

from .events import look


def heard(_events: Sequence[Any]) -> None:
    """Something was posted, or a face was stopped: whose streams it concerns is asked by themselves."""
    look()
