"""What operators and moderators do. Each act writes one entry of the audit log in its own transaction."""

from collections.abc import Callable
from typing import Any

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _

from hedgerow.boundary.epoch import author_key, changed
from hedgerow.kernel import handles
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import after_commit, write
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import finding, pictures, rules
from hedgerow.people.keys import SITE_FACTS
from hedgerow.people.members import letters
from hedgerow.people.models import AuditEntry, Face, Member, Site, Warning

from .events import Warned
from .reads import ONE, _first_row

WAYS_IN = Site.Registration.choices
LENGTHS = {"about": 2000, "rules": 10_000, "privacy": 20_000, "imprint": 10_000, "norms": 10_000}


class SiteDraft(msgspec.Struct, frozen=True):
    """What an operator wants the site to be; None leaves a thing as it is."""

    name: str | None = None
    about: str | None = None
    colour: int | None = None
    registration: str | None = None
    members_invite: bool | None = None
    confirm_email: bool | None = None
    rules: str | None = None
    privacy: str | None = None
    imprint: str | None = None
    norms: str | None = None
    contact: str | None = None


def change(actor: Member | None, draft: SiteDraft) -> None:
    """Decide things for the site. `actor` None is the command line. Raises NotFound, Refused."""
    if actor is not None:
        insist_operator(actor)
    said = _checked(draft)
    with write():
        row = _decided()
        new = sorted(name for name, value in said.items() if getattr(row, name) != value)
        _update(row, said)
        if new:
            audit(actor.pk if actor else None, "site.change", "site", {"changed": new})


def _checked(draft: SiteDraft) -> dict[str, Any]:
    given = msgspec.structs.asdict(draft).items()
    # A browser sends other line ends than it was given: that is no change.
    said = {
        name: value.replace("\r\n", "\n") if isinstance(value, str) else value
        for name, value in given
        if value is not None
    }
    if "name" in said:
        said["name"] = handles.normalise_name(said["name"])
    for name, most in LENGTHS.items():
        if len(said.get(name, "")) > most:
            raise Refused(name, _("This is too long: at most %(most)s letters.") % {"most": most})
    if said.get("colour", 1) not in rules.COLOURS:
        raise Refused("colour", _("Choose one of the eight colours."))
    if said.get("registration", "open") not in Site.Registration.values:
        raise Refused("registration", _("Choose who can join."))
    return said


def _decided() -> Site:
    """What was decided for the site so far; whoever else decides something waits."""
    return Site.objects.select_for_update(no_key=True).filter(pk=ONE).first() or _first_row()


def _update(row: Site, said: dict[str, Any]) -> None:
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    changed([SITE_FACTS])


def discuss_norms(actor: Member, thread: int | None) -> None:
    """How this site is used is open for discussion under this post (public id); None: no more.

    Raises NotFound.
    """
    insist_operator(actor)
    with write():
        _update(_decided(), {"norms_thread": thread})
        audit(actor.pk, "site.norms", "site", {"open": thread is not None})


def set_picture(actor: Member, data: bytes | None) -> None:
    """The site's picture; None takes it away. Raises NotFound, Refused("picture", …)."""
    insist_operator(actor)
    blob = pictures.keep(data) if data is not None else ""
    with write():
        row = _decided()
        old = row.picture
        _update(row, {"picture": blob})
        audit(actor.pk, "site.picture", "site", {})
        after_commit(lambda: pictures.discard(old))


def audit(actor: int | None, act: str, subject: str, detail: dict[str, Any]) -> None:
    """Note an act of an operator or moderator, inside the act's own `write()`.

    `subject` and `detail` hold numbers and the moderator's own reasons; nobody's name, address or words.
    """
    AuditEntry.objects.create(actor_id=actor, act=act, subject=subject, detail=detail)


def warn(actor: Member, face: int, text: str) -> None:
    """Say a word to a face; it is shown until it is read. Raises NotFound, Refused("text", …)."""
    insist_moderator(actor)
    if not text.strip():
        raise Refused("text", _("Say what was wrong and what you ask for."))
    if len(text) > 2000:
        raise Refused("text", _("This is too long: at most 2,000 letters."))
    with write():
        row = _face(actor, face)
        warning = Warning.objects.create(face=row, text=text.strip())
        audit(actor.pk, "face.warn", _subject(row), {"text": text.strip()})
        emit(Warned(face=row.pk, warning=warning.pk))


