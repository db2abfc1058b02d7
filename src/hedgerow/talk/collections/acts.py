"""Making collections, gathering posts on them, putting them in order."""

from collections.abc import Collection as Several
from collections.abc import Sequence

import msgspec
from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.kernel import blobs, clock, images, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.text import normalise
from hedgerow.kernel.writing import write
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.faces import reads as faces
from hedgerow.talk.media import taking
from hedgerow.talk.models import Collection, CollectionItem, Post
from hedgerow.talk.posts import addressing
from hedgerow.talk.posts import rules as post_rules
from hedgerow.talk.posts.known import ids_of
from hedgerow.talk.posts.showing import shown

from . import jobs, reads, rules
from .finding import held, own_row
from .rules import WAYS as WAYS

CHANGES_AN_HOUR = 600
COVER_SIDE = 1280


class Draft(msgspec.Struct, frozen=True):
    """What a collection is called, says of itself, and whom it is for."""

    name: str
    description: str = ""
    audience: Choice | None = Choice()
    """None keeps the audience of one that is changed."""


def make(actor: int, draft: Draft) -> int:
    """A new, empty collection; its public id. Raises Refused("name", "description" or "audience", …)."""
    name, description = _words(draft)
    _insist(actor)
    with write():
        rows = Collection.objects.visible(actor).filter(author=actor)
        if rows.count() >= rules.MOST_COLLECTIONS:
            raise Refused(
                "name", _("You have %(most)d collections already.") % {"most": rules.MOST_COLLECTIONS}
            )
        place = addressing.place(faces.voice(actor), _resolved(actor, draft.audience or Choice()))
        made = Collection.objects.create(
            author_id=actor,
            name=name,
            description=description,
            audience_id=place.id,
            scope=place.scope,
            entered_at=clock.now_us(),
        )
    return made.public_id


def change(actor: int, collection: int, draft: Draft) -> None:
    """Give it other words, or choose anew whom it is for: they see it from now on, and nobody else.

    Raises NotFound, Refused as `make`.
    """
    name, description = _words(draft)
    _insist(actor)
    with write():
        row = held(actor, collection)
        row.name, row.description = name, description
        if draft.audience is not None:
            place = addressing.place(faces.voice(actor), _resolved(actor, draft.audience))
            if place.id != row.audience_id:
                row.audience_id, row.scope, row.entered_at = place.id, place.scope, clock.now_us()
        row.save()
        epoch.changed([epoch.author_key(actor)])


def narrow(actor: int, collection: int, choice: Choice) -> None:
    """From now on only those who see it already, and whom the choice names, see it; nobody else ever does.

    Unlike `change`, nobody who came into a circle since begins to see it. Raises NotFound,
    Refused("audience", …).
    """
    _insist(actor)
    with write():
        row = held(actor, collection)
        old = boundary.read_audience(row.audience_id)
        new = post_rules.narrowed(old, _resolved(actor, choice))
        row.audience_id, row.scope = addressing.place(faces.voice(actor), new)
        row.save(update_fields=["audience", "scope"])
        epoch.changed([epoch.author_key(actor)])


def cover(actor: int, collection: int, data: bytes, alt: str = "") -> None:
    """Put a picture on it, painted anew; no bytes take it away. Raises NotFound, Refused("cover", …)."""
    _insist(actor)
    own_row(actor, collection)
    try:
        said = normalise(alt, rules.LONGEST_ALT)
        fresh = blobs.put(images.make_picture(data, max_side=COVER_SIDE).full, images.KIND) if data else ""
    except Refused as refused:
        raise Refused("cover", refused.message) from refused
    with write():
        row = held(actor, collection)
        taking.delete_later([row.cover_blob])
        row.cover_blob, row.cover_alt = fresh, said if fresh else ""
        row.save(update_fields=["cover_blob", "cover_alt"])


def gather(actor: int, post: int, wanted: Several[int]) -> None:
    """Let a post (public id) that the actor sees be on these collections of the actor's, and on no others.

    Raises NotFound, Refused("collections", …) where one is full.
    """
    _insist(actor)
    found = shown(actor, ids_of([post]))
    # What is said in a conversation stays there.
    talks = Post.objects.visible(actor).filter(public_id=post).exclude(conversation=None)
    if not found or talks.exists():
        raise NotFound
    one = found[0].id
    with write():
        rows = Collection.objects.visible(actor).filter(author=actor)
        rows = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
        boards = {row.public_id: row for row in rows}
        if not set(wanted) <= set(boards):
            raise NotFound
        items = CollectionItem.objects.filter(post=one, collection__in=[row.pk for row in boards.values()])
        had = set(items.values_list("collection__public_id", flat=True))
        items.exclude(collection__public_id__in=wanted).delete()
        for number in sorted(set(wanted) - had):
            _add(boards[number], one)


