"""Searching for posts and messages: for one viewer (None: signed out), among what it may see now."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.boundary import scopes
from hedgerow.kernel.clock import to_us
from hedgerow.kernel.searching import asking
from hedgerow.kernel.searching.asking import Asked, Filter, Phrase
from hedgerow.kernel.searching.index import Reach
from hedgerow.kernel.searching.languages import Wanted
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.talk import marks
from hedgerow.talk.lines.facts import Line, lines
from hedgerow.talk.models import Mention, Post, PostTag
from hedgerow.talk.posts.reads import Shown, shown
from hedgerow.talk.posts.words import key_of_tag

from . import rules
from .acts import index
from .rules import HAS, KEYS, MANY

__all__ = ["HAS", "KEYS", "MANY", "PAGE", "Asked", "Found", "TagFound", "by", "posts", "read", "tags"]

PAGE = 20
AT_ONCE = 150
NEWEST_TAGGED = 500
"""Of tags that begin alike, the newest posts with them are counted."""
NOBODY = "a0"
"""A mark that nothing bears."""


class Found(msgspec.Struct, frozen=True):
    """Some posts, the newest first. `count`: how many the viewer may see in all, at most one more than
    `rules.MANY`; None on later pages. `next`: where to go on.
    """

    shown: list[Shown]
    count: int | None
    next: int | None
    marks: tuple[Phrase, ...] = ()
    """What was found in them."""
    begun: bool = False
    """The last word was nowhere as it stands: these are posts with words that begin so."""


def read(text: str) -> Asked:
    """What somebody typed."""
    return asking.read(text, rules.KEYS)


def by(asked: Asked, handle: str) -> Asked:
    """The same, of one author."""
    return asked._replace(filters=(*asked.filters, Filter("from", handle)))


def posts(
    viewer: int | None,
    asked: Asked,
    before: int | None = None,
    limit: int = PAGE,
    *,
    zone: str = "UTC",
    messages: bool = False,
    conversation: int | None = None,
) -> Found:
    """Posts that the viewer may see and that hold all that is asked. `messages`: what was said in
    conversations instead, `conversation` (dense id) in that one.
    """
    if not (asked.phrases or asked.without or asked.filters):
        return Found([], 0, None)
    question = _question(viewer, asked, zone, messages=messages, conversation=conversation)
    found = _page(viewer, question, before, limit)
    if not found.shown and before is None and (begun := asking.begun(asked)) != asked:
        question = question._replace(wanted=question.wanted._replace(phrases=begun.phrases))
        return msgspec.structs.replace(_page(viewer, question, None, limit), begun=True)
    return found


class TagFound(msgspec.Struct, frozen=True):
    """A tag, and how many of the newest posts with it the viewer may see: at most one more than `MANY`."""

    key: str
    name: str
    count: int


def tags(viewer: int | None, typed: str, limit: int = PAGE) -> list[TagFound]:
    """Tags that begin so and stand in a post that the viewer may see, the most used first."""
    begin = key_of_tag(typed)
    begun = rules.tag_word(begin)
    if len(begun) < rules.SHORTEST_TAG:
        return []
    wanted = Wanted((Phrase((begun,), begun=True),), no_marks=(rules.MESSAGE,))
    question = _Question(wanted, _reach(viewer), 0, None)
    newest = [line.id for _, line in islice(_seen(viewer, question, None), NEWEST_TAGGED)]
    rows = PostTag.objects.filter(post__in=[*newest, *_just_said(viewer)], tag__key__startswith=begin)
    counted = Counter(rows.values_list("tag__key", "tag__shown"))
    ranked = sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:limit]
    return [TagFound(key, shown, min(count, MANY + 1)) for (key, shown), count in ranked]


def _just_said(viewer: int | None) -> list[int]:
    """The viewer's own newest posts: what they say is found a moment later, but whoever just wrote a tag and
    looks for it would think it lost.
    """
    if viewer is None:
        return []
    own = Post.objects.visible(viewer).filter(author=viewer, conversation=None, boost_of=None)
    return list(own.order_by("-public_id").values_list("id", flat=True)[:PAGE])


def newest(viewer: int | None, many: int) -> list[int]:
    """The newest posts (dense ids) that the viewer may see, anywhere."""
    question = _Question(Wanted(no_marks=(rules.MESSAGE,)), _reach(viewer), 0, None)
    return [line.id for _, line in islice(_seen(viewer, question, None), many)]


class _Question(NamedTuple):
    wanted: Wanted
    reach: Reach
    after: int
    until: int | None


def _page(viewer: int | None, question: _Question, before: int | None, limit: int) -> Found:
    """The number is of what was found here and now; it is asked for once, on the first page."""
    most = max(limit, rules.MANY) + 1 if before is None else limit + 1
    seen = []
    for place, line in _seen(viewer, question, before):
        seen.append((place, line.id))
        if len(seen) == most:
            break
    more = seen[limit - 1][0] if len(seen) > limit else None
    count = min(len(seen), rules.MANY + 1) if before is None else None
    found = shown(viewer, [post for _, post in seen[:limit]])
    return Found(found, count, more, question.wanted.phrases)


def _seen(viewer: int | None, question: _Question, before: int | None) -> Iterator[tuple[int, Line]]:
    """What is found and the viewer may see, as far as it is asked for."""
    some = AT_ONCE
    until = question.until if before is None else min(before, question.until or before)
    while True:
        hits = index.find(question.wanted, question.reach, some, until, question.after)
        known = lines(thing for _, thing in hits)
        seen = boundary.seen(viewer, list(known.values()))
        open_to = {line.id: line for line in _without_unlisted(viewer, list(seen))}
        yield from ((place, open_to[thing]) for place, thing in hits if thing in open_to)
        if len(hits) < some:
            return
        until, some = hits[-1][0], some * 2


def _without_unlisted(viewer: int | None, seen: list[Line]) -> list[Line]:
    """Without what is public and stands in no list: it is found by its author, by whom it names, answers or
    quotes, and by who left something on it, as in the original. Who else has its address reads it.
    """
    quiet = [line for line in seen if line.unlisted]
    if not quiet:
        return seen
    mine = _mine(viewer, quiet) if viewer is not None else set[int]()
    return [line for line in seen if not line.unlisted or line.id in mine]


def _mine(viewer: int, some: list[Line]) -> set[int]:
    """Those of these posts that are the viewer's own, are about it, or that it left something on."""
    ids = [line.id for line in some]
    about = (line.id for line in some if viewer in (line.author_id, line.reply_author, line.quote_author))
    named = Mention.objects.filter(face=viewer, post__in=ids).values_list("post_id", flat=True)
    left = marks.marks(viewer, ids)
    return {*about, *named, *(post for post in ids if left[post] != marks.NO_MARKS)}


