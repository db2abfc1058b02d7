"""What one face left on posts: its reaction, bookmark, boost and vote. Told to nobody but that face."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from hedgerow.boundary import quick
from hedgerow.boundary.epoch import Remembered
from hedgerow.talk.keys import mine_key


class Marks(NamedTuple):
    """What one face left on one post."""

    reacted: str = ""
    """Its emoji, or empty."""
    bookmarked: bool = False
    boosted: bool = False
    voted: tuple[int, ...] = ()
    """The places of the answers it chose in the post's poll, in the order in which it chose them."""


NO_MARKS = Marks()
REACTED, BOOKMARKED, BOOSTED, VOTED = range(4)
PARTS = (
    (REACTED, "post_id", "emoji", "talk_reaction WHERE face_id = {reader} AND post_id IN {marked}"),
    (BOOKMARKED, "post_id", "''", "talk_bookmark WHERE face_id = {reader} AND post_id IN {marked}"),
    (
        BOOSTED,
        "boost_of_id",
        "''",
        "talk_post WHERE author_id = {reader} AND boost_of_id IN {marked} AND gone_at IS NULL",
    ),
    (
        VOTED,
        "q.post_id",
        "CAST(v.id AS TEXT) || ' ' || CAST(o.position AS TEXT)",
        "talk_pollvote v JOIN talk_polloption o ON o.id = v.option_id JOIN talk_poll q ON q.id = o.poll_id"
        " WHERE v.face_id = {reader} AND q.post_id IN {marked}",
    ),
)
"""Kind, post, word, and where from: for a statement of `bodies` that reads posts and marks together. Who
reads
is the one row of `reader` (face), and the posts are those of `marked` (id).
"""
TABLES = {"reader": "(SELECT face FROM reader)", "marked": "(SELECT id FROM marked)"}
"""How the parts name them."""

_STATEMENT = "WITH reader(face) AS (SELECT %s), marked(id) AS (SELECT id FROM talk_post WHERE id IN ({ids})) "
_STATEMENT += " UNION ALL ".join(
    f"SELECT {kind}, {post}, {word} FROM {rest.format(**TABLES)}"  # noqa: S608 (this module's own words)
    for kind, post, word, rest in PARTS
)

Own = dict[int, Marks]
_marks: Remembered[Own] = Remembered(20_000)
_MOST = 5_000


def known(viewer: int | None) -> Own:
    """The marks of this face that are remembered. It grows while it is good: ask for it before a reading."""
    return _marks.get(viewer, (mine_key(viewer),), dict) if viewer is not None else {}


def marks(viewer: int | None, ids: Iterable[int]) -> Own:
    """The viewer's marks on these posts, in one query for those not remembered."""
    own = known(viewer)
    missing = [post for post in ids if post not in own] if viewer is not None else []
    if missing:
        places, numbers = quick.places(missing)
        learn(own, missing, quick.rows(_STATEMENT.format(ids=places), (viewer or 0, *numbers)))
    return own


def marked_by(post: int) -> set[int]:
    """The faces that left anything on this post (dense id)."""
    return {face for (face,) in quick.rows(_MARKED_BY, (post, post, post, post))}


_MARKED_BY = """
SELECT face_id FROM talk_reaction WHERE post_id = %s
UNION SELECT face_id FROM talk_bookmark WHERE post_id = %s
UNION SELECT author_id FROM talk_post WHERE boost_of_id = %s
UNION SELECT v.face_id FROM talk_pollvote v JOIN talk_polloption o ON o.id = v.option_id
 JOIN talk_poll q ON q.id = o.poll_id WHERE q.post_id = %s
"""


def learn(own: Own, posts: Collection[int], rows: Iterable[tuple[Any, ...]]) -> None:
    """Take in what was read of these posts: rows of kind, post and word."""
    if len(own) > _MOST:
        own.clear()
    found: defaultdict[int, Marks] = defaultdict(Marks)
    votes: defaultdict[int, list[list[int]]] = defaultdict(list)
    for kind, post, word in rows:
        left = found[post]
        if kind == REACTED:
            found[post] = left._replace(reacted=word)
        elif kind == BOOKMARKED:
            found[post] = left._replace(bookmarked=True)
        elif kind == BOOSTED:
            found[post] = left._replace(boosted=True)
        else:
            votes[post].append([int(part) for part in word.split()])
    for post, cast in votes.items():
        found[post] = found[post]._replace(voted=tuple(place for _, place in sorted(cast)))
    own.update({post: found.get(post, NO_MARKS) for post in posts})
