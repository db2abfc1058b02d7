"""Requests sorted for the face that was asked, and for nobody else."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from hedgerow.kernel.bidi import isolated
from hedgerow.people.audiences.reads import listed, some_names
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.deflecting import reads as deflecting
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import reads as members
from hedgerow.people.profiles import reads as profiles
from hedgerow.people.strategies import reads as strategies
from hedgerow.talk.guarding import reads as guarding
from hedgerow.talk.suggesting import reads as suggesting

from . import rules
from .rules import GROUPS, Group, Known, Own, Sorted

__all__ = ["GROUPS", "Group", "Sorted", "triage", "why"]

MOST_CONTACTS = 1_000


def triage(actor: int, askers: Collection[int], *, by_face_alone: bool = False) -> dict[int, Sorted]:
    """For each of these faces, which ask to follow the actor, the life it probably comes from and why. A
    handful of queries for however many. `by_face_alone`: for who may know of this one face and not of its
    login or another face of it.
    """
    if not askers:
        return {}
    near = _contacts(actor)
    work = None if by_face_alone else _work(actor)
    own = _own(actor, near, work, by_face_alone)
    at_work = _contacts(work) if work is not None else ()
    invited = set[int]() if by_face_alone else deflecting.invited(actor, askers)
    labels, pages = contacts.labels(actor, askers), profiles.described(askers)
    talks: dict[int, set[int]] = {face: set() for face in askers}
    for one, other in suggesting.talking(actor, {*near, *askers}):
        for asker, contact in ((one, other), (other, one)):
            if asker in talks and contact not in talks:
                talks[asker].add(contact)
    return {
        face: rules.sort(
            Known(
                labels[face],
                {host for link in pages[face].links if (host := rules.host_of(link.url))},
                f"{pages[face].card.name} {pages[face].bio}",
                talks[face],
                face in at_work,
                face in invited,
            ),
            own,
        )
        for face in askers
        if face in pages
    }


def why(found: Sorted) -> str:
    """What speaks for it, in a sentence; empty where nothing does."""
    if found.by == "label":
        return _("You labelled them “%(label)s”.") % {"label": circles.label_word(found.said)}
    if found.by == "invited":
        return _("You invited them here.")
    if found.by == "face":
        return _("They are a contact of your face for work.")
    if found.by == "place":
        return _("Their page links to %(place)s, like yours or your e-mail address.") % {"place": found.said}
    if found.by == "organisation":
        return _("Their page names %(name)s.") % {"name": isolated(found.said)}
    if found.by == "talks":
        cards = faces.cards(found.people)
        names = [isolated(cards[face].name) for face in found.people if face in cards]
        return _("They talk with %(names)s.") % {"names": listed(some_names(names))}
    return ""


def _contacts(face: int) -> set[int]:
    return {one.face.id for one in contacts.contacts(face, limit=MOST_CONTACTS).contacts}


def _work(actor: int) -> int | None:
    """The other face of the same member, by which it meets people from work."""
    member = faces.face(actor).member
    work = strategies.held(member).work if member is not None else None
    return work if work != actor else None


def _own(actor: int, near: Collection[int], work: int | None, by_face_alone: bool) -> Own:
    """What the actor knows of itself: where its login gets mail, what its face for work links to, the
    organisations it told its guard of, and its labels.
    """
    member = None if by_face_alone else faces.face(actor).member
    links = faces.face(work or actor).links
    domains = [*members.mail_domains(member), *(rules.host_of(link["url"]) for link in links)]
    return Own(
        rules.places(domains),
        tuple(guarding.settings(actor).organisations),
        {
            face: rules.LIVES[label]
            for label, those in circles.labelled(actor, rules.LIVES).items()
            for face in those.intersection(near)
        },
    )
