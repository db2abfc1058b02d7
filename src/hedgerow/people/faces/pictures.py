"""Pictures of faces: each its own file under a random name, even when two faces bring the same bytes."""


def keep(data: bytes) -> str:
    """Make a small square picture of what was brought, and keep it; the new file's random name.

    Raises Refused("picture", …) for what is no picture, or too large a one.
    """
    raise NotImplementedError


def discard(blob: str) -> None:
    """Remove a file nobody shows any more."""
