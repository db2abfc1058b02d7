"""Which post an outside id means. It gives nothing away: whoever shows a post asks the boundary."""

from collections.abc import Iterable

from hedgerow.boundary import epoch, quick
from hedgerow.boundary.epoch import Remembered

_ids: Remembered[int] = Remembered(100_000)
"""Dense ids by outside ids. Neither ever changes."""


def remember(public_id: int, post: int) -> None:
    """This post was just written, and somebody is about to ask for it. After the commit."""
    _ids.put(public_id, (), epoch.now(), post)


def ids_of(public_ids: Iterable[int]) -> list[int]:
    """The dense ids of these posts, of those that there are."""
    began = epoch.now()
    wanted = list(public_ids)
    known = _ids.several(wanted)
    if missing := [number for number in wanted if number not in known]:
        marks, numbers = quick.places(missing)
        for number, post in quick.rows(_IDS % marks, numbers):
            known[number] = post
            _ids.put(number, (), began, post)
    return [known[number] for number in wanted if number in known]


_IDS = "SELECT public_id, id FROM talk_post WHERE public_id IN (%s)"
