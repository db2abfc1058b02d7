"""What authors ask of their own collections: who sees one, and why."""

from hedgerow.talk import readers
from hedgerow.talk.posts import telling
from hedgerow.talk.readers import MOST_READERS, Explained, Readers

from .finding import own_row, row


def who(actor: int, collection: int, start: int = 0, limit: int = MOST_READERS) -> Readers:
    """Who can see one's own collection (public id) now, and why. Raises NotFound.

    What is on it is asked of the boundary post by post: to see a collection is to see none of them yet.
    """
    found = own_row(actor, collection)
    parts = telling.read_audiences({found.audience_id})
    told = telling.sentence(actor, found.audience_id, parts[found.audience_id])
    return readers.of(actor, found, told, start, limit)


def explain_for(actor: int, collection: int, face: int) -> Explained:
    """Why a face sees one's own collection, or why not. Raises NotFound."""
    return readers.explained(actor, own_row(actor, collection), face)


def scope(viewer: int | None, collection: int) -> str:
    """The audience of a collection in one word, as others may know it. Raises NotFound."""
    return row(viewer, collection).scope


__all__ = ["explain_for", "scope", "who"]
