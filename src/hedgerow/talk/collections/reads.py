"""Collections and what is on them, as a viewer may see them."""

from collections.abc import Iterator

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.kernel import blobs
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.grants import sign_grant
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice, Told
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.media.reads import File, asker
from hedgerow.talk.models import Collection, CollectionItem, Post
from hedgerow.talk.posts import rules as post_rules
from hedgerow.talk.posts import telling
from hedgerow.talk.posts.known import ids_of
from hedgerow.talk.posts.showing import Shown, shown
from hedgerow.talk.readers import Explained, Readers

from .asking import explain_for, scope, who
from .finding import own_row, row

COVER = 3
"""The version of grants for covers; see `talk.media.addresses`."""
COVER_MIME = "image/webp"


class Board(msgspec.Struct, frozen=True):
    """A collection as one viewer sees it. It has no number of posts: that would differ from eye to eye."""

    public_id: int
    author: FaceCard
    name: str
    description: str
    told: Told
    mine: bool
    cover_url: str
    """Empty for none."""
    cover_alt: str

    @property
    def url(self) -> str:
        """Where its own page is."""
        return f"/@{self.author.address}/collections/{self.public_id}"


class Page(msgspec.Struct, frozen=True):
    """Some posts of a collection; `next` is what to give as `after` for more, None at the end."""

    shown: list[Shown]
    next: int | None


def own(actor: int) -> list[Board]:
    """The actor's own collections, by name."""
    rows = Collection.objects.visible(actor).filter(author=actor).order_by("name", "pk")
    return _boards(actor, list(rows))


def of(viewer: int | None, face: int) -> list[Board]:
    """Those of a face's collections that the viewer may see, by name."""
    rows = Collection.objects.visible(viewer).filter(author=face).order_by("name", "pk")
    return _boards(viewer, list(rows))


def one(viewer: int | None, collection: int) -> Board:
    """A collection (public id). Raises NotFound: the same for missing and forbidden."""
    return _boards(viewer, [row(viewer, collection)])[0]


def items(viewer: int | None, collection: int, after: int | None = None, limit: int = 20) -> Page:
    """The posts on it that the viewer may see, in its order. `after`: the public id of the last one before.

    What is named by `after` and not seen is not looked for: then it begins at the beginning. Raises NotFound.
    """
    found = seen(viewer, row(viewer, collection))
    numbers = [number for _, number in found]
    begin = numbers.index(after) + 1 if after in numbers else 0
    some = found[begin : begin + limit]
    more = some[-1][1] if begin + limit < len(found) else None
    return Page(shown(viewer, [post for post, _ in some]), more)


def seen(viewer: int | None, board: Collection) -> list[tuple[int, int]]:
    """Dense and public ids of its posts that the viewer may see, in its order."""
    posts = Post.objects.visible(viewer).filter(conversation=None)
    rows = CollectionItem.objects.filter(collection=board, post__in=posts)
    return list(rows.order_by("position", "pk").values_list("post_id", "post__public_id"))


def with_post(actor: int, post: int) -> tuple[list[Board], set[int]]:
    """The actor's collections, and the public ids of those that hold this post (public id)."""
    held = CollectionItem.objects.filter(
        collection__author=actor, post__in=ids_of([post]), collection__gone_at=None
    )
    return own(actor), set(held.values_list("collection__public_id", flat=True))


def choice(actor: int, collection: int) -> Choice | None:
    """Whom an own collection is for, as a choice; None where no single choice says it. Raises NotFound."""
    return audiences.choice_of(actor, boundary.read_audience(own_row(actor, collection).audience_id))


def cover_for(viewer: int | None, collection: int, *, grant: str = "") -> File:
    """The picture on a collection for a viewer, or for the face of its grant. Raises NotFound."""
    found = row(asker(viewer, grant, collection, COVER), collection)
    if not found.cover_blob:
        raise NotFound
    return File(blobs.path(found.cover_blob), COVER_MIME, boundary.check(None, found), found.cover_blob)


def own_cover(actor: int, collection: int) -> str:
    """The file of the picture on an own collection, for an archive; empty for none. Raises NotFound."""
    return own_row(actor, collection).cover_blob


def _boards(viewer: int | None, rows: list[Collection]) -> list[Board]:
    cards = faces.cards({row.author_id for row in rows})
    mine = telling.read_audiences({row.audience_id for row in rows if row.author_id == viewer})
    return [_board(viewer, row, cards[row.author_id], mine) for row in rows if row.author_id in cards]


def _board(viewer: int | None, row: Collection, card: FaceCard, mine: dict[int, boundary.Audience]) -> Board:
    if row.author_id == viewer and viewer is not None:
        told = telling.sentence(viewer, row.audience_id, mine[row.audience_id])
    else:
        told = telling.of_scope(row.scope, card.name)
    return Board(
        row.public_id,
        card,
        row.name,
        row.description,
        told,
        row.author_id == viewer,
        _cover(viewer, row),
        row.cover_alt,
    )


def _cover(viewer: int | None, row: Collection) -> str:
    if not row.cover_blob:
        return ""
    url = f"/media/collection/{row.public_id}"
    if row.scope == post_rules.PUBLICLY or viewer is None:
        return url
    return f"{url}?grant={sign_grant(row.public_id, viewer, COVER)}"


def named_blobs() -> Iterator[str]:
    """Every file that collections still name, for the sweep of those nobody names."""
    rows = Collection.objects.unguarded(reason="which files are still named; shows nothing to anybody")
    yield from rows.exclude(cover_blob="").values_list("cover_blob", flat=True).iterator()


__all__ = [
    "Board", "Explained", "Page", "Readers", "choice", "cover_for", "explain_for", "items", "named_blobs",
    "of", "one", "own", "own_cover", "scope", "who", "with_post",
]  # fmt: skip
