"""A face's filters, for itself alone, and which posts they meet."""

import re
from collections.abc import Sequence

import msgspec

from hedgerow.boundary import quick
from hedgerow.boundary.epoch import Remembered, face_key
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.text import plain
from hedgerow.talk.models import Filter as Row
from hedgerow.talk.models import FilteredPost, FilterWord
from hedgerow.talk.posts.reads import Body, Shown

from . import rules
from .rules import ACTIONS, CONTEXTS, Filter, Kept, Word

__all__ = [
    "ACTIONS", "CONTEXTS", "Filter", "Kept", "Match", "Word", "filters", "matches", "one", "post", "word",
]  # fmt: skip


class Match(msgspec.Struct, frozen=True):
    """A filter that meets a post: by the words found in it, or because it names that post."""

    filter: Filter
    words: str
    """As they stand in the post; empty for none."""
    post: int | None
    """The post's outside id, where the filter names it."""


class _Ready(msgspec.Struct, frozen=True):
    """A filter with its words as one pattern."""

    filter: Filter
    pattern: re.Pattern[str] | None
    posts: dict[int, int]


_ready: Remembered[tuple[_Ready, ...]] = Remembered(5_000)


def filters(actor: int) -> list[Filter]:
    """All of this face's filters, those that ended too, the oldest first."""
    return [each.filter for each in _known(actor)]


def one(actor: int, public_id: int) -> Filter:
    """One of them. Raises NotFound."""
    for each in filters(actor):
        if each.id == public_id:
            return each
    raise NotFound


def word(actor: int, public_id: int) -> tuple[Filter, Word]:
    """Words of a filter, with it. Raises NotFound."""
    for each in filters(actor):
        for known in each.words:
            if known.id == public_id:
                return each, known
    raise NotFound


def post(actor: int, public_id: int) -> tuple[Filter, Kept]:
    """A post that a filter names (by the number of its naming), with the filter. Raises NotFound."""
    for each in filters(actor):
        for known in each.posts:
            if known.id == public_id:
                return each, known
    raise NotFound


def _known(actor: int) -> tuple[_Ready, ...]:
    return _ready.get(actor, (face_key(actor),), lambda: _read(actor))


def _read(actor: int) -> tuple[_Ready, ...]:
    if not quick.rows("SELECT 1 FROM talk_filter WHERE face_id = %s LIMIT 1", (actor,)):
        return ()
    words: dict[int, list[Word]] = {}
    for row in FilterWord.objects.filter(filter__face=actor).order_by("id"):
        words.setdefault(row.filter_id, []).append(Word(row.public_id, row.words, row.whole))
    posts: dict[int, list[Kept]] = {}
    kept = FilteredPost.objects.filter(filter__face=actor, post__gone_at=None).order_by("id")
    for filter_id, public_id, outside, inside in kept.values_list(
        "filter_id", "public_id", "post__public_id", "post_id"
    ):
        posts.setdefault(filter_id, []).append(Kept(public_id, outside, inside))
    return tuple(
        _made_ready(row, words.get(row.pk, []), posts.get(row.pk, []))
        for row in Row.objects.filter(face=actor).order_by("id")
    )


def _made_ready(row: Row, words: list[Word], posts: list[Kept]) -> _Ready:
    made = Filter(row.public_id, row.title, row.contexts, row.action, row.expires_at, words, posts)
    return _Ready(made, rules.pattern(words), {each.thing: each.post for each in posts})


def matches(viewer: int, shown: Sequence[Shown]) -> dict[int, list[Match]]:
    """For each of these posts (dense ids) that one of the viewer's filters meets now: which."""
    every = _known(viewer)
    if not every:
        return {}
    now = clock.now()
    active = [each for each in every if each.filter.expires_at is None or each.filter.expires_at > now]
    together = {each.id: each for each in shown}
    together |= {each.quote.id: each.quote for each in shown if isinstance(each.quote, Shown)}
    found = {post: _met(active, each) for post, each in together.items()}
    return {post: met for post, met in found.items() if met}


def _met(active: Sequence[_Ready], shown: Shown) -> list[Match]:
    text = _text(shown.body)
    found = []
    for each in active:
        hit = each.pattern.search(text) if each.pattern is not None else None
        named = each.posts.get(shown.id)
        if hit is not None or named is not None:
            found.append(Match(each.filter, hit[0] if hit is not None else "", named))
    return found


def _text(body: Body) -> str:
    """All words of a post: its note, title, text, answers to choose from, and what its pictures show."""
    answers = [option.text for option in body.poll.options] if body.poll is not None else []
    pictures = [picture.alt for picture in body.pictures]
    return "\n\n".join(
        part for part in (body.note, body.title, plain(body.html), *answers, *pictures) if part
    )
