"""Taking an import back: only what it did itself, and only as far as nobody changed it since."""

from hedgerow.boundary import acts as engine
from hedgerow.boundary import reads as boundary
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts import reads as contact_reads
from hedgerow.people.invitations import acts as invitations
from hedgerow.people.models import AddressEntry, Follow, Import


def take_back(row: Import) -> None:
    """Undo everything that `row.made` notes, and forget whom it brought. Inside `write()`."""
    actor, made = row.face_id, row.made
    for face in made.get("blocked", ()):
        contacts.unblock(actor, face)
    for face in made.get("muted", ()):
        contacts.unmute(actor, face)
    for face in made.get("asked", ()):
        contacts.withdraw(actor, face)
    # A follow begun anew since is their owner's, not the import's; an answer to our request is.
    since = row.finished_at or row.at
    asked = set(made.get("asked", ()))
    follows = Follow.objects.filter(follower=actor, followed__in=[*made.get("followed", ()), *asked])
    for face, at in list(follows.values_list("followed", "at")):
        if face in asked or at <= since:
            contacts.unfollow(actor, face)
    _unplace(actor, made.get("joined", []))
    _unlabel(actor, made.get("labelled", []), row.options.get("label", ""))
    _close(actor, made.get("circles", []))
    entries = AddressEntry.objects.filter(brought=row)
    links = list(entries.exclude(invitation=None).values_list("invitation", flat=True))
    invitations.end(actor, links)
    entries.delete()


def _unplace(actor: int, joined: list[list[int]]) -> None:
    own = {circle.id for circle in boundary.circles_of(actor)}
    for circle, face in joined:
        if circle in own:
            engine.leave(circle, [face])


def _unlabel(actor: int, faces: list[int], label: str) -> None:
    has = contact_reads.labels(actor, faces) if faces and label else {}
    for face, labels in has.items():
        if label in labels:
            circles.set_labels(actor, face, [one for one in labels if one != label])


def _close(actor: int, made: list[int]) -> None:
    """Circles that the import made go, unless somebody else was put into them since."""
    own = {circle.id for circle in boundary.circles_of(actor)}
    for circle in made:
        if circle in own and not engine.members(circle):
            circles.close(actor, circle)
