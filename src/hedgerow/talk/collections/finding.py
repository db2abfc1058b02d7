"""The row of a collection, for who may see it."""

from hedgerow.kernel.errors import NotFound
from hedgerow.talk.models import Collection


def row(viewer: int | None, collection: int) -> Collection:
    """A collection (public id) the viewer may see. Raises NotFound: the same for missing and forbidden."""
    found = Collection.objects.visible(viewer).filter(public_id=collection).first()
    if found is None:
        raise NotFound
    return found


def own_row(actor: int, collection: int) -> Collection:
    """One's own collection. Raises NotFound."""
    found = row(actor, collection)
    if found.author_id != actor:
        raise NotFound
    return found


def held(actor: int, collection: int) -> Collection:
    """The same for a write: whoever else changes it waits. Raises NotFound."""
    rows = Collection.objects.visible(actor).filter(public_id=collection, author=actor)
    found = rows.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise NotFound
    return found
