"""One conversation for a viewer: who is in it, and what it is called."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people import ties
from hedgerow.people.audiences.rules import listed as in_words
from hedgerow.people.audiences.rules import some_names
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.models import Conversation, Post

from . import knowing, rules, sitting
from .shapes import Found, Opened
from .sitting import Place


def one(viewer: int, conversation: int) -> Found:
    """A conversation (public id) that the viewer is or was in. Raises NotFound."""
    return found_at(viewer, sitting.at(viewer, conversation))


def found_at(viewer: int, place: Place) -> Found:
    """The conversation of a place, as who sits there sees it."""
    row = place.conversation
    # Whoever went is not told who is there.
    there = [viewer] if place.alone else [seat.face_id for seat in place.others]
    people = sitting.shown(viewer, there) if place.present else []
    shows_name = bool(row.name) and place.present
    return Found(
        id=row.pk,
        public_id=row.public_id,
        title=row.name if shows_name else _title(people, place),
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


def _title(people: Sequence[FaceCard], place: Place) -> str:
    if place.alone:
        return _("Notes to yourself")
    if not place.present:
        return _("A conversation you are no longer in")
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


def of_message(viewer: int, post: int) -> int | None:
    """The conversation (public id) that a post (public id) was said in; None for one that was said in none.

    Raises NotFound.
    """
    found = Post.objects.visible(viewer).filter(public_id=post).values_list("conversation__public_id").first()
    if found is None:
        raise NotFound
    return found[0]


def writable(viewer: int, addresses: Iterable[str]) -> list[FaceCard]:
    """The faces of these handles whom the viewer could open the page of, in the order given."""
    typed = list(dict.fromkeys(addresses))
    by_handle = faces.by_handles(typed)
    wanted = [by_handle[address] for address in typed if address in by_handle]
    cards = faces.cards(ties.visible(viewer, wanted))
    return [cards[face] for face in wanted if face in cards]


def may_begin(viewer: int, face: int) -> bool:
    """May the viewer write to this face? Where it may not, the reason is nobody's business."""
    if conversation_with(viewer, face) is not None:
        return True
    try:
        knowing.insist_on_letters(viewer, [face])
    except Refused:
        return False
    return True
