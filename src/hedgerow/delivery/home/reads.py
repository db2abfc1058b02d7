"""A face's home, page by page."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered, author_key, face_key
from hedgerow.delivery.positions import reads as positions
from hedgerow.kernel.clock import now
from hedgerow.kernel.windows import Window
from hedgerow.people.contacts import facts as contacts
from hedgerow.people.contacts.facts import Reading
from hedgerow.people.faces import reads as faces
from hedgerow.talk.lines import facts
from hedgerow.talk.lines.current import LONGEST, Current, Name
from hedgerow.talk.lines.facts import Line
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown
from hedgerow.talk.tags.reads import carried_key

from . import rules
from .beside import asking, usual
from .following import ties

__all__ = [
    "Home", "Order", "Page", "asking", "encoded", "few", "listed", "new_since", "page", "preferred", "top",
    "usual", "window",
]  # fmt: skip

TIMELINE = "home"

Order = Literal["newest", "people"]


class Home(msgspec.Struct, frozen=True):
    """A face's home as lines, newest first, and where each stands by its public id."""

    lines: tuple[Line, ...]
    places: dict[int, int]
    numbers: list[int]
    """The public ids, in the same order."""
    authors: frozenset[int]
    """Of whom the lines are."""
    source: tuple[Line, ...]
    """What it was made of, before the boundary was asked."""


class Page(msgspec.Struct, frozen=True):
    """Some posts of a home. `next` asks for what follows; `up_to_date`: nothing new is left after these."""

    shown: list[Shown]
    next: int | None
    up_to_date: bool
    new_since_position: int
    top: int
    """The public id of the newest line when this page was made: how far one has read at its end."""


_encode = msgspec.json.encode
_preferred: Remembered[str] = Remembered(20_000)
_homes: Remembered[Home] = Remembered(5_000)


def listed(viewer: int) -> Home:
    """The lines of this face's home that it may see, remembered until somebody in it says something new."""
    reading = contacts.reading(viewer)
    muted = reading.muted()
    left_out = _left_out(reading)
    # A mute ends by itself, without a word to the epoch, and who is left out is said of circles: both are
    # part of the name.
    name = (viewer, muted, left_out)
    began = epoch.now()
    home = _homes.peek(name)
    authors = home.authors if home is not None else (reading.follows | {viewer}) - muted - left_out
    kept = _lines.lines(name, authors)
    if home is None or home.source is not kept.lines:
        lines = _with_tagged(kept.lines, authors, reading.tags)
        fitting = _fitting(viewer, reading, muted | left_out, lines)
        home = _home(rules.folded(boundary.seen(viewer, fitting)), authors, kept.lines)
        keys = (face_key(viewer), *map(author_key, authors), *map(carried_key, reading.tags))
        _homes.put(name, keys, began, home)
    return home


def _left_out(reading: Reading) -> frozenset[int]:
    """Whose posts are read in a circle's own timeline only."""
    if not reading.apart:
        return frozenset()
    return frozenset(face for circle in reading.apart for face in boundary.circle(circle))


def _with_tagged(lines: Sequence[Line], authors: frozenset[int], tags: Collection[str]) -> Sequence[Line]:
    """With what others say to everybody with one of these tags (keys)."""
    if not tags:
        return lines
    both = [*lines, *facts.carrying(tags, authors, LONGEST)]
    return sorted(both, key=lambda line: line.public_id, reverse=True)[:LONGEST]


def _fitting(viewer: int, reading: Reading, muted: frozenset[int], lines: Sequence[Line]) -> list[Line]:
    known = reading.follows | {viewer}
    return [
        line
        for line in lines
        if rules.belongs(line, known, muted, reading.without_boosts)
        and rules.spoken(line.language, reading.languages.get(line.author_id))
    ]


def _home(lines: Sequence[Line], authors: frozenset[int], source: tuple[Line, ...]) -> Home:
    numbers = [line.public_id for line in lines]
    return Home(
        tuple(lines), {number: place for place, number in enumerate(numbers)}, numbers, authors, source
    )


def _newest(viewer: Name, authors: frozenset[int] | None, since: int, limit: int) -> list[Line]:
    """What was brought from elsewhere is not new, and stands in nobody's home."""
    return facts.newest(authors, since, limit, brought=None)


_lines = Current(5_000, _newest)


def page(viewer: int, before: int | None = None, limit: int = 20, order: Order = "newest") -> Page:
    """The posts after `before` (a public id). The first page ends where what is new since the last visit
    ends.
    """
    home, new = _ordered(viewer, order)
    begin = _place_after(home, new, before)
    end = new if begin < new else len(home.lines)
    if before is None and new == 0:
        end = 0
    shown, stopped = _fill(viewer, home.lines[begin:end], limit)
    stopped += begin
    return Page(shown, _next(home, stopped), stopped == new and begin <= new, new, _top(home))


