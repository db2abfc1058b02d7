"""What happens to circles by itself."""

from . import acts


def forget_moves() -> None:
    """Every hour: no note of a move outlives the time in which it can be taken back."""
    acts.forget_moves()
