"""A face's notifications as apps list them: one by one or in groups; asked of the boundary again."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

import msgspec
from django.db.models import Q, QuerySet

from hedgerow.boundary import epoch
from hedgerow.boundary.epoch import Remembered, thing_key
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.models import Notification
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.windows import Window
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown

from . import rules
from .making import showable
from .reads import COLUMNS, LOOKED_AT, Row, Told, looked_up, name_of, still, subject_of, tell

MOST_TOGETHER = 1_000
TOGETHER = frozenset({rules.REACTION, rules.BOOST, rules.FOLLOW})
"""Kinds of which several can be one group for apps."""

_ALONE = "ungrouped"


class Item(msgspec.Struct, frozen=True):
    """One notification by itself. `key`: by what it stands together with others."""

    public_id: int
    kind: str
    at: datetime
    actor: int | None
    post: Shown | None
    key: str
    about: int
    """The number of the report or the warning it speaks of; 0 for others."""


class Items(NamedTuple):
    """Some of them, newest first; `next` is where older ones begin, None at the end."""

    items: list[Item]
    next: int | None


class Bundle(NamedTuple):
    """Several that stand together: those on this page, newest first, and how many there are in all."""

    key: str
    items: list[Item]
    total: int


class Bundles(NamedTuple):
    """Some groups, in the order of their newest; `next` as above."""

    bundles: list[Bundle]
    next: int | None


class Asked(NamedTuple):
    """Which notifications are meant: of these kinds, by this face, kept apart or not (None: both)."""

    kinds: frozenset[str] | None = None
    actor: int | None = None
    filtered: bool | None = False


NOT_APART = Asked()
EITHER = Asked(filtered=None)


def listed(viewer: int, window: Window, asked: Asked = NOT_APART) -> Items:
    """One by one, as far as this face may know of them now."""
    rows, told, kept = _looked_at(viewer, window, asked)
    some = kept[-window.limit :] if window.upwards else kept[: window.limit]
    return Items(_items(viewer, some, told), _next(rows, kept, some))


def bundled(viewer: int, window: Window, grouped: frozenset[str], asked: Asked = NOT_APART) -> Bundles:
    """The same, where those of the kinds in `grouped` that belong together are one."""
    rows, told, kept = _looked_at(viewer, window, asked)
    some = _of_first_groups(kept, told, grouped, window)
    items = _items(viewer, some, told)
    groups = rules.bundled(items, lambda item: _key_within(item, grouped))
    wanted = {name_of(row, told.lines) for row in some if row.kind in grouped & TOGETHER}
    if asked == Asked(asked.kinds) and window == Window(window.limit) and len(rows) < LOOKED_AT:
        counts: dict[object, int] = Counter(
            name_of(row, told.lines) for row in kept
        )  # these are all there are
    else:
        counts = _counts(viewer, wanted)
    names = {row.public_id: name_of(row, told.lines) for row in some}
    found = [
        Bundle(
            _key_within(group[0], grouped), group, max(len(group), counts.get(names[group[0].public_id], 1))
        )
        for group in groups
    ]
    return Bundles(found, _next(rows, kept, some))


def one(viewer: int, public_id: int, asked: Asked = EITHER) -> Item:
    """One of them. Raises NotFound."""
    found = some(viewer, [public_id], asked)
    if not found:
        raise NotFound
    return found[0]


def some(viewer: int, public_ids: Collection[int], asked: Asked = EITHER) -> list[Item]:
    """These of its notifications that the face may know of now, newest first."""
    return _those(viewer, _asked(viewer, asked).filter(public_id__in=list(public_ids)))


def receivers(public_ids: Collection[int]) -> dict[int, list[int]]:
    """Whom these notifications are for: by face those of its own. Says nothing to anybody."""
    rows = Notification.objects.filter(public_id__in=list(public_ids)).values_list("face_id", "public_id")
    found: dict[int, list[int]] = {}
    for face, number in rows:
        found.setdefault(face, []).append(number)
    return found


def of_group(viewer: int, key: str, asked: Asked = NOT_APART) -> list[Item]:
    """Those that stand together by this key, newest first: at most a thousand. Raises NotFound for none."""
    found = _those(viewer, in_group(viewer, key) & _asked(viewer, asked))
    if not found:
        raise NotFound
    return found


def how_many_unseen(viewer: int, most: int, asked: Asked = NOT_APART) -> int:
    """How many are new, one by one and at most so many, as far as this face may know of them now."""
    told = _tell(viewer, _asked(viewer, asked).filter(seen=False), most)
    return len(showable(viewer, told.rows, told.lines))


def how_many_unseen_groups(viewer: int, most: int, grouped: frozenset[str], asked: Asked = NOT_APART) -> int:
    """How many groups are new."""
    told = _tell(viewer, _asked(viewer, asked).filter(seen=False), MOST_TOGETHER)
    kept = showable(viewer, told.rows, told.lines)
    return min(most, len({_name_within(row, told, grouped) for row in kept}))


def in_group(viewer: int, key: str) -> QuerySet[Notification]:
    """The stored rows of a group, for reads and acts of this room; none for a key that is none."""
    rows = Notification.objects.filter(face=viewer, filtered=False)
    kind, _, number = key.rpartition("-")
    if not (number.isascii() and number.isdigit() and int(number[:20]) < 2**63):
        return rows.none()
    if kind == _ALONE:
        return rows.filter(public_id=int(number))
    if kind == rules.FOLLOW:
        day = _day(number)
        return rows.filter(_of((kind, day))) if day is not None else rows.none()
    found = posts.ids_of([int(number)]) if kind in TOGETHER else []
    return rows.filter(_of((kind, found[0]))) if found else rows.none()


def _of(name: tuple[str, date | int]) -> Q:
    """The rows of one name (`reads.name_of`)."""
    kind, subject = name
    if isinstance(subject, date):
        return Q(kind=kind, at__date=subject)
    # The characters that follow a colon in order: everything that begins so, found in the index.
    return Q(kind=kind, cause__gte=f"{kind}:{subject}:", cause__lt=f"{kind}:{subject};")


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        return None


def _looked_at(viewer: int, window: Window, asked: Asked) -> tuple[list[int], Told, Sequence[Row]]:
    """The numbers that were looked at, and of them what may be known."""
    newest = window.before is None and window.above is None
    found = _newest(viewer, asked) if newest else _look_up(viewer, window, asked)
    told = still(viewer, found)
    return [row.public_id for row in found.rows], told, showable(viewer, told.rows, told.lines)


_first: Remembered[Told] = Remembered(500)
"""The newest rows: asked for again and again. What stands in them is asked of the boundary at each read."""


def _newest(viewer: int, asked: Asked) -> Told:
    began = epoch.now()
    found = _first.peek((viewer, asked))
    if found is None:
        found = _look_up(viewer, Window(), asked)
        _first.put((viewer, asked), (news_key(viewer), *map(thing_key, found.lines)), began, found)
    return found


def _look_up(viewer: int, window: Window, asked: Asked) -> Told:
    rows = window._replace(limit=LOOKED_AT).cut(_asked(viewer, asked), "public_id", *COLUMNS)
    return looked_up([Row._make(row[1:]) for row in rows])


def _next(numbers: Sequence[int], kept: Sequence[Row], some: Sequence[Row]) -> int | None:
    """Where older ones begin: below the last that is given, or below all that were looked at."""
    if some and some[-1].public_id != kept[-1].public_id:
        return some[-1].public_id
    return numbers[-1] if len(numbers) == LOOKED_AT else None


def _of_first_groups(
    kept: Sequence[Row], told: Told, grouped: frozenset[str], window: Window
) -> Sequence[Row]:
    ordered = kept[::-1] if window.upwards else kept
    first = rules.first_groups(ordered, lambda row: _name_within(row, told, grouped), window.limit)
    return first[::-1] if window.upwards else first


def _name_within(row: Row, told: Told, grouped: frozenset[str]) -> object:
    return name_of(row, told.lines) if row.kind in grouped & TOGETHER else row.public_id


def _key_within(item: Item, grouped: frozenset[str]) -> str:
    return item.key if item.kind in grouped else f"{_ALONE}-{item.public_id}"


def _counts(viewer: int, names: Collection[object]) -> dict[object, int]:
    """How many stand together by each of these names, counting only what the face may know of."""
    if not names:
        return {}
    wanted = reduce(or_, (_of(name) for name in names))  # type: ignore[arg-type]
    told = _tell(viewer, Notification.objects.filter(wanted, face=viewer, filtered=False), MOST_TOGETHER)
    return Counter(name_of(row, told.lines) for row in showable(viewer, told.rows, told.lines))


def _those(viewer: int, found: QuerySet[Notification]) -> list[Item]:
    told = _tell(viewer, found, MOST_TOGETHER)
    return _items(viewer, showable(viewer, told.rows, told.lines), told)


def _tell(viewer: int, found: QuerySet[Notification], most: int) -> Told:
    rows = found.order_by("-public_id").values_list(*COLUMNS)[:most]
    return tell(viewer, [Row._make(row) for row in rows])


def _asked(viewer: int, asked: Asked) -> QuerySet[Notification]:
    rows = Notification.objects.filter(face=viewer)
    if asked.kinds is not None:
        rows = rows.filter(kind__in=sorted(asked.kinds))
    if asked.actor is not None:
        rows = rows.filter(actor=asked.actor)
    return rows if asked.filtered is None else rows.filter(filtered=asked.filtered)


def _items(viewer: int, rows: Sequence[Row], told: Told) -> list[Item]:
    subjects = {row.public_id: subject_of(row, told.lines) for row in rows}
    wanted = list({post for post in subjects.values() if post is not None})
    shown = {each.id: each for each in posts.shown(viewer, wanted)}
    return [
        _item(row, shown.get(subject) if subject is not None else None)
        for row in rows
        if (subject := subjects[row.public_id]) is None or subject in shown
    ]


def _item(row: Row, post: Shown | None) -> Item:
    key = f"{_ALONE}-{row.public_id}"
    if row.kind == rules.FOLLOW:
        key = f"{row.kind}-{row.at.astimezone(UTC):%Y%m%d}"
    elif row.kind in TOGETHER and post is not None:
        key = f"{row.kind}-{post.public_id}"
    about = int(row.cause.rpartition(":")[2]) if row.kind in (rules.REPORT, *rules.OF_THE_SITE) else 0
    return Item(row.public_id, row.kind, row.at, row.actor, post, key, about)
