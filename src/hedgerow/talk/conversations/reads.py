"""Conversations for a viewer: the list, one of them, what was said, who read how far, what is unread."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.db.models import F, Max
from django.utils.translation import gettext as _

from hedgerow.boundary import epoch, quick
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered, face_key
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.clock import from_us
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people import ties
from hedgerow.people.audiences.rules import listed as in_words
from hedgerow.people.audiences.rules import some_names
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk import bodies
from hedgerow.talk.keys import conversation_key, mine_key
from hedgerow.talk.models import Conversation, Happening, Post, Seat
from hedgerow.talk.posts.reads import Shown
from hedgerow.talk.posts.showing import shown

from . import files, knowing, rules, sitting
from .files import FileFor, file_for
from .sitting import Place

__all__ = [
    "Found", "Line", "Listed", "Message", "Messages", "Opened", "conversation_with", "dense", "file_for",
    "heard", "keys", "listed", "may_begin", "messages", "newest_line", "one", "opened", "place_of",
    "public_id", "read_marks", "requests", "some", "unread", "waiting", "words", "writable", "writing_now",
]  # fmt: skip

AT_ONCE = 40
LONGEST_LIST = 60
MOST_COUNTED = 200


class Found(msgspec.Struct, frozen=True):
    """A conversation as one who is in it sees it. `public_id` for addresses; `id` stays inside."""

    id: int
    public_id: int
    title: str
    name: str
    group: bool
    people: list[FaceCard]
    """The others whom the viewer may be shown, by name."""
    count: int
    """How many people are in it, the viewer too."""
    state: str
    """in, asked (a request to the viewer), declined or left."""
    muted: bool
    started: bool
    """The viewer began it."""
    waits: bool
    """Nobody else has accepted yet."""
    read_to: int

    @property
    def url(self) -> str:
        """Where its page is."""
        return f"/messages/{self.public_id}"


class Message(msgspec.Struct, frozen=True):
    """Something said, with its files."""

    shown: Shown
    files: list[FileFor]

    @property
    def at(self) -> datetime:
        return self.shown.body.at

    @property
    def number(self) -> int:
        return self.shown.public_id


class Line(msgspec.Struct, frozen=True):
    """Something that happened besides words. `kind`: added, left, removed or named."""

    number: int
    kind: str
    who: FaceCard
    about: FaceCard | None
    at: datetime
    mine: bool
    about_me: bool


class Messages(msgspec.Struct, frozen=True):
    """Some of what was said and happened, oldest first. `older`: what to give as `before` for more."""

    items: list[Message | Line]
    older: int | None


class Listed(msgspec.Struct, frozen=True):
    """A conversation in the list, with what was last said in it that the viewer may see."""

    found: Found
    last: Shown | None
    unread: bool


class Opened(NamedTuple):
    """What a stream must know of a conversation that somebody has open."""

    id: int
    face: int
    present: bool


# --- one conversation ---------------------------------------------------------------------------------


def one(viewer: int, conversation: int) -> Found:
    """A conversation (public id) that the viewer is or was in. Raises NotFound."""
    return _found(viewer, sitting.at(viewer, conversation))


def _found(viewer: int, place: Place) -> Found:
    row = place.conversation
    # Whoever went is not told who is there.
    people = sitting.shown(viewer, [seat.face_id for seat in place.others]) if place.present else []
    return Found(
        id=row.pk,
        public_id=row.public_id,
        title=row.name if row.name and place.present else _title(people),
        name=row.name if place.present else "",
        group=place.group,
        people=people,
        count=len(place.others) + 1,
        state=place.seat.state,
        muted=place.seat.muted,
        started=row.starter_id == viewer,
        waits=place.waits(),
        read_to=place.seat.read_to,
    )


def _title(people: Sequence[FaceCard]) -> str:
    if not people:
        return _("Somebody who is not here any more")
    if len(people) == 1:
        return people[0].name
    return in_words(some_names([isolated(card.name) for card in people]))


def dense(viewer: int, conversation: int) -> int:
    """What a conversation is called inside, for whoever is in it. Raises NotFound."""
    return sitting.at(viewer, conversation).conversation.pk


def opened(viewer: int, conversation: int) -> Opened:
    """May a page of this conversation still hear of it? Raises NotFound."""
    place = sitting.at(viewer, conversation)
    return Opened(place.conversation.pk, viewer, place.present)


def conversation_with(viewer: int, other: int) -> Found | None:
    """The one conversation of the viewer and another face, where there is one."""
    row = Conversation.objects.filter(pair=rules.pair(viewer, other)).first()
    try:
        return one(viewer, row.public_id) if row is not None else None
    except NotFound:
        return None


def place_of(viewer: int | None, message: int) -> str:
    """The address of a message (public id) in its conversation. Raises NotFound."""
    rows = Post.objects.visible(viewer).filter(public_id=message)
    found = rows.values_list("conversation__public_id", flat=True).first()
    if found is None or viewer is None:
        raise NotFound
    return f"/messages/{found}?at={message}#m{message}"


def writable(viewer: int, addresses: Iterable[str]) -> list[FaceCard]:
    """The faces of these handles whom the viewer could open the page of, in the order given."""
    typed = list(dict.fromkeys(addresses))
    by_handle = faces.by_handles(typed)
    wanted = [by_handle[address] for address in typed if address in by_handle]
    cards = faces.cards(ties.visible(viewer, wanted))
    return [cards[face] for face in wanted if face in cards]


# --- what was said ------------------------------------------------------------------------------------


def messages(
    viewer: int, conversation: int, before: int | None = None, after: int | None = None, limit: int = AT_ONCE
) -> Messages:
    """What was said and happened before, or from and after, a public id; without either, the latest.

    Raises NotFound.
    """
    number = dense(viewer, conversation)
    said = Post.objects.visible(viewer).filter(conversation=number)
    happened = Happening.objects.visible(viewer).filter(conversation=number)
    if before is not None:
        said, happened = said.filter(public_id__lt=before), happened.filter(public_id__lt=before)
    order = "-public_id"
    if after is not None:
        said, happened = said.filter(public_id__gte=after), happened.filter(public_id__gte=after)
        order = "public_id"
    posts = list(said.order_by(order).values_list("public_id", "id")[: limit + 1])
    lines = list(happened.order_by(order)[: limit + 1])
    numbers = sorted([*(post for post, _id in posts), *(line.public_id for line in lines)])
    kept = numbers[:limit] if after is not None else numbers[-limit:]
    cut = after is None and len(numbers) > limit
    return Messages(_items(viewer, dict(posts), lines, set(kept)), kept[0] if cut else None)


def _items(
    viewer: int, posts: dict[int, int], lines: Sequence[Happening], kept: set[int]
) -> list[Message | Line]:
    ids = [number for public_id, number in posts.items() if public_id in kept]
    carried = files.of(viewer, ids)
    said = [Message(post, carried.get(post.id, [])) for post in shown(viewer, ids)]
    happened = _lines(viewer, [line for line in lines if line.public_id in kept])
    return sorted([*said, *happened], key=lambda item: item.number)


def _lines(viewer: int, rows: Sequence[Happening]) -> list[Line]:
    named = {face for row in rows for face in (row.author_id, row.about_id) if face is not None}
    hidden = sitting.apart(viewer, named)
    cards = {
        face: card
        for face, card in faces.cards(named).items()
        if face not in hidden and (card.state == "active" or face == viewer)
    }
    return [
        Line(
            number=row.public_id,
            kind=row.kind,
            who=cards[row.author_id],
            about=cards[row.about_id] if row.about_id is not None else None,
            at=from_us(row.entered_at),
            mine=row.author_id == viewer,
            about_me=row.about_id == viewer,
        )
        for row in rows
        if row.author_id in cards and (row.about_id is None or row.about_id in cards)
    ]


def words(viewer: int, message: int) -> str:
    """The words of an own message (public id) as they were written. Raises NotFound."""
    rows = Post.objects.visible(viewer).filter(public_id=message, author=viewer, conversation__isnull=False)
    found = rows.values_list("text", flat=True).first()
    if found is None:
        raise NotFound
    return found


def heard(viewer: int, conversation: int, message: int) -> Message | None:
    """A message (dense id) that a hint of this conversation named, as the viewer sees it now, if it does.

    Raises NotFound for the conversation.
    """
    sitting.at(viewer, conversation)
    post = next(iter(shown(viewer, [message])), None)
    return Message(post, files.of(viewer, [message]).get(message, [])) if post is not None else None


def some(viewer: int, conversation: int, numbers: Sequence[int]) -> list[Message]:
    """Those of these messages (public ids) that stand in the conversation and that the viewer may see, oldest
    first; a handful at most. Raises NotFound for the conversation.
    """
    marks, parameters = quick.places(numbers)
    rows = quick.rows(_NAMED % marks, [dense(viewer, conversation), *parameters])
    return [item for item in _items(viewer, dict(rows), [], set(numbers)) if isinstance(item, Message)]


# What is named here is only looked up: `shown` asks the boundary for each.
_NAMED = "SELECT public_id, id FROM talk_post WHERE conversation_id = %%s AND public_id IN (%s)"


def public_id(message: int) -> int | None:
    """What a message (dense id) is called outside. It gives nothing away: whoever shows it asks for it."""
    entry = bodies.entries([message]).get(message)
    return entry.public_id if entry is not None else None


def newest_line(viewer: int, conversation: int) -> Line | None:
    """What happened last that the viewer may see. Raises NotFound."""
    rows = Happening.objects.visible(viewer).filter(conversation=dense(viewer, conversation))
    return next(iter(_lines(viewer, list(rows.order_by("-public_id")[:1]))), None)


# --- who read how far, and who is writing -------------------------------------------------------------


def read_marks(viewer: int, conversation: int) -> dict[int, list[FaceCard]]:
    """Who has read up to which own message (public id): of those who show it, if the viewer shows it too.

    Raises NotFound.
    """
    place = sitting.at(viewer, conversation)
    if place.seat.state != sitting.IN or not _open_about_reading(viewer):
        return {}
    ends = _own_messages(viewer, place)
    marks: dict[int, list[FaceCard]] = {}
    reached = {
        seat.face_id: seat.read_to for seat in place.others if seat.state == sitting.IN and seat.read_to
    }
    for card in _showing(viewer, reached):
        seen = next((number for number in ends if number <= reached[card.id]), None)
        if seen is not None:
            marks.setdefault(seen, []).append(card)
    return marks


def _own_messages(viewer: int, place: Place) -> list[int]:
    rows = Post.objects.visible(viewer).filter(conversation=place.conversation, author=viewer)
    return list(rows.order_by("-public_id").values_list("public_id", flat=True)[:AT_ONCE])


def _showing(viewer: int, others: Iterable[int]) -> list[FaceCard]:
    """Those of the others who show how far they read, and between whom and the viewer no block stands."""
    vetoed = boundary.vetoed(viewer)
    cards = sitting.shown(viewer, [face for face in others if face not in vetoed])
    return [card for card in cards if _open_about_reading(card.id)]


_open: Remembered[bool] = Remembered(20_000)


def _open_about_reading(face: int) -> bool:
    """Does this face show how far it read and that it writes?"""
    return _open.get(face, (epoch.author_key(face),), lambda: faces.face(face).settings.read_marks)


def writing_now(viewer: int, conversation: int, face: int) -> FaceCard | None:
    """The card of somebody who is writing in the conversation, if the viewer is to know. Raises NotFound."""
    place = sitting.at(viewer, conversation)
    seated = {seat.face_id for seat in place.others if seat.state == sitting.IN}
    if place.seat.state != sitting.IN or face not in seated or not _open_about_reading(viewer):
        return None
    return next(iter(_showing(viewer, [face])), None)


# --- the list -----------------------------------------------------------------------------------------


def listed(viewer: int, before: int | None = None) -> list[Listed]:
    """The conversations of the viewer, those last written in first."""
    return _listed(viewer, sitting.IN, before)


def requests(viewer: int) -> list[Listed]:
    """Conversations begun by somebody whom the viewer does not know, and not answered yet."""
    return _listed(viewer, sitting.ASKED)


def _listed(viewer: int, state: str, before: int | None = None) -> list[Listed]:
    if viewer in boundary.stopped():
        return []
    rows = Conversation.objects.filter(seats__face=viewer, seats__state=state).order_by("-newest")
    if before is not None:
        rows = rows.filter(newest__lt=before)
    found = list(rows[:LONGEST_LIST])
    places = _places(viewer, found)
    last = _last(viewer, [place.conversation for place in places])
    fresh = _fresh(viewer, [place.seat for place in places])
    shown_as = [
        Listed(_found(viewer, place), last.get(place.conversation.pk), place.conversation.pk in fresh)
        for place in places
    ]
    # By what the viewer may see: a hidden message lifts nothing.
    return sorted(shown_as, key=lambda each: -(each.last.public_id if each.last else 0))


def _places(viewer: int, found: Sequence[Conversation]) -> list[Place]:
    """The viewer's places in these conversations, in two queries, without those that a block shut."""
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(conversation__in=found).order_by("id"):
        seats.setdefault(seat.conversation_id, []).append(seat)
    hidden = sitting.apart(viewer, {seat.face_id for some in seats.values() for seat in some})
    faces.cards(seat.face_id for some in seats.values() for seat in some)
    places = []
    for row in found:
        own = next(seat for seat in seats[row.pk] if seat.face_id == viewer)
        others = [s for s in seats[row.pk] if s.face_id != viewer and s.state in sitting.PRESENT]
        if row.pair is None or not any(seat.face_id in hidden for seat in others):
            places.append(Place(row, own, others))
    return places