def _question(
    viewer: int | None, asked: Asked, zone: str, *, messages: bool, conversation: int | None
) -> _Question:
    groups: list[tuple[str, ...]] = []
    if messages:
        inside = rules.conversation_mark(conversation) if conversation is not None else rules.MESSAGE
        groups.append((inside,))
    after, until, named = 0, None, set[str]()
    for each in asked.filters:
        if each.key in ("before", "after"):
            moment = _midnight(each.value, zone)
            if moment is None:
                groups.append((NOBODY,))
            elif each.key == "before":
                until = min(moment, until) if until is not None else moment
            else:
                after = max(moment, after)
        else:
            marks = _marks(viewer, each)
            named.update(marks)
            groups.append(marks)
    unwanted = () if messages else (rules.MESSAGE, *_muted(viewer, named))
    return _Question(
        Wanted(asked.phrases, asked.without, tuple(groups), unwanted), _reach(viewer), after, until
    )


def _reach(viewer: int | None) -> Reach:
    openings = scopes.openings(viewer)
    opened = tuple((scope, rules.place_from(since)) for scope, since in openings.scopes)
    return Reach(opened, openings.own, openings.no_marks)


def _marks(viewer: int | None, each: Filter) -> tuple[str, ...]:
    """The marks of which one is asked for. What cannot be meant finds nothing."""
    if each.key == "from":
        return tuple(scopes.by(face) for face in faces.by_handles([each.value]).values()) or (NOBODY,)
    if each.key == "in":
        return tuple(scopes.by(face) for face in _people_in(viewer, each.value)) or (NOBODY,)
    if each.key == "has":
        return (rules.has_mark(each.value) or NOBODY,)
    return (rules.language_mark(each.value),)


def _people_in(viewer: int | None, name: str) -> list[int]:
    """Who is in the viewer's own circle of this name."""
    if viewer is None:
        return []
    wanted = name.casefold()
    found = [row.id for row in circles.circles(viewer) if row.name.casefold() == wanted]
    return [card.id for card in circles.people_in(viewer, found[0])] if found else []


def _muted(viewer: int | None, named: set[str]) -> list[str]:
    """Whom the viewer does not want to read, unless it asks for them."""
    muted = contacts.muted(viewer) if viewer is not None else frozenset[int]()
    return [mark for face in sorted(muted) if (mark := scopes.by(face)) not in named]


def _midnight(text: str, zone: str) -> int | None:
    """The place where a day begins for somebody in this time zone; None for what is no day."""
    try:
        day = datetime.combine(date.fromisoformat(text), time.min, ZoneInfo(zone))
        return rules.place_from(to_us(day) + rules.SLACK_MS * 1000)
    except (ValueError, OverflowError, KeyError):
        return None
