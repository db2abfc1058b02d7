"""The tags that a face follows, for itself alone."""

from collections.abc import Collection

from hedgerow.kernel.windows import Window
from hedgerow.people.models import FollowedTag


def page(actor: int, window: Window) -> list[tuple[int, str]]:
    """Their keys, with their places in the list."""
    return window.cut(FollowedTag.objects.filter(face=actor), "public_id", "key")


def among(actor: int, keys: Collection[str]) -> set[str]:
    """Those of these keys that the actor follows."""
    return set(FollowedTag.objects.filter(face=actor, key__in=keys).values_list("key", flat=True))