def _last(viewer: int, found: Sequence[Conversation]) -> dict[int, Shown]:
    """What was last said in each, as the viewer sees it: nearly always the newest message there is."""
    visible = Post.objects.visible(viewer)
    newest = [row.newest for row in found if row.newest]
    at = dict(visible.filter(public_id__in=newest).values_list("conversation_id", "id"))
    missing = [row.pk for row in found if row.pk not in at]
    if missing:
        older = visible.filter(conversation__in=missing).order_by().values("conversation_id")
        at |= dict(older.annotate(last=Max("id")).values_list("conversation_id", "last"))
    return {number: each for each in shown(viewer, list(at.values())) for number in _where(at, each.id)}


def _where(at: dict[int, int], post: int) -> list[int]:
    return [number for number, last in at.items() if last == post]


def _fresh(viewer: int, seats: Sequence[Seat]) -> set[int]:
    """The conversations of these seats in which something is unread that the viewer may see."""
    wanted = [seat.pk for seat in seats]
    rows = Post.objects.visible(viewer).filter(
        conversation__seats__in=wanted, public_id__gt=F("conversation__seats__read_to")
    )
    return set(rows.exclude(author=viewer).order_by().values_list("conversation_id", flat=True).distinct())


_unread: Remembered[tuple[int, int]] = Remembered(20_000)
_keys: Remembered[tuple[int, ...]] = Remembered(20_000)


