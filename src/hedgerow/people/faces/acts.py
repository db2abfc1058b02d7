"""What owners do with their faces. Every act begins with the face that acts, or the member for a new one."""

from datetime import datetime
from functools import cache, partial
from typing import Any
from zoneinfo import available_timezones

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hedgerow.boundary import acts as boundary
from hedgerow.boundary import reads as engine
from hedgerow.boundary.epoch import author_key, changed
from hedgerow.kernel import clock, handles
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.ids import opaque, random_id
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import after_commit, write
from hedgerow.people.keys import member_key
from hedgerow.people.links import acts as link_acts
from hedgerow.people.links import jobs as link_jobs
from hedgerow.people.models import Block, Deflection, Face, Member, Strategy, Warning

from . import finding, names, pictures, rules, words
from .events import FaceGone, FaceMade, FaceStopped
from .reads import FaceFacts, Settings, is_taken

MOST_FACES = rules.MOST_FACES
MOST_LINKS = rules.MOST_LINKS
PICTURED = {"picture", "header"}
"""The columns that hold a picture of a face; `<column>_words` among its switches say what it shows."""
_zones = cache(available_timezones)
"""Asked once: it opens every file of the time zone database."""


class FaceDraft(msgspec.Struct, frozen=True):
    """What an owner says a face should be. A link may say words instead of an address: then it leads
    nowhere.
    """

    handle: str = ""
    """For a new face only: a face keeps its handle for life, so that nobody can slip into an old one."""
    name: str = ""
    bio: str = ""
    links: list[dict[str, str]] = []
    colour: int = 1
    language: str = ""
    time_zone: str = "UTC"
    no_index: bool = True
    locked: bool = True
    bot: bool | None = None
    """A program posts here; None keeps what was said before."""


def is_time_zone(name: str) -> bool:
    """Is this a place whose clock a face can have (a name of the IANA time zone database)?"""
    return name in _zones()


def create(member: Member, draft: FaceDraft, *, wished: bool = False) -> int:
    """A new face of this member; its id. `wished`: its handle is not taken by it before `take_handle`.
    Raises Refused.
    """
    handle, key = names.handle_of(draft.handle)
    said = _checked(draft)
    with write():
        # Whoever blocks or suspends the member meanwhile waits, and then knows of this face, or came before.
        Member.objects.select_for_update(no_key=True).values_list("pk").get(pk=member.pk)
        if is_taken(key):
            raise Refused("handle", _("This handle is taken."))
        if Face.objects.filter(member=member).exclude(state=rules.GONE).count() >= rules.MOST_FACES:
            raise Refused("handle", _("You have as many faces as one can have."))
        own_key = names.wished_key() if wished else key
        face = _insert(Face(member=member, handle=handle, handle_key=own_key, **said))
        _raise_up(face)
        settle([face.pk])
        if said["links"]:
            link_jobs.want(face.pk)
        changed([member_key(member.pk), author_key(face.pk)])
        emit(FaceMade(face.pk))
    return face.pk


def _insert(face: Face) -> Face:
    try:
        with transaction.atomic():
            face.save(force_insert=True)
    except IntegrityError:
        raise Refused("handle", _("This handle is taken.")) from None
    return face


def wish_for(face: int, handle: str) -> None:
    """Another handle for a face that wishes for one. Inside `write()`. Raises Refused."""
    shown, _key = names.handle_of(handle)
    Face.objects.filter(pk=face).update(handle=shown)
    changed([author_key(face)])


def take_handle(face: int) -> bool:
    """The handle that a face wishes for is its own from now on; False where it is taken by now. Inside
    `write()`.
    """
    key = names.key_of(_row(face).handle)
    if is_taken(key):
        return False
    try:
        with transaction.atomic():
            Face.objects.filter(pk=face).update(handle_key=key)
    except IntegrityError:
        return False
    changed([author_key(face)])
    return True


def _raise_up(face: Face) -> None:
    """Tell the engine of a new face: its two circles, and who already blocked its member."""
    boundary.stand(face.pk, local=True)
    face.followers_circle = boundary.open_circle(face.pk, "followers")
    face.mutuals_circle = boundary.open_circle(face.pk, "mutuals")
    face.save(update_fields=["followers_circle", "mutuals_circle"])
    blockers = (
        Block.objects.filter(blocked__member=face.member_id).values_list("blocker", flat=True).distinct()
    )
    for blocker in blockers:
        boundary.shut_out(blocker, [face.pk])