def window(viewer: int, asked: Window) -> posts.Page:
    """A part of the home, newest first, asked of the boundary now."""
    home = listed(viewer)
    begin, end = asked.span(home.numbers)
    lines = home.lines[begin:end]
    more = lines[-1].public_id if lines and end < len(home.lines) else None
    return posts.Page(posts.shown(viewer, [line.id for line in lines]), more)


def _ordered(viewer: int, order: Order) -> tuple[Home, int]:
    """The home with what is new in the order wished for, and how much of it is new."""
    home = listed(viewer)
    start = positions.start(viewer, TIMELINE)
    new = newer(home, start)
    if order == "people" and new:
        first = rules.people_first(home.lines[:new], ties(viewer), now())
        home = _home([*first, *home.lines[new:]], home.authors, home.source)
    return home, new


def newer(home: Home, start: int) -> int:
    """How many lines of a home are newer than this public id."""
    return next((place for place, line in enumerate(home.lines) if line.public_id <= start), len(home.lines))


def _place_after(home: Home, new: int, before: int | None) -> int:
    """Where the page after `before` begins. Where that line is gone meanwhile: what is older by time, or,
    among new lines that stand in another order, at the beginning: better twice than never.
    """
    if before is None:
        return 0
    place = home.places.get(before)
    if place is not None:
        return place + 1
    places = range(len(home.lines))
    older = next((place for place in places if home.lines[place].public_id < before), len(home.lines))
    by_time = older >= new or all(
        home.lines[at].public_id > home.lines[at + 1].public_id for at in range(new - 1)
    )
    return older if by_time else 0


def _fill(viewer: int, lines: Sequence[Line], limit: int) -> tuple[list[Shown], int]:
    """Up to `limit` posts of these lines that may still be shown, and how many lines that took."""
    shown: list[Shown] = []
    taken = 0
    while len(shown) < limit and taken < len(lines):
        more = lines[taken : taken + limit - len(shown)]
        shown += posts.shown(viewer, [line.id for line in more])
        taken += len(more)
    return shown, taken


def _next(home: Home, stopped: int) -> int | None:
    if stopped >= len(home.lines):
        return None
    return home.lines[stopped - 1].public_id if stopped else home.lines[0].public_id + 1


def few(viewer: int, since: int, limit: int) -> list[Shown]:
    """A few posts of others, not read yet, that entered after this moment (microseconds): people first."""
    home = listed(viewer)
    unread = home.lines[: newer(home, positions.start(viewer, TIMELINE))]
    fresh = [line for line in unread if line.entered_at > since and line.author_id != viewer]
    return _fill(viewer, rules.people_first(fresh, ties(viewer), now()), limit)[0]


def new_since(viewer: int, public_id: int) -> int:
    """How many posts stand in the home above this one, asked of the boundary now."""
    home = listed(viewer)
    return len(boundary.seen(viewer, home.lines[: newer(home, public_id)]))


def top(viewer: int) -> int:
    """The public id of the newest line of the home; 0 when it is empty."""
    return _top(listed(viewer))


def _top(home: Home) -> int:
    return max(home.places, default=0)


def preferred(viewer: int) -> Order:
    """The order in which this face wants to read."""
    wish = _preferred.get(viewer, (author_key(viewer),), lambda: faces.face(viewer).settings.home_order)
    return "people" if wish == "people" else "newest"


def encoded(viewer: int, before: int | None = None, limit: int = 20) -> bytes:
    """Twenty posts of the home, newest first, as a JSON array: each the shared body that every reader gets,
    with this reader's own part put in before its end.
    """
    home = listed(viewer)
    begin = _place_after(home, 0, before)
    shown, _ = _fill(viewer, home.lines[begin:], limit)
    return b"[" + b",".join([_with_own_part(post) for post in shown]) + b"]"


def _with_own_part(post: Shown) -> bytes:
    flags = (post.mine, post.bookmarked, post.boosted, post.may_reply, post.may_boost)
    own = _flags(flags) + (b'"' + post.reacted.encode() + b'"' if post.reacted else b'""')
    if post.pictures:
        own += b',"addresses":' + _encode([picture.url for picture in post.pictures])
    if post.quote is not None:
        own += b',"quote":' + (
            _with_own_part(post.quote) if isinstance(post.quote, Shown) else b'"unavailable"'
        )
    if post.boosted_by is not None:
        own += b',"boosted_by":' + _encode(post.boosted_by.address)
    return post.json[:-1] + own + b"}"


@lru_cache(maxsize=32)
def _flags(flags: tuple[bool, ...]) -> bytes:
    names = ("mine", "bookmarked", "boosted", "may_reply", "may_boost")
    return b"," + _encode(dict(zip(names, flags, strict=True)))[1:-1] + b',"reacted":'
