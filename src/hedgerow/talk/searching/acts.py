"""Keeping what can be found in step with what was said. Shows nothing to anybody."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

from hedgerow.boundary import quick, scopes
from hedgerow.kernel.searching.index import Doc, Index
from hedgerow.kernel.writing import write
from hedgerow.talk.models import FoundPost, Post

from . import rules

index = Index(FoundPost)
BATCH = 500
ALL_PAGES = 1_000_000
SOME_PAGES, STEPS = 200, 50
"""Brought together each hour: so many pages at a time, so that nobody who writes meanwhile waits for long."""
_REASON = "what can be found; whoever asks is shown only what the boundary lets them see"


def refresh(posts: Iterable[int]) -> None:
    """Take in what these posts (dense ids) say now; what is gone is found no more. Twice is once."""
    wanted = list(dict.fromkeys(posts))
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        with write():
            index.hold()
            docs = _docs(_takeable(some))
            index.drop(set(some).difference(doc.thing for doc in docs))
            index.put(docs)


def below(posts: Collection[int]) -> list[int]:
    """What stands behind these posts: it is looked for where they may be seen."""
    gates = [gate for gate in _rows().filter(pk__in=posts).values_list("gate", flat=True) if gate]
    return list(_rows().filter(under__path__above__in=gates, boost_of=None).values_list("id", flat=True))


def fill(after: int = 0) -> int:
    """Take in some of the posts that were not taken in yet, beyond this one; the last one looked at, or 0."""
    some = list(
        _rows()
        .filter(pk__gt=after, gone_at=None, boost_of=None)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    )
    known = set(FoundPost.objects.filter(thing__in=some).values_list("thing", flat=True))
    missing = [post for post in some if post not in known]
    if missing:
        refresh(missing)
    return some[-1] if some else 0


def rebuild(tell: Callable[[int], object] = lambda count: None) -> int:
    """Take everything in anew; how many posts. `tell` hears now and then how many are looked at."""
    with write():
        index.clear()
    last = looked_at = 0
    while last := fill(last):
        looked_at += BATCH
        tell(looked_at)
    with write():
        index.tidy(ALL_PAGES)
    return int(FoundPost.objects.count())


def sweep() -> None:
    """Take out what is found of posts that are no more."""
    gone = FoundPost.objects.exclude(thing__in=_rows().filter(gone_at=None).values("pk"))
    stale = list(gone.values_list("thing", flat=True))
    for start in range(0, len(stale), BATCH):
        with write():
            index.drop(stale[start : start + BATCH])


def tidy() -> None:
    """Bring the index together: what was written lately lies in parts, each of which is looked into."""
    for _step in range(STEPS):
        with write():
            more = index.tidy(SOME_PAGES)
        if not more:
            return


def total() -> int:
    """How many posts there are to take in."""
    return int(_rows().filter(gone_at=None, boost_of=None).count())


def _rows() -> Any:
    return Post.objects.unguarded(reason=_REASON)


class _Row(NamedTuple):
    """What of a post's own row can be found, and what the boundary wants to know of it."""

    id: int
    public_id: int
    author_id: int
    audience_id: int
    entered_at: int
    under_id: int | None
    gone_at: int | None
    expires_at: int | None
    conversation_id: int | None
    language: str
    title: str
    text: str
    content_note: str


def _takeable(posts: Sequence[int]) -> list[_Row]:
    """Those of these posts that can be found at all."""
    marks, numbers = quick.places(posts)
    return [_Row._make(row) for row in quick.rows(_TAKEABLE % marks, numbers)]


_TAKEABLE = f"""
SELECT {", ".join(_Row._fields)} FROM talk_post WHERE id IN (%s) AND gone_at IS NULL AND boost_of_id IS NULL
"""  # noqa: S608 (names of its own)


def _docs(posts: Sequence[_Row]) -> list[Doc]:
    facts = _facts(posts)
    return [
        Doc(
            post.id,
            rules.place(post.public_id, post.entered_at),
            placed.scopes,
            rules.said(facts[post.id].texts, facts[post.id].tags),
            (*placed.marks, *rules.marks(facts[post.id])),
        )
        for post, placed in zip(posts, scopes.placed(posts), strict=True)
    ]


def _facts(posts: Sequence[_Row]) -> dict[int, rules.Facts]:
    texts, kinds = defaultdict[int, list[str]](list), defaultdict[int, set[str]](set)
    tags, polls, linked = defaultdict[int, list[str]](list), set[int](), set[int]()
    for post, what, kind, text in _said_beside([post.id for post in posts]):
        if what == _TAG:
            tags[post].append(text)
        elif what == _CARD:
            linked.add(post)
        else:
            texts[post].append(text)
        if what == _MEDIA:
            kinds[post].add(kind)
        if what == _POLL:
            polls.add(post)
    return {
        post.id: rules.Facts(
            (post.title, post.text, post.content_note, *texts[post.id]),
            tuple(tags[post.id]),
            post.language,
            frozenset(kinds[post.id]),
            post.id in polls,
            post.id in linked,
            post.conversation_id,
        )
        for post in posts
    }


_MEDIA, _FILE, _TAG, _POLL, _CARD = range(5)


_BESIDE = f"""
WITH these(id) AS (SELECT id FROM talk_post WHERE id IN (%s))
SELECT post_id, {_MEDIA}, kind, alt FROM talk_media WHERE post_id IN (SELECT id FROM these)
UNION ALL SELECT post_id, {_FILE}, '', name FROM talk_attachment WHERE post_id IN (SELECT id FROM these)
UNION ALL SELECT p.post_id, {_TAG}, '', t.key FROM talk_posttag p JOIN talk_tag t ON t.id = p.tag_id
 WHERE p.post_id IN (SELECT id FROM these)
UNION ALL SELECT p.post_id, {_POLL}, '', o.text FROM talk_polloption o JOIN talk_poll p ON p.id = o.poll_id
 WHERE p.post_id IN (SELECT id FROM these)
UNION ALL SELECT post_id, {_CARD}, '', '' FROM talk_postcard WHERE post_id IN (SELECT id FROM these)
"""  # noqa: S608 (numbers of its own)


def _said_beside(posts: Sequence[int]) -> list[tuple[Any, ...]]:
    """What stands beside the words of these posts, in one query: post, what, of which kind, and its text."""
    marks, numbers = quick.places(posts)
    return quick.rows(_BESIDE % marks, numbers) if posts else []