def _checked(draft: FaceDraft) -> dict[str, Any]:
    """The columns a draft gives, its handle aside. Raises Refused next to the field."""
    name = handles.normalise_name(draft.name) if draft.name.strip() else ""
    bio = draft.bio.strip()
    if len(bio) > rules.LONGEST_BIO:
        raise Refused("bio", _("This is too long: at most 1,000 letters."))
    if draft.colour not in rules.COLOURS:
        raise Refused("colour", _("Choose one of the eight colours."))
    if not is_time_zone(draft.time_zone):
        raise Refused("time_zone", _("Choose a time zone from the list."))
    return {
        "name": name,
        "bio": bio,
        "bio_html": words.html(bio),
        "links": _checked_links(draft.links),
        "colour": draft.colour,
        "language": draft.language[:12],
        "time_zone": draft.time_zone,
        "no_index": draft.no_index,
        "locked": draft.locked,
        **({} if draft.bot is None else {"bot": draft.bot}),
    }


def _checked_links(given: list[dict[str, str]]) -> list[dict[str, str]]:
    links = rules.kept_links(given)
    if len(links) > rules.MOST_LINKS:
        raise Refused("links", _("At most %(most)d links.") % {"most": rules.MOST_LINKS})
    for link in links:
        if len(link["name"]) > rules.LONGEST_LINK_NAME or len(link["url"]) > rules.LONGEST_LINK:
            raise Refused("links", _("A link's name has at most 40 letters, its address at most 500."))
    return [{"name": link["name"] or link["url"], "url": link["url"]} for link in links]


def draft_of(facts: FaceFacts, **changes: Any) -> FaceDraft:
    """What a face says of itself now, with some things changed."""
    said = FaceDraft(
        name=facts.name,
        bio=facts.bio,
        links=facts.links,
        colour=facts.colour,
        language=facts.own_language,
        time_zone=facts.time_zone,
        no_index=facts.no_index,
        locked=facts.locked,
    )
    return msgspec.structs.replace(said, **changes)


def edit(actor: int, draft: FaceDraft, *, picture: bytes | None = None, header: bytes | None = None) -> None:
    """Change what a face says of itself, and the pictures that are given, all at once; its handle stays.

    Raises Refused, and nothing is changed then.
    """
    said = _checked(draft)
    if picture is not None:
        said["picture"] = pictures.keep(picture)
    if header is not None:
        said["header"] = pictures.keep_header(header)
    with write():
        old = _row(actor)
        for column in PICTURED & said.keys():
            said["settings"] = _undescribed(said.get("settings", old.settings), column)
        Face.objects.filter(pk=actor).update(**said)
        finding.refresh([actor])
        _look_at_links(actor, said["links"])
        changed([author_key(actor)])
        for column in PICTURED & said.keys():
            after_commit(partial(pictures.discard, getattr(old, column)))


def _look_at_links(face: int, links: list[dict[str, str]]) -> None:
    """Nothing stays proven that is no longer linked; what is linked is looked at soon."""
    link_acts.forget_others(face, [link["url"] for link in links])
    if links:
        link_jobs.want(face)


def set_language(actor: int, language: str) -> None:
    """The language of a face that has one of its own; a face without one follows its member's."""
    with write():
        Face.objects.filter(pk=actor).exclude(language="").update(language=language[:12])
        changed([author_key(actor)])


def set_settings(actor: int, **switches: Any) -> None:
    """Change small switches of a face (`reads.Settings`); the others stay."""
    with write():
        row = _row(actor)
        merged = msgspec.convert({**row.settings, **switches}, Settings)
        Face.objects.filter(pk=actor).update(settings={**row.settings, **msgspec.to_builtins(merged)})
        changed([author_key(actor)])


def set_picture(actor: int, data: bytes) -> None:
    """Give a face a picture of its own: a new file under a random name, free of what the camera wrote.

    Raises Refused("picture", …) for what is no picture.
    """
    _put(actor, "picture", pictures.keep(data))


def remove_picture(actor: int) -> None:
    """Show initials again."""
    _put(actor, "picture", "")


def set_header(actor: int, data: bytes) -> None:
    """Put a wide picture above a face's page, kept like its own picture. Raises Refused("header", …)."""
    _put(actor, "header", pictures.keep_header(data))


def remove_header(actor: int) -> None:
    """Show no picture above the page any more."""
    _put(actor, "header", "")


def _put(actor: int, column: str, blob: str) -> None:
    with write():
        row = _row(actor)
        told = _undescribed(row.settings, column)
        Face.objects.filter(pk=actor).update(**{column: blob, "settings": told})
        changed([author_key(actor)])
        after_commit(partial(pictures.discard, getattr(row, column)))


def _undescribed(settings: dict[str, Any], column: str) -> dict[str, Any]:
    """The switches of a face without what its old picture showed."""
    return {name: value for name, value in settings.items() if name != f"{column}_words"}


def close(actor: int) -> datetime:
    """Close a face: hidden at once, really gone at the moment returned, unless `reopen` comes before."""
    with write():
        face = _row(actor)
        if face.closing_at is None:
            face.closing_at = clock.now() + rules.GRACE
        if face.state == rules.ACTIVE:
            face.state = rules.CLOSING
        face.save(update_fields=["closing_at", "state"])
        settle([actor])
    return face.closing_at


