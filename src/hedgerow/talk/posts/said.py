"""How much each face says in public, for everybody alike: the only posts that are counted of a face."""

from collections.abc import Collection, Sequence

import msgspec

from hedgerow.boundary import epoch, quick
from hedgerow.boundary.epoch import Remembered, posts_key
from hedgerow.kernel.clock import from_us

from .rules import PUBLICLY


class Said(msgspec.Struct, frozen=True):
    """How many public posts of its own a face has (no replies, no boosts, none that vanish), and the day of
    the newest (ISO 8601); empty for none.
    """

    count: int
    last: str


NOTHING = Said(0, "")
_said: Remembered[Said] = Remembered(50_000)
_COUNT = """
SELECT author_id, COUNT(*), MAX(entered_at) FROM talk_post
WHERE author_id IN ({authors}) AND scope = '{public}' AND under_id IS NULL AND gone_at IS NULL
AND expires_at IS NULL AND boost_of_id IS NULL GROUP BY author_id
"""


def said(faces: Collection[int]) -> dict[int, Said]:
    """Of each of these faces, in one query for those not remembered."""
    began = epoch.now()
    found = _said.several(faces)
    if len(found) == len(faces):
        return found
    missing = [face for face in dict.fromkeys(faces) if face not in found]
    if missing:
        counted = _read(missing)
        for face in missing:
            found[face] = counted.get(face, NOTHING)
            _said.put(face, (posts_key(face),), began, found[face])
    return found


def _read(faces: Sequence[int]) -> dict[int, Said]:
    authors, numbers = quick.places(faces)
    rows = quick.rows(_COUNT.format(authors=authors, public=PUBLICLY), numbers)
    return {face: Said(count, from_us(newest).date().isoformat()) for face, count, newest in rows}
