"""How much each face says in public, for everybody alike: the only posts that are counted of a face."""

from collections.abc import Collection, Iterable

import msgspec
from django.db import connection

from hedgerow.boundary import epoch
from hedgerow.boundary.epoch import Remembered, posts_key
from hedgerow.kernel.clock import from_us
from hedgerow.talk import bodies


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
WHERE author_id IN ({authors}) AND audience_id = {public} AND under_id IS NULL AND gone_at IS NULL
AND expires_at IS NULL AND boost_of_id IS NULL GROUP BY author_id
"""


def said(faces: Collection[int]) -> dict[int, Said]:
    """Of each of these faces, in one query for those not remembered."""
    began = epoch.now()
    found = {face: known for face in faces if (known := _said.peek(face)) is not None}
    missing = [face for face in dict.fromkeys(faces) if face not in found]
    if missing:
        counted = _read(missing)
        for face in missing:
            found[face] = counted.get(face, NOTHING)
            _said.put(face, (posts_key(face),), began, found[face])
    return found


def _read(faces: Iterable[int]) -> dict[int, Said]:
    # Only integers are formatted into the statement.
    authors = ",".join(f"{face:d}" for face in faces)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(authors=authors, public=f"{bodies.public_audience():d}"))
        rows = cursor.fetchall()
    return {face: Said(count, from_us(newest).date().isoformat()) for face, count, newest in rows}
