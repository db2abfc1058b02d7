"""A face's notifications: grouped, and asked of the boundary again."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec
from django.db.models import QuerySet

from hedgerow.boundary import epoch
from hedgerow.boundary.epoch import Remembered, face_key, thing_key
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.models import Notification, NotificationSetting
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.text import beginning
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.deflecting import reads as deflecting
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.members import reads as members
from hedgerow.talk.lines import facts
from hedgerow.talk.lines.facts import Line
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown

from . import rules
from .making import showable

LOOKED_AT = 200
"""So many rows are read for a page, since several of them make one group."""

MOST_COUNTED = 100


class Row(NamedTuple):
    """One stored notification. Its first fields are those of `rules.News`."""

    face: int
    kind: str
    actor: int | None
    post: int | None
    cause: str
    public_id: int
    at: datetime
    seen: bool


class Group(msgspec.Struct, frozen=True):
    """One thing that happened, perhaps through several faces: `faces` newest first, `others` beyond them."""

    kind: str
    public_id: int
    at: datetime
    unseen: bool
    faces: list[FaceCard]
    others: int
    emoji: list[str]
    post: Shown | None
    since: date | None = None
    """Of silence: the day of the last words."""


class Page(msgspec.Struct, frozen=True):
    """Some groups, newest first. `first_time`: nothing was ever looked at here."""

    groups: list[Group]
    next: int | None
    first_time: bool
    newest: int
    """The public id of the newest notification there is, shown or not; 0 without any."""


class Setting(msgspec.Struct, frozen=True):
    """A kind and from whom it is wanted: all, contacts or none."""

    kind: str
    wish: str


COLUMNS = ("face_id", "kind", "actor_id", "post_id", "cause", "public_id", "at", "seen")
NAMED_FACES = 3
EXCERPT = 140


class Told(NamedTuple):
    """Rows that are still true, with the lines of their posts and the emoji of the reactions among them."""

    rows: list[Row]
    lines: dict[int, Line]
    emoji: dict[tuple[int, int], str]


_unseen: Remembered[Told] = Remembered(20_000)


def page(viewer: int, before: int | None = None, limit: int = 30, *, filtered: bool = False) -> Page:
    """The newest groups, or those older than the public id `before`; `filtered`: of those kept apart."""
    rows = _newest(viewer, before, filtered)
    told = tell(viewer, rows)
    kept = showable(viewer, told.rows, told.lines)
    shown = rules.first_groups(kept, lambda row: name_of(row, told.lines), limit)
    cut = len(shown) < len(kept)
    last = shown[-1].public_id if cut else rows[-1].public_id if len(rows) == LOOKED_AT else None
    first_time = before is None and not any(row.seen for row in rows)
    return Page(_groups(viewer, shown, told), last, first_time, rows[0].public_id if rows else 0)


def keeps_apart(viewer: int) -> bool:
    """Does this face's policy keep something apart?"""
    return Notification.objects.filter(face=viewer, filtered=True).exists()


def unseen(viewer: int) -> int:
    """How many groups are new, as many as this face may see now: at most 100. Cheap enough for every page."""
    began = epoch.now()
    told = _unseen.peek(viewer)
    if told is None:
        told = _read_unseen(viewer)
        keys = (news_key(viewer), face_key(viewer), *map(thing_key, told.lines))
        _unseen.put(viewer, keys, began, told)
    if not told.rows:
        return 0
    return len({name_of(row, told.lines) for row in showable(viewer, told.rows, told.lines)})


def about(viewer: int, public_ids: Collection[int]) -> list[Group]:
    """These of its notifications, grouped, as far as they are new and the face may know of them now."""
    rows = _new(viewer).filter(public_id__in=list(public_ids))
    return _grouped(viewer, rows)


def since(viewer: int, moment: datetime, kinds: Collection[str]) -> list[Group]:
    """What of these kinds is new since this moment, grouped, newest first; at most what one page looks at."""
    rows = _new(viewer).filter(at__gt=moment, kind__in=list(kinds))
    return _grouped(viewer, rows)


def _new(viewer: int) -> QuerySet[Notification]:
    """What the face has not seen, without what its policy keeps apart."""
    return Notification.objects.filter(face=viewer, filtered=False, seen=False)


def _grouped(viewer: int, found: QuerySet[Notification]) -> list[Group]:
    rows = found.order_by("-public_id").values_list(*COLUMNS)[:LOOKED_AT]
    told = tell(viewer, [Row._make(row) for row in rows])
    return _groups(viewer, showable(viewer, told.rows, told.lines), told)


def place(member: int, public_id: int) -> tuple[int, Group | None]:
    """Which of a member's own faces this notification is for, and what it says to that face now. For nobody
    but the member. Raises NotFound.
    """
    own = {card.id for card in faces.own(member)}
    rows = Notification.objects.filter(face__in=own, public_id=public_id)
    row = rows.values_list(*COLUMNS).first()
    if row is None:
        raise NotFound
    told = tell(row[0], [Row._make(row)])
    shown = _groups(row[0], showable(row[0], told.rows, told.lines), told)
    return row[0], shown[0] if shown else None