def fill(actor: int, collection: int, posts: Sequence[int]) -> int:
    """Put these posts (public ids) on an own, empty collection, in this order: those the actor sees.

    How many are on it then. Raises NotFound.
    """
    with write():
        row = held(actor, collection)
        seen = Post.objects.visible(actor).filter(public_id__in=posts, conversation=None, boost_of=None)
        dense = dict(seen.values_list("public_id", "pk"))
        order = [dense[number] for number in dict.fromkeys(posts) if number in dense][: rules.MOST_ITEMS]
        CollectionItem.objects.bulk_create(
            [CollectionItem(collection=row, post_id=post, position=at) for at, post in enumerate(order)]
        )
    return len(order)


def _add(row: Collection, post: int) -> None:
    """What comes last stands first."""
    items = CollectionItem.objects.filter(collection=row)
    if items.count() >= rules.MOST_ITEMS:
        raise Refused(
            "collections",
            _("%(name)s is full: at most %(most)d posts.") % {"name": row.name, "most": rules.MOST_ITEMS},
        )
    order = _order(row)
    CollectionItem.objects.create(collection=row, post_id=post)
    _number(row, [post, *order])


def _order(row: Collection) -> list[int]:
    items = CollectionItem.objects.filter(collection=row).order_by("position", "pk")
    return list(items.values_list("post_id", flat=True))


def take_off(actor: int, collection: int, post: int) -> None:
    """Take a post (public id) off; twice is once. Raises NotFound unless the collection is one's own."""
    with write():
        row = held(actor, collection)
        CollectionItem.objects.filter(collection=row, post__in=ids_of([post])).delete()


def move(actor: int, collection: int, post: int, way: str) -> None:
    """Move a post one place up or down, or to an end. Raises NotFound."""
    with write():
        row = held(actor, collection)
        seen = reads.seen(actor, row)
        one = next((dense for dense, number in seen if number == post), None)
        if one is None or way not in rules.WAYS:
            raise NotFound
        _number(row, rules.moved(_order(row), [dense for dense, _ in seen], one, way))


def _number(row: Collection, order: list[int]) -> None:
    places = {post: place for place, post in enumerate(order)}
    items = list(CollectionItem.objects.filter(collection=row))
    for item in items:
        item.position = places[item.post_id]
    CollectionItem.objects.bulk_update(items, ["position"], batch_size=100)


def delete(actor: int, collection: int) -> None:
    """Nobody sees it any more; what is on it stays where it was. For a minute `restore` brings it back."""
    with write():
        row = held(actor, collection)
        row.gone_at = clock.now_us()
        row.save(update_fields=["gone_at"])
        jobs.wipe_later(row.pk, row.gone_at)
        epoch.changed([epoch.author_key(actor)])


def restore(actor: int, collection: int) -> None:
    """Bring back what was deleted less than a minute ago. Raises NotFound once it is too late."""
    _insist(actor)
    with write():
        rows = Collection.objects.unguarded(reason="its author takes back the deletion of an own collection")
        row = rows.select_for_update(no_key=True).filter(public_id=collection, author=actor).first()
        if row is None or (row.gone_at and clock.now_us() - row.gone_at > rules.UNDO_US):
            raise NotFound
        row.gone_at = None
        row.save(update_fields=["gone_at"])


def _words(draft: Draft) -> tuple[str, str]:
    name = _clean("name", draft.name, rules.LONGEST_NAME)
    if not name:
        raise Refused("name", _("Give it a name."))
    return " ".join(name.split()), _clean("description", draft.description, rules.LONGEST_DESCRIPTION)


def _clean(field: str, text: str, longest: int) -> str:
    try:
        return normalise(text, longest)
    except Refused as refused:
        raise Refused(field, refused.message) from refused


def _resolved(actor: int, choice: Choice) -> boundary.Audience:
    if choice.scope == "parent":
        raise Refused("audience", _("Choose whom it is for."))
    return audiences.resolve(actor, choice)


def _insist(actor: int) -> None:
    if actor in boundary.stopped():
        raise NotFound
    limits.allow(f"collections:{actor}", limit=CHANGES_AN_HOUR, per_seconds=3600)
