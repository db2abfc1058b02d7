"""Pages of long lists: `limit`, `max_id`, `since_id` and `min_id`, and the `Link` that leads on."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import QueryDict

from hedgerow.kernel.windows import Window

from .answers import Answer
from .caller import Caller
from .params import query

PLACES = ("max_id", "since_id", "min_id", "access_token")


class Paged(msgspec.Struct, frozen=True, kw_only=True):
    """What every long list takes; structs of single methods build on it."""

    max_id: int | None = None
    """Only what is older than this."""
    since_id: int | None = None
    """Only what is newer than this, the newest first."""
    min_id: int | None = None
    """Only what is newer than this, those next to it."""
    limit: int | None = None

    def window(self, default: int = 20, most: int | None = None) -> Window:
        """The part of the list that is asked for: `default` of it, and at most `most` (twice as many)."""
        size = default if self.limit is None else min(abs(self.limit), most or 2 * default)
        upwards = self.min_id is not None
        above = self.min_id if upwards else self.since_id
        return Window(max(1, size), _fit(self.max_id), _fit(above), upwards)


def _fit(number: int | None) -> int | None:
    """Within what a database counts with."""
    return None if number is None else max(-1, min(number, 2**63 - 1))


def listed(
    caller: Caller,
    body: Any,
    places: Sequence[int],
    window: Window,
    *,
    next_place: int | None = None,
    more: bool | None = None,
) -> Answer:
    """A page, with the addresses of the next (older) and the previous (newer) one. `places`: the numbers by
    which the list goes on, as they stand on the page; `next_place`: where older ones begin, if not at the
    last. `more`: whether older ones follow; where it is not known, a full page says so.
    """
    links = []
    base = f"{settings.SITE_URL}{caller.request.path}?{_kept(query(caller.request))}"
    follows = len(places) >= window.limit if more is None else more
    if follows and (places or next_place is not None):
        older = places[-1] if next_place is None else next_place
        links.append(f'<{base}max_id={older}>; rel="next"')
    if places:
        links.append(f'<{base}min_id={places[0]}>; rel="prev"')
    return Answer(body, headers={"Link": ", ".join(links)} if links else {})


@lru_cache(maxsize=1_000)
def _kept(asked: bytes) -> str:
    """What the next page is asked with too."""
    pairs = QueryDict(asked).lists()
    kept = urlencode([(key, value) for key, values in pairs for value in values if key not in PLACES])
    return kept and kept + "&"