def _newest(viewer: int, before: int | None, filtered: bool) -> list[Row]:
    rows = Notification.objects.filter(face=viewer, filtered=filtered)
    if before is not None:
        rows = rows.filter(public_id__lt=before)
    return [Row._make(row) for row in rows.order_by("-public_id").values_list(*COLUMNS)[:LOOKED_AT]]


def _read_unseen(viewer: int) -> Told:
    rows = _new(viewer).order_by("-public_id")
    return tell(viewer, [Row._make(row) for row in rows.values_list(*COLUMNS)[:MOST_COUNTED]])


def tell(viewer: int, rows: Sequence[Row]) -> Told:
    """Without what was taken back meanwhile."""
    return still(viewer, looked_up(rows))


def looked_up(rows: Sequence[Row]) -> Told:
    """With the posts and reactions that they speak of, which change with the post's own key of the epoch."""
    lines = facts.lines(row.post for row in rows if row.post is not None)
    emoji = facts.reactions_to(
        [row.post for row in rows if row.kind == rules.REACTION and row.post is not None]
    )
    return Told(list(rows), lines, emoji)


def still(viewer: int, told: Told) -> Told:
    """Without what does not hold any more."""
    rows, lines, emoji = told
    kinds = {row.kind for row in rows}
    held = _held(viewer, kinds)
    if rules.FOR_MODERATORS & kinds and faces.face(viewer).member not in members.moderators():
        rows = [row for row in rows if row.kind not in rules.FOR_MODERATORS]
    kept = [row for row in rows if row.kind not in held or row.actor in held[row.kind]]
    return Told(
        [row for row in kept if row.kind != rules.REACTION or (row.post, row.actor) in emoji], lines, emoji
    )


def _held(viewer: int, kinds: Collection[str]) -> dict[str, Collection[int]]:
    """For each of these kinds that speaks of a tie, the faces with which it holds now."""
    ask: dict[str, Callable[[int], Collection[int]]] = {
        rules.REQUEST: contacts.who_asks,
        rules.FOLLOW: contacts.followers,
        rules.ACCEPTED: contacts.follows,
        rules.UNSPOKEN: _close,
        rules.DEFLECTED: deflecting.received,
    }
    return {kind: ask[kind](viewer) for kind in kinds if kind in ask}


def _close(viewer: int) -> frozenset[int]:
    return contacts.marks(viewer).close


def name_of(row: Row, lines: Mapping[int, Line]) -> Hashable:
    """What a row stands together by: the post that drew it, or the day somebody followed."""
    if row.kind not in rules.BUNDLED:
        return row.public_id
    if row.post is None:
        return row.kind, row.at.date()
    line = lines.get(row.post)
    if row.kind == rules.MESSAGE:
        return row.kind, line.conversation if line is not None else row.post
    return row.kind, line.boost_of if line is not None and row.kind == rules.BOOST else row.post


def _groups(viewer: int, rows: Sequence[Row], told: Told) -> list[Group]:
    bundles = rules.bundled(rows, lambda row: name_of(row, told.lines))
    subjects = {bundle[0].public_id: subject_of(bundle[0], told.lines) for bundle in bundles}
    wanted = list({post for post in subjects.values() if post is not None})
    shown = {each.id: each for each in posts.shown(viewer, wanted)}
    cards = faces.cards(row.actor for row in rows if row.actor is not None)
    return [
        _group(bundle, cards, told.emoji, shown.get(subjects[bundle[0].public_id] or 0))
        for bundle in bundles
        if subjects[bundle[0].public_id] is None or subjects[bundle[0].public_id] in shown
    ]


def subject_of(row: Row, lines: Mapping[int, Line]) -> int | None:
    """The post a row is about: of a boost the original."""
    line = lines.get(row.post) if row.post is not None else None
    return line.boost_of if line is not None and row.kind == rules.BOOST else row.post


def _group(
    rows: Sequence[Row],
    cards: Mapping[int, FaceCard],
    emoji: Mapping[tuple[int, int], str],
    post: Shown | None,
) -> Group:
    who = [row.actor for row in rows if row.actor in cards]
    drawn = [emoji[row.post, row.actor] for row in rows if (row.post, row.actor) in emoji]  # type: ignore[index]
    return Group(
        kind=rows[0].kind,
        public_id=rows[0].public_id,
        at=rows[0].at,
        unseen=not rows[0].seen,
        faces=[cards[face] for face in dict.fromkeys(who[:NAMED_FACES]) if face is not None],
        others=max(0, len(set(who)) - NAMED_FACES),
        emoji=list(dict.fromkeys(drawn)),
        post=post,
        since=rules.silent_since(rows[0].cause) if rows[0].kind == rules.UNSPOKEN else None,
    )


def excerpt(html: str) -> str:
    """The first words of a post's HTML, as plain text."""
    return beginning(html, EXCERPT)


def settings(viewer: int) -> list[Setting]:
    """From whom this face wants each kind that may be turned down."""
    rows = dict(NotificationSetting.objects.filter(face=viewer).values_list("kind", "wish"))
    return [Setting(kind, rows.get(kind, NotificationSetting.Wish.ALL)) for kind in rules.SETTABLE]
