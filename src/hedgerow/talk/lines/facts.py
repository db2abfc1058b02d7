"""Posts as lines of numbers. A line is a thing the boundary can be asked about (`boundary.sight.Thing`)."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from hedgerow.boundary import quick
from hedgerow.talk.models import Post, PostTag, Reaction
from hedgerow.talk.posts.rules import PUBLICLY


class Line(NamedTuple):
    """One post: who, to whom, since when, under what, and what it answers, boosts or quotes."""

    id: int
    public_id: int
    author_id: int
    audience_id: int
    entered_at: int
    under_id: int | None
    gone_at: int | None
    expires_at: int | None
    version: int
    reply_to: int | None
    reply_author: int | None
    boost_of: int | None
    boost_author: int | None
    quote_of: int | None
    quote_author: int | None
    conversation: int | None = None
    """The conversation (dense id) that it was said in."""
    language: str = ""
    unlisted: bool = False


FEW_AUTHORS = 8
MOST_SHARED = 20_000
"""So many lines are known by id, some 400 bytes each, to be the same object in every list."""
SPARE = 100
"""So many more of the newest are looked at than are wanted, since some are gone."""

_COLUMNS = (
    *("id", "public_id", "author_id", "audience_id", "entered_at", "under_id", "gone_at", "expires_at"),
    *("version", "reply_to_id", "reply_to__author_id", "boost_of_id", "boost_of__author_id"),
    *("quote_of_id", "quote_of__author_id", "conversation_id", "language", "unlisted"),
)


def newest(authors: Collection[int] | None, since: int, limit: int, **which: Any) -> list[Line]:
    """The newest lines of these faces (None: of everybody) that are not gone, newest first, in one query, or
    a few where much of it is gone.

    `since`: none with an older public id. `which`: fields of a post that narrow it further.
    """
    if authors is not None and len(authors) > FEW_AUTHORS:
        return _of_many(authors, since, limit, which)
    rows = _candidates().filter(public_id__gte=since, **which)
    return _first(rows if authors is None else rows.filter(author__in=authors), limit)


def _of_many(authors: Collection[int], since: int, limit: int, which: dict[str, Any]) -> list[Line]:
    """Of all that many people ever said, the index alone tells which is the newest; only that is read. All
    of it is, so that it shows whether there is more.
    """
    numbers = _every().filter(author__in=authors, public_id__gte=since).order_by("-public_id")
    fits = ExpressionWrapper(Q(gone_at=None, conversation=None, **which), BooleanField())
    taken = limit + SPARE
    while True:
        newest = _every().filter(public_id__in=numbers.values("public_id")[:taken]).annotate(fits=fits)
        rows = list(newest.order_by("-public_id").values_list("fits", *_COLUMNS))
        found = [row[1:] for row in rows if row[0]][:limit]
        if len(found) == limit or len(rows) < taken:
            return [_shared(Line._make(row)) for row in found]
        taken *= 4


def carrying(tags: Collection[str], besides: Collection[int], limit: int) -> list[Line]:
    """The newest lines of what others say to everybody with one of these tags (keys)."""
    carried = Exists(PostTag.objects.filter(post=OuterRef("pk"), tag__key__in=tags))
    rows = _candidates().filter(carried, scope=PUBLICLY, unlisted=False, under=None, brought=None)
    return _first(rows.exclude(author__in=besides), limit)


def _every() -> QuerySet[Post, Post]:
    return Post.objects.unguarded(reason="candidates for a list; the boundary is asked before one is shown")


def _candidates() -> QuerySet[Post, Post]:
    return _every().filter(gone_at=None, conversation=None)


def _first(rows: QuerySet[Post, Post], limit: int) -> list[Line]:
    return [_shared(Line._make(row)) for row in rows.order_by("-public_id").values_list(*_COLUMNS)[:limit]]


def _shared(line: Line) -> Line:
    """The same line, as the object that other lists hold of it: a post stands in many homes."""
    known = _newest_read.get(line.id)
    if known == line:
        return known
    if len(_newest_read) >= MOST_SHARED:
        _newest_read.clear()
    _newest_read[line.id] = line
    return line


_newest_read: dict[int, Line] = {}


def lines(posts: Iterable[int]) -> dict[int, Line]:
    """The lines of these posts (dense ids), gone ones too, in one query.

    Nothing is shown of them: whoever tells somebody because of a line asks the boundary before.
    """
    wanted = set(posts)
    if not wanted:
        return {}
    marks, numbers = quick.places(list(wanted))
    return {row[0]: Line._make(row) for row in quick.rows(_LINES % marks, numbers)}


_LINES = """
SELECT p.id, p.public_id, p.author_id, p.audience_id, p.entered_at, p.under_id, p.gone_at, p.expires_at,
       p.version, p.reply_to_id, a.author_id, p.boost_of_id, b.author_id, p.quote_of_id, q.author_id,
       p.conversation_id, p.language, p.unlisted
FROM talk_post p LEFT JOIN talk_post a ON a.id = p.reply_to_id LEFT JOIN talk_post b ON b.id = p.boost_of_id
LEFT JOIN talk_post q ON q.id = p.quote_of_id WHERE p.id IN (%s)
"""


def derived_from(posts: Collection[int]) -> list[Line]:
    """The lines that boost or quote one of these posts and are not gone."""
    rows = Post.objects.unguarded(reason="whom an edit concerns; the boundary is asked before they are told")
    mine = rows.filter(boost_of__in=posts) | rows.filter(quote_of__in=posts)
    return [Line._make(row) for row in mine.filter(gone_at=None).values_list(*_COLUMNS)]


def mentioned(posts: Collection[int]) -> dict[int, list[int]]:
    """For each of these posts the faces that its text names. Naming addresses nobody."""
    found: dict[int, list[int]] = {}
    if not posts:
        return found
    marks, numbers = quick.places(list(posts))
    for post, face in quick.rows(_MENTIONED % marks, numbers):
        found.setdefault(post, []).append(face)
    return found


_MENTIONED = "SELECT post_id, face_id FROM talk_mention WHERE post_id IN (%s) ORDER BY id"


def tags(post: int) -> set[str]:
    """The keys of the tags that a post (dense id) carries."""
    return set(PostTag.objects.filter(post=post).values_list("tag__key", flat=True))


def reactions_to(posts: Collection[int]) -> dict[tuple[int, int], str]:
    """The emoji of every reaction to these posts, by post and face."""
    rows = Reaction.objects.filter(post__in=posts).values_list("post_id", "face_id", "emoji")
    return {(post, face): emoji for post, face, emoji in rows}


def threads(posts: Collection[int]) -> dict[int, int]:
    """For each of these posts (dense ids) that answers, the post that began its thread."""
    if not posts:
        return {}
    marks, numbers = quick.places(list(posts))
    statement = f"SELECT id, root_id FROM talk_post WHERE root_id IS NOT NULL AND id IN ({marks})"  # noqa: S608
    return dict(quick.rows(statement, numbers))


def voices(roots: Collection[int]) -> dict[int, set[int]]:
    """Who speaks in the threads that these posts (dense ids) began, who began them included."""
    if not roots:
        return {}
    marks, numbers = quick.places(list(roots))
    statement = (
        f"SELECT DISTINCT root_id, author_id FROM talk_post WHERE root_id IN ({marks}) AND gone_at IS NULL"  # noqa: S608
        f" UNION SELECT id, author_id FROM talk_post WHERE id IN ({marks})"
    )
    found: dict[int, set[int]] = {}
    for root, author in quick.rows(statement, [*numbers, *numbers]):
        found.setdefault(root, set()).add(author)
    return found