def reopen(actor: int) -> None:
    """Take closing back. Raises NotFound when the face is gone."""
    with write():
        face = _row(actor)
        face.closing_at = None
        if face.state == rules.CLOSING:
            face.state = rules.ACTIVE
        face.save(update_fields=["closing_at", "state"])
        settle([actor])


def read_warning(actor: int, warning: int) -> None:
    """The owner of this face read a moderator's word to it."""
    with write():
        rows = Warning.objects.filter(pk=warning, face=actor, read_at=None)
        if not rows.update(read_at=clock.now()):
            raise NotFound


def settle(faces: list[int]) -> None:
    """Bring the engine in step with what faces and their members are now. Inside `write()`."""
    held = Face.objects.select_for_update(no_key=True).filter(pk__in=faces).order_by("pk")
    list(held.values_list("pk"))  # Whoever else changes one of them waits, or is done and seen below.
    rows = Face.objects.filter(pk__in=faces).values_list("id", "state", "member", "member__state")
    moving: list[int] = []
    standing: list[int] = []
    for face, state, member, member_state in rows:
        (standing if rules.standing(state, member_state) == rules.ACTIVE else moving).append(face)
        changed([author_key(face), *([member_key(member)] if member else [])])
    finding.refresh(faces)
    halted = engine.stopped()
    to_stop = [face for face in moving if face not in halted]
    to_start = [face for face in standing if face in halted]
    if to_stop:
        boundary.stop(to_stop)
        emit(*(FaceStopped(face) for face in to_stop))
    if to_start:
        boundary.restart(to_start)


def remove(faces: list[int]) -> None:
    """Make faces really gone: names, words about themselves, ties and files. What is left is a number that
    nobody reuses, and a trace that keeps the handle from being taken. Inside `write()`.

    The rooms above hear `FaceGone` and remove what they keep.
    """
    for face in Face.objects.filter(pk__in=faces).exclude(state=rules.GONE):
        _forget(face)
        emit(FaceGone(face.pk))


def free_handles(faces: list[int]) -> None:
    """Let others take the handles of removed faces that nobody ever saw. Inside `write()`."""
    for face in faces:
        Face.objects.filter(pk=face, state=rules.GONE).update(handle_key=f"none:{opaque()}")


def _forget(face: Face) -> None:
    for blob in (face.picture, face.header):
        after_commit(partial(pictures.discard, blob))
    _cut_ties(face.pk)
    keys = [author_key(face.pk), *([member_key(face.member_id)] if face.member_id else [])]
    Face.objects.filter(pk=face.pk).update(
        member=None, public_id=random_id(), handle=f"gone-{opaque()}"[:30],
        handle_key=names.retired_key(face.handle_key), name="", bio="", bio_html="", links=[], colour=1,
        language="", time_zone="UTC", picture="", header="", bot=False, settings={}, default_audience=None,
        state=rules.GONE, closing_at=None, followers_circle=None, mutuals_circle=None,
        made_at=clock.from_us(0),
    )  # fmt: skip
    finding.refresh([face.pk])
    changed(keys)


def _cut_ties(face: int) -> None:
    """End every follow, request, block, mute, circle and membership of a face that goes."""
    row = Face.objects.get(pk=face)
    for ties in (
        row.follows, row.followed_by, row.asks, row.asked_by, row.blocks, row.blocked_by, row.mutes,
        row.muted_by, row.warnings, row.circlemove_set, row.address_book, row.imports, row.exports,
        row.greeted_by, row.greets, row.invitations,
        row.proven_links, row.tokens, row.app_codes, row.notes, row.noted_by, row.endorses, row.endorsed_by,
        row.passed_over, row.passed_over_by, row.circle_manners, row.followed_tags,
        row.shut_servers,
        row.marks, row.marked_by,
    ):  # fmt: skip
        ties.all().delete()
    Deflection.objects.filter(instead=face).update(instead=None)
    Strategy.objects.filter(face=face).update(face=None)
    Strategy.objects.filter(work=face).update(work=None)
    boundary.stop([face])
    others = engine.vetoed(face) | engine.kept_from(face)
    boundary.lift(face, others)
    for other in others:
        boundary.lift(other, [face])
    boundary.leave_everywhere(face)
    for circle in engine.circles_of(face):
        boundary.close_circle(circle.id)
        boundary.rename_circle(circle.id, f"gone {circle.id}")


def _row(actor: int) -> Face:
    """The face an act is about, locked by the running transaction. Raises NotFound when it is gone."""
    rows = Face.objects.select_for_update(no_key=True)
    face = rows.filter(pk=actor).exclude(state=rules.GONE).first()
    if face is None:
        raise NotFound
    return face