def keys(viewer: int) -> tuple[int, ...]:
    """What in the epoch says that something in the viewer's conversations changed."""
    own = (face_key(viewer), mine_key(viewer))
    return _keys.get(viewer, own, lambda: (*own, *map(conversation_key, _recent(viewer))))


def _recent(viewer: int) -> list[int]:
    rows = Seat.objects.filter(face=viewer, state__in=(sitting.IN, sitting.ASKED))
    return list(
        rows.order_by("-conversation__newest").values_list("conversation_id", flat=True)[:MOST_COUNTED]
    )


def unread(viewer: int) -> int:
    """In how many conversations something is unread; requests and muted ones are not counted. Remembered."""
    return _counts(viewer)[0]


def waiting(viewer: int) -> int:
    """How many requests wait."""
    return _counts(viewer)[1]


def _counts(viewer: int) -> tuple[int, int]:
    return _unread.get(viewer, keys(viewer), lambda: _read_counts(viewer))


def _read_counts(viewer: int) -> tuple[int, int]:
    recent = _recent(viewer)
    if not recent:
        return 0, 0
    rows = list(Conversation.objects.filter(pk__in=recent))
    places = _places(viewer, rows)
    counted = [
        place.seat
        for place in places
        if place.seat.state == sitting.IN
        and not place.seat.muted
        and place.conversation.newest > place.seat.read_to
    ]
    asked = sum(place.seat.state == sitting.ASKED for place in places)
    return len(_fresh(viewer, counted)) if counted else 0, asked


def may_begin(viewer: int, face: int) -> bool:
    """May the viewer write to this face? Where it may not, the reason is nobody's business."""
    if conversation_with(viewer, face) is not None:
        return True
    try:
        knowing.insist_on_letters(viewer, [face])
    except Refused:
        return False
    return True
