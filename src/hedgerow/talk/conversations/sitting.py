"""Who sits in a conversation, and what a face may know of it. Every way in goes through `at`."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.keys import conversation_key
from hedgerow.talk.models import Conversation, Seat

from . import rules

IN, ASKED, DECLINED, LEFT = Seat.State.IN, Seat.State.ASKED, Seat.State.DECLINED, Seat.State.LEFT
PRESENT = (IN, ASKED, DECLINED)
"""A declined conversation of two looks to the other as if it were still waiting."""


_Sitting = tuple[Conversation | None, list[Seat]]
_sittings: Remembered[_Sitting] = Remembered(5_000)


class Place(NamedTuple):
    """A face's place in a conversation, and the seats of all who are there."""

    conversation: Conversation
    seat: Seat
    others: list[Seat]

    @property
    def group(self) -> bool:
        return self.conversation.pair is None

    @property
    def present(self) -> bool:
        """Is the face still there?"""
        return self.seat.state in PRESENT

    @property
    def alone(self) -> bool:
        """Are these the notes that the face keeps for itself?"""
        return self.conversation.pair == rules.pair(self.seat.face_id, self.seat.face_id)

    @property
    def away(self) -> bool:
        """Did the face put it out of its list, and nothing was said since?"""
        return 0 < self.conversation.newest <= self.seat.put_away

    def waits(self) -> bool:
        """Has nobody else accepted yet?"""
        return bool(self.others) and all(seat.state != IN for seat in self.others)


def at(actor: int, conversation: int, *, lock: bool = False) -> Place:
    """The actor's place in a conversation (public id). Raises NotFound: for one that does not exist, one the
    actor was never in, and one of two between which somebody blocked the other.
    """
    row, seats = _locked(conversation) if lock else _known(conversation)
    if row is None or actor in boundary.stopped():
        raise NotFound
    own = next((seat for seat in seats if seat.face_id == actor), None)
    if own is None:
        raise NotFound
    others = [seat for seat in seats if seat.face_id != actor and seat.state in PRESENT]
    if row.pair is not None and apart(actor, [seat.face_id for seat in others]):
        raise NotFound
    return Place(row, own, others)


def _known(conversation: int) -> _Sitting:
    """Who sits in it, the same for every face; whatever changes a seat says so to the epoch."""
    began = epoch.now()
    found = _sittings.peek(conversation)
    if found is None:
        found = _read(conversation)
        if found[0] is not None:
            _sittings.put(conversation, (conversation_key(found[0].pk),), began, found)
    return found


def _read(conversation: int) -> _Sitting:
    seats = list(Seat.objects.filter(conversation__public_id=conversation).select_related("conversation"))
    return seats[0].conversation if seats else None, seats


def _locked(conversation: int) -> _Sitting:
    """First the conversation, then its seats: what somebody else changed while this waited is read."""
    row = Conversation.objects.select_for_update(no_key=True).filter(public_id=conversation).first()
    return row, list(Seat.objects.filter(conversation=row)) if row is not None else []


def insist_on_being_there(actor: int, conversation: int) -> Place:
    """The same, locked for a write, for who is still there. Raises NotFound."""
    place = at(actor, conversation, lock=True)
    if not place.present:
        raise NotFound
    return place


def apart(actor: int, others: Collection[int]) -> set[int]:
    """Those of the others between whom and the actor a block stands that the actor may know of."""
    blocked = boundary.vetoed(actor).intersection(others)
    return faces.apart(actor, blocked) if blocked else set()


def shown(actor: int, others: Iterable[int]) -> list[FaceCard]:
    """The cards of those of the others whom the actor may be shown, by name."""
    wanted = list(others)
    hidden = apart(actor, wanted)
    cards = [card for card in faces.cards(wanted).values() if card.state == "active"]
    return sorted(
        (card for card in cards if card.id not in hidden),
        key=lambda card: (card.name.casefold(), card.handle),
    )