def tell_exposed(face: int, words: Callable[[], str]) -> bool:
    """Say in the name of the site that posts of this face left in an accident, on the page and by mail; False
    where nobody is there any more. `words` are asked for in the member's language. Inside a write.
    """
    row = Face.objects.select_related("member").filter(pk=face).first()
    if row is None or row.member is None:
        return False
    with translation.override(row.member.language):
        said = words()
    warning = Warning.objects.create(face=row, text=said, accident=True)
    emit(Warned(face=face, warning=warning.pk, accident=True))
    letters.exposed(row.member, said)
    return True


def done(act: str, subject: str) -> bool:
    """Does the log say that this was done?"""
    return AuditEntry.objects.filter(act=act, subject=subject).exists()


def suspend_face(actor: Member, face: int, reason: str = "") -> None:
    """Stop one face, at once and everywhere; its member's other faces go on. Raises NotFound."""
    insist_moderator(actor)
    with write():
        row = _face(actor, face)
        Face.objects.filter(pk=face).update(state=rules.SUSPENDED)
        faces.settle([face])
        audit(actor.pk, "face.suspend", _subject(row), {"reason": reason.strip()[:2000]})
        if row.member is not None:
            letters.face_suspended(row.member, row.handle, reason)


def remove_face(actor: Member, face: int) -> None:
    """Remove a suspended face for good, with all it said; its member's other faces go on. Raises NotFound."""
    insist_operator(actor)
    with write():
        row = _face(actor, face)
        if row.state != rules.SUSPENDED:
            raise NotFound
        audit(actor.pk, "face.remove", _subject(row), {})
        faces.remove([face])


def limit_face(actor: Member, face: int, on: bool) -> None:
    """Keep a face out of public lists, suggestions and searches, or do so no more. Twice is once. Raises
    NotFound.
    """
    insist_moderator(actor)
    with write():
        row = _face(actor, face)
        if row.limited != on:
            Face.objects.filter(pk=face).update(limited=on)
            finding.refresh([face])
            changed([author_key(face), SITE_FACTS])
            audit(actor.pk, "face.limit" if on else "face.unlimit", _subject(row), {})


def cover_face(actor: Member, face: int, on: bool) -> None:
    """Cover the files of all that a face posts, or do so no more. Twice is once. Raises NotFound."""
    insist_moderator(actor)
    with write():
        row = _face(actor, face)
        if row.covered != on:
            Face.objects.filter(pk=face).update(covered=on)
            changed([author_key(face)])
            audit(actor.pk, "face.cover" if on else "face.uncover", _subject(row), {})


def restore_face(actor: Member, face: int) -> None:
    """Take the suspension of one face back. Raises NotFound."""
    insist_moderator(actor)
    with write():
        row = _face(actor, face)
        if row.state != rules.SUSPENDED:
            return
        Face.objects.filter(pk=face).update(state=rules.state_after_restoring(row.closing_at is not None))
        faces.settle([face])
        audit(actor.pk, "face.restore", _subject(row), {})


def _subject(face: Face) -> str:
    return f"face {face.public_id}"


def _face(actor: Member, face: int) -> Face:
    """The face an act of moderation is about: never one's own; moderators do not reach operators' faces."""
    rows = Face.objects.select_for_update(of=("self",), no_key=True).select_related("member")
    row = rows.filter(pk=face).exclude(state=rules.GONE).first()
    if row is None or row.member_id == actor.pk:
        raise NotFound
    reachable = (
        row.member is None or row.member.role == Member.Role.MEMBER or actor.role == Member.Role.OPERATOR
    )
    if not reachable:
        raise NotFound
    return row


def insist_operator(actor: Member) -> None:
    """Raise NotFound for who does not operate this site now."""
    if actor.role != Member.Role.OPERATOR or actor.state != Member.State.ACTIVE:
        raise NotFound


def insist_moderator(actor: Member) -> None:
    """Raise NotFound for who neither moderates nor operates this site now."""
    if actor.role == Member.Role.MEMBER or actor.state != Member.State.ACTIVE:
        raise NotFound
