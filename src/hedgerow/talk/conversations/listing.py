"""The conversations of a viewer as a list, and in how many something is unread."""

from collections.abc import Sequence

from django.db.models import F, Max, QuerySet

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered, face_key
from hedgerow.kernel.windows import Window
from hedgerow.people.faces import reads as faces
from hedgerow.talk.keys import conversation_key, mine_key
from hedgerow.talk.models import Conversation, Post, Seat
from hedgerow.talk.posts.reads import Shown
from hedgerow.talk.posts.showing import shown

from . import sitting
from .finding import found_at
from .shapes import Listed, Page
from .sitting import Place

AT_ONCE = 40
MOST_COUNTED = 200
LISTED = (sitting.IN, sitting.ASKED)


def listed(viewer: int, below: int | None = None) -> Page:
    """The conversations of the viewer, those last written in first; with `below` those that stand below this
    one (its public id) of theirs.
    """
    return _page(viewer, sitting.IN, below)


def requests(viewer: int, below: int | None = None) -> Page:
    """Conversations begun by somebody whom the viewer does not know, and not answered yet."""
    return _page(viewer, sitting.ASKED, below)


def window(viewer: int, asked: Window) -> Page:
    """A part of both lists together, for apps, which know one list and go by what was last said (its public
    id; `older` is one, too). Conversations in which the viewer sees nothing said are left out.
    """
    if viewer in boundary.stopped():
        return Page([], None)
    within = asked._replace(before=_newest(viewer, asked.before), above=_newest(viewer, asked.above))
    numbers = [number for _place, number in within.cut(_rows(viewer, *LISTED), "newest", "id")]
    found = Conversation.objects.in_bulk(numbers)
    items = [item for item in _items(viewer, list(found.values())) if item.last is not None]
    said = {item.found.id: item.last.public_id for item in items if item.last is not None}
    lowest = next((said[number] for number in reversed(numbers) if number in said), None)
    return Page(items, lowest if len(numbers) == asked.limit else None)


def _newest(viewer: int, message: int | None) -> int | None:
    """Where the conversation of this message (a public id) stands, if the viewer sees it: what was said last
    in it may be hidden from the viewer. Otherwise the number itself.
    """
    if message is None:
        return None
    rows = Post.objects.visible(viewer).filter(public_id=message, conversation__isnull=False)
    return rows.values_list("conversation__newest", flat=True).first() or message


def item(viewer: int, conversation: int) -> Listed | None:
    """A conversation (dense id) as it stands in that list; None where it does not stand there."""
    rows = _rows(viewer, *LISTED).filter(pk=conversation)
    found = _items(viewer, list(rows)) if viewer not in boundary.stopped() else []
    return next((each for each in found if each.last is not None), None)


def _rows(viewer: int, *states: str) -> QuerySet[Conversation]:
    """Those in which the viewer's seat is in one of these states, without those it put away."""
    return Conversation.objects.filter(
        seats__face=viewer, seats__state__in=states, newest__gt=F("seats__put_away")
    )


def timeline(viewer: int, asked: Window) -> list[Shown]:
    """What was said in the viewer's conversations, newest first."""
    if viewer in boundary.stopped():
        return []
    recent = Conversation.objects.filter(pk__in=_recent(viewer))
    open_to = [place.conversation.pk for place in _places(viewer, list(recent))]
    rows = Post.objects.visible(viewer).filter(conversation__in=open_to)
    return shown(viewer, [post for _number, post in asked.cut(rows, "public_id", "id")])


def _page(viewer: int, state: str, below: int | None) -> Page:
    if viewer in boundary.stopped():
        return Page([], None)
    rows = _rows(viewer, state)
    if below is not None:
        # A conversation names the place, not its newest message: that one may be hidden from the viewer.
        newest = rows.filter(public_id=below).values_list("newest", flat=True).first()
        rows = rows.filter(newest__lt=newest or 0)
    found = list(rows.order_by("-newest")[: AT_ONCE + 1])
    older = found[AT_ONCE - 1].public_id if len(found) > AT_ONCE else None
    return Page(_items(viewer, found[:AT_ONCE]), older)


def _items(viewer: int, found: Sequence[Conversation]) -> list[Listed]:
    places = _places(viewer, found)
    last = _last(viewer, [place.conversation for place in places])
    fresh = _fresh(viewer, [place.seat for place in places])
    shown_as = [
        Listed(
            found_at(viewer, place),
            last.get(place.conversation.pk),
            place.seat.kept_unread or place.conversation.pk in fresh,
        )
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
    rows = Seat.objects.filter(face=viewer, state__in=LISTED)
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
    places = [place for place in _places(viewer, rows) if not place.away]
    own = [place for place in places if place.seat.state == sitting.IN and not place.seat.muted]
    kept = {place.conversation.pk for place in own if place.seat.kept_unread}
    counted = [place.seat for place in own if place.conversation.newest > place.seat.read_to]
    asked = sum(place.seat.state == sitting.ASKED for place in places)
    return len(kept | (_fresh(viewer, counted) if counted else set())), asked
