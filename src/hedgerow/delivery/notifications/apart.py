"""What a face's policy keeps apart: for each sender one request, which it accepts or turns down."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from hedgerow.delivery.models import Notification
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.windows import Window
from hedgerow.talk.posts.reads import Shown

from .lists import Asked, Item, listed
from .reads import LOOKED_AT

APART = Asked(filtered=True)


class Request(msgspec.Struct, frozen=True):
    """What of one face is kept apart. `number`: that of the oldest notification among it."""

    number: int
    sender: int
    count: int
    first: datetime
    last: datetime
    post: Shown | None
    """The newest post among it."""


def requests(viewer: int, window: Window) -> list[Request]:
    """Those this face may know of, the newest first."""
    found = _requests(viewer)
    numbers = sorted((request.number for request in found), reverse=True)
    kept = set(window.within(numbers))
    return [request for request in found if request.number in kept]


def one(viewer: int, number: int) -> Request:
    """One of them. Raises NotFound."""
    for request in _requests(viewer):
        if request.number == number:
            return request
    raise NotFound


def counts(viewer: int) -> tuple[int, int]:
    """How many requests there are, and how many notifications stand in them."""
    found = _requests(viewer)
    return len(found), sum(request.count for request in found)


def senders(actor: int, numbers: Collection[int]) -> set[int]:
    """Whom these requests come from. Raises NotFound if one is none."""
    rows = Notification.objects.filter(face=actor, filtered=True, public_id__in=list(numbers))
    found = dict(rows.values_list("public_id", "actor_id"))
    if set(numbers) - set(found):
        raise NotFound
    return set(found.values())


def _requests(viewer: int) -> list[Request]:
    by_sender: dict[int, list[Item]] = {}
    for item in listed(viewer, Window(LOOKED_AT), APART).items:
        if item.actor is not None:
            by_sender.setdefault(item.actor, []).append(item)
    made = [_request(sender, items) for sender, items in by_sender.items()]
    return sorted(made, key=lambda request: -request.number)


def _request(sender: int, items: list[Item]) -> Request:
    post = next((item.post for item in items if item.post is not None), None)
    return Request(items[-1].public_id, sender, len(items), items[-1].at, items[0].at, post)
