"""Labels: what contacts are to the face. Only it ever knows them."""

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.entities.ours import Circle, Labels
from hedgerow.doors.mastodon.making import accounts, ours
from hedgerow.kernel.errors import NotFound
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts import reads as contact_reads

from .circles import AT


@door.get(f"{AT}/labels", gives=list[Circle], scopes="read:lists")
def index(caller: Caller) -> list[Circle]:
    """The labels in use: each is a circle of those who have it."""
    return [ours.circle(one) for one in reads.circles(caller.me, ("label",))]


@door.delete(f"{AT}/labels/<id:label>", gives=Empty, scopes="write:lists", errors=(404, 422))
def delete(caller: Caller, public_id: int) -> Answer:
    """Take a label from everybody who has it."""
    label = reads.by_public_id(caller.me, public_id)
    if label.kind != "label":
        raise NotFound
    circles.move(caller.me, [], [(label.id, card.id) for card in reads.people_in(caller.me, label.id)])
    return Answer(EMPTY)


@door.get(f"{AT}/accounts/<id:account>/labels", gives=Labels, scopes="read:lists", errors=(404,))
def show(caller: Caller, public_id: int) -> Labels:
    """The labels of a contact."""
    face = accounts.reachable(caller.me, public_id)
    return Labels(contact_reads.labels(caller.me, [face]).get(face, []))


@door.put(
    f"{AT}/accounts/<id:account>/labels", gives=Labels, scopes="write:lists", takes=Labels, errors=(404, 422)
)
def change(caller: Caller, public_id: int, given: Labels) -> Labels:
    """These labels and no others."""
    face = accounts.reachable(caller.me, public_id)
    contacts.label(caller.me, face, given.labels)
    return Labels(contact_reads.labels(caller.me, [face]).get(face, []))
