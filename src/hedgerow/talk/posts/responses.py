"""Who responded to a post, for whoever sees it; and what a face itself kept and liked.

Counts are equal for all readers of a post; a block hides names, not numbers.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.clock import from_us
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.windows import Window
from hedgerow.talk.models import Bookmark, Post, Reaction

from .hanging import seen_by
from .known import ids_of
from .showing import Shown, post, shown


class Faces(NamedTuple):
    """Faces (dense ids), with the numbers by which their list goes on."""

    faces: list[int]
    places: list[int]


class Kept(NamedTuple):
    """Posts, and the numbers by which their list goes on, those that are not there any more included."""

    shown: list[Shown]
    places: list[int]


def some(viewer: int | None, public_ids: Sequence[int]) -> list[Shown]:
    """Those of these posts (public ids) that the viewer may see, in the order given."""
    order = {number: place for place, number in enumerate(public_ids)}
    return sorted(shown(viewer, ids_of(public_ids)), key=lambda each: order[each.listed])


def boosters(viewer: int | None, public_id: int, window: Window) -> Faces:
    """Who boosts a post, as far as the viewer may see the boosts, the latest first. Raises NotFound."""
    found = post(viewer, public_id)
    rows = Post.objects.visible(viewer).filter(boost_of=found.id)
    pairs = window.cut(rows, "public_id", "author_id")
    return Faces([face for _, face in pairs], [place for place, _ in pairs])


def reactors(viewer: int | None, public_id: int, window: Window) -> Faces:
    """Who reacted to a post, in the order of their outside ids, which says nothing of when.

    Raises NotFound.
    """
    found = post(viewer, public_id)
    hidden = {*boundary.stopped(), *(boundary.vetoed(viewer) if viewer is not None else ())}
    rows = Reaction.objects.filter(post=found.id).exclude(face__in=hidden)
    pairs = window.cut(rows, "face__public_id", "face_id")
    return Faces([face for _, face in pairs], [place for place, _ in pairs])


def quotes(viewer: int | None, public_id: int, window: Window) -> Kept:
    """What quotes a post, as far as the viewer may see it, the latest first. Raises NotFound."""
    found = post(viewer, public_id)
    rows = Post.objects.visible(viewer).filter(quote_of=found.id)
    pairs = window.cut(rows, "public_id", "id")
    return Kept(shown(viewer, [number for _, number in pairs]), [place for place, _ in pairs])


def kept(viewer: int, window: Window) -> Kept:
    """What the viewer keeps and may still see, last kept first."""
    return _own(viewer, Bookmark.objects.filter(face=viewer), window)


def liked(viewer: int, window: Window) -> Kept:
    """What the viewer reacted to and may still see, the latest first."""
    return _own(viewer, Reaction.objects.filter(face=viewer), window)


def _own(viewer: int, rows: Any, window: Window) -> Kept:
    """By the moment (microseconds) at which the viewer marked them: only it is told."""
    rows = rows.filter(seen_by(viewer))
    moments = window._replace(before=_moment(window.before), above=_moment(window.above))  # type: ignore[arg-type]
    pairs = moments.cut(rows, "at", "post_id")
    return Kept(shown(viewer, [number for _, number in pairs]), [_microseconds(at) for at, _ in pairs])


def _moment(number: int | None) -> datetime | None:
    return from_us(min(max(number, 0), 2**51)) if number is not None else None


def _microseconds(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def source(viewer: int, public_id: int) -> tuple[str, str]:
    """The words and the content note of a post, as they were written. Raises NotFound."""
    rows = Post.objects.visible(viewer).filter(public_id=public_id, boost_of=None)
    found = rows.values_list("text", "content_note").first()
    if found is None:
        raise NotFound
    return found


def embedded(public_id: int) -> Shown:
    """A post that anyone on the web may show. Raises NotFound for every other one."""
    found = post(None, public_id)
    if not found.body.public:
        raise NotFound
    return found
