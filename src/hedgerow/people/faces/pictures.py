"""Pictures of faces: each its own file under a random name, even when two faces bring the same bytes."""

from hedgerow.kernel import blobs, images
from hedgerow.kernel.errors import Refused


def keep(data: bytes) -> str:
    """Make a small square picture of what was brought, and keep it; the new file's random name.

    Raises Refused("picture", …) for what is no picture, or too large a one. Not inside `write()`.
    """
    try:
        made = images.make_avatar(data)
    except Refused as error:
        raise Refused("picture", error.message) from None
    return blobs.put(made, images.KIND)


def keep_header(data: bytes) -> str:
    """The same for the wide picture above a face's page. Raises Refused("header", …)."""
    try:
        made = images.make_header(data)
    except Refused as error:
        raise Refused("header", error.message) from None
    return blobs.put(made, images.KIND)


def discard(blob: str) -> None:
    """Remove a file nobody shows any more."""
    if blob:
        blobs.delete(blob)
