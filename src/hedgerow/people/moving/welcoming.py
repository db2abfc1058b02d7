"""The address book's acts: links for people in it, and taking them up once they are here and said so."""

from hedgerow.boundary import acts as engine
from hedgerow.boundary import epoch
from hedgerow.kernel.errors import HedgerowError, NotFound
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts import reads as contact_reads
from hedgerow.people.invitations import acts as invitations
from hedgerow.people.models import AddressEntry, Greeting

from .reads import address_of


def link_for(actor: int, number: int) -> str:
    """One person's own link, made anew where the one before ended; its address. Raises NotFound, Refused."""
    with write():
        row = _own(actor, number)
        if row.invitation_id is not None:
            invitations.end(actor, [row.invitation_id])
        row.invitation = invitations.invite(actor)
        row.save(update_fields=["invitation"])
    return address_of(row.invitation.code)


def link_for_several(actor: int, uses: int, *, named: bool = False) -> str:
    """One link for several people, which says whose it is if that is wished; its address. Raises Refused."""
    with write():
        ties.lock(actor)
        code = invitations.invite(actor, uses, named=named).code
    return address_of(code)


def end_link(actor: int, number: int) -> None:
    """Nobody joins by this link of the actor any more. Twice is once; nothing happens to anybody else's."""
    with write():
        ties.lock(actor)
        invitations.end(actor, [number])


def forget(actor: int, number: int) -> None:
    """Take somebody out of the address book; their link ends. Twice is once."""
    with write():
        ties.lock(actor)
        row = AddressEntry.objects.filter(face=actor, public_id=number, kept=True).first()
        if row is not None:
            if row.invitation_id is not None:
                invitations.end(actor, [row.invitation_id])
            row.delete()


def answer(actor: int, host: int, *, yes: bool) -> None:
    """The newcomer says whether the face that invited them may know: yes asks to follow it as well.

    Without a word nothing ever ties the two. Twice is once.
    """
    with write():
        ties.lock(actor)
        row = Greeting.objects.filter(newcomer=actor, host=host).first()
        if row is None:
            return
        row.delete()
        if not yes or host not in ties.visible(actor, [host]):
            return
        if row.entry_id is not None:
            AddressEntry.objects.filter(pk=row.entry_id, face=host).update(here=actor)
        contacts.follow(actor, host)
        epoch.changed([epoch.face_key(host)])


def take_up(actor: int, number: int) -> int:
    """Somebody of the address book is here: follow them, or ask to, and put them where they belong.

    The face. Raises NotFound.
    """
    with write():
        row = _own(actor, number)
        if row.here_id is None or row.here_id not in ties.visible(actor, [row.here_id]):
            raise NotFound
        face = row.here_id
        contacts.follow(actor, face)
        _place(actor, face, row)
        row.delete()
    return face


def _place(actor: int, face: int, row: AddressEntry) -> None:
    for name in row.circles:
        try:
            with write():
                circle = circles.make(actor, name)
        except HedgerowError:
            continue
        engine.join(circle, [face])
    if row.label:
        has = contact_reads.labels(actor, [face])[face]
        circles.set_labels(actor, face, {*has, row.label})


def _own(actor: int, number: int) -> AddressEntry:
    ties.lock(actor)
    row = AddressEntry.objects.filter(face=actor, public_id=number, kept=True).first()
    if row is None:
        raise NotFound
    return row
