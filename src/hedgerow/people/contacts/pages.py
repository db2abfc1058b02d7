"""Long lists of a face's ties, the newest first, for that face alone.

They go on by the moment of each tie in microseconds: a number that means something to nobody else.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from hedgerow.kernel.windows import Window
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Block, Follow, FollowRequest, Mute


class FacePage(NamedTuple):
    """Some faces (dense ids) and their places in the list; `next` is the place after which others may
    follow.
    """

    faces: list[int]
    places: list[int]
    next: int | None


def followers_page(actor: int, window: Window) -> FacePage:
    """Who follows this face."""
    return _page(Follow.objects.filter(followed=actor), "follower_id", window)


def following_page(actor: int, window: Window) -> FacePage:
    """Whom this face follows."""
    return _page(Follow.objects.filter(follower=actor), "followed_id", window)


def blocked_page(actor: int, window: Window) -> FacePage:
    """Whom this face blocked, by the one name it blocked."""
    return _page(Block.objects.filter(blocker=actor), "blocked_id", window)


def asking(actor: int, window: Window) -> FacePage:
    """Who asks to follow this face and waits for an answer."""
    return _page(FollowRequest.objects.filter(asked=actor, ignored=False), "asker_id", window)


def muted_page(actor: int, window: Window) -> FacePage:
    """Whom this face muted, the one it muted last first."""
    return _page(Mute.objects.filter(muter=actor), "muted_id", window)


def _page(rows: QuerySet[Any, Any], column: str, window: Window) -> FacePage:
    return _filled(lambda some: some.cut_by_time(rows, "at", column), window)


def _filled(cut: Callable[[Window], list[tuple[int, int]]], window: Window) -> FacePage:
    """The active ones among the rows. Where others stood between, reading goes on until the page is full."""
    shown: list[tuple[int, int]] = []
    while True:
        rows = cut(window)
        cards = faces.cards(face for _place, face in rows)
        shown += [(place, face) for place, face in rows if cards[face].state == "active"]
        if window.upwards or len(rows) < window.limit or len(shown) >= window.limit:
            break
        window = window._replace(before=rows[-1][0])
    after = rows[-1][0] if len(rows) >= window.limit else None
    return FacePage([face for _, face in shown], [place for place, _ in shown], after)
