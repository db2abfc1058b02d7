"""Filters as the API says them, and which of them meet which posts."""

from collections.abc import Sequence

from hedgerow.doors.mastodon.answers import encode
from hedgerow.doors.mastodon.entities.common import moment
from hedgerow.doors.mastodon.entities.filter import V1Filter
from hedgerow.doors.mastodon.entities.status import Filter, FilterKeyword, FilterResult, FilterStatus
from hedgerow.talk.filters import reads as filters
from hedgerow.talk.filters.reads import Kept, Match, Word
from hedgerow.talk.posts.reads import Shown


def met(viewer: int | None, shown: Sequence[Shown]) -> dict[int, bytes]:
    """For each of these posts (dense ids) that filters of the viewer meet: the results in JSON."""
    if viewer is None:
        return {}
    found = filters.matches(viewer, shown)
    return {post: encode([_result(each) for each in some]) for post, some in found.items()} if found else {}


def _result(match: Match) -> FilterResult:
    words = [match.words] if match.words else None
    return FilterResult(plain(match.filter), words, [str(match.post)] if match.post is not None else None)


def plain(each: filters.Filter) -> Filter:
    """A filter without what it looks for."""
    ends = moment(each.expires_at) if each.expires_at is not None else None
    return Filter(str(each.id), each.title, each.contexts, ends, each.action)


def whole(each: filters.Filter) -> Filter:
    """A filter with its words and posts."""
    ends = moment(each.expires_at) if each.expires_at is not None else None
    words, posts = [keyword(word) for word in each.words], [status(kept) for kept in each.posts]
    return Filter(str(each.id), each.title, each.contexts, ends, each.action, words, posts)


def keyword(word: Word) -> FilterKeyword:
    """Words of a filter."""
    return FilterKeyword(str(word.id), word.words, word.whole)


def status(kept: Kept) -> FilterStatus:
    """A post that a filter names."""
    return FilterStatus(str(kept.id), str(kept.post))


def v1(each: filters.Filter, word: Word) -> V1Filter:
    """One of a filter's words, as older apps know filters."""
    ends = moment(each.expires_at) if each.expires_at is not None else None
    return V1Filter(str(word.id), word.words, each.contexts, word.whole, ends, each.action == "hide")
