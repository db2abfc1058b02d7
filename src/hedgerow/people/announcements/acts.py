"""What operators announce, each act one entry of the audit log; and what faces do with it."""

from datetime import datetime

import msgspec
from django.utils.translation import gettext as _

from hedgerow.boundary.epoch import changed
from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people.emoji import reads as emoji
from hedgerow.people.faces import words
from hedgerow.people.keys import ANNOUNCEMENTS
from hedgerow.people.models import Announcement, AnnouncementReaction, AnnouncementSign, Member, PutAway
from hedgerow.people.site.acts import audit, insist_operator

from . import jobs, reads, rules
from .events import Announced, AnnouncementReacted, Withdrawn

REACTIONS_AN_HOUR = 300


class Said(msgspec.Struct, frozen=True):
    """What is announced. `publish_at`: shown from then on; None for at once."""

    text: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    all_day: bool = False
    publish_at: datetime | None = None


def make(actor: Member, said: Said) -> int:
    """Announce something; its dense id. Raises NotFound, Refused next to the field."""
    insist_operator(actor)
    columns = _columns(said)
    with write():
        row = Announcement.objects.create(publish_at=said.publish_at or clock.now(), **columns)
        _changed(actor, "announcement.make", row)
    return row.pk


def change(actor: Member, announcement: int, said: Said) -> None:
    """Say it otherwise, or at another time. Raises NotFound, Refused next to the field."""
    insist_operator(actor)
    columns = _columns(said)
    with write():
        row = _row(announcement)
        for name, value in columns.items():
            setattr(row, name, value)
        row.publish_at = said.publish_at or min(row.publish_at, clock.now())
        row.ended_at, row.changed_at = None, clock.now()
        row.save()
        known = row.told
        _changed(actor, "announcement.change", row)
        if known and row.told:
            emit(Announced(row.pk))


def end(actor: Member, announcement: int) -> None:
    """Show it no more. Twice is once. Raises NotFound."""
    insist_operator(actor)
    with write():
        row = _row(announcement)
        if row.ended_at is None:
            row.ended_at = clock.now()
            row.save()
            _changed(actor, "announcement.end", row)


def remove(actor: Member, announcement: int) -> None:
    """It is gone, with every reaction. Raises NotFound."""
    insist_operator(actor)
    with write():
        row = _row(announcement)
        if row.told:
            emit(Withdrawn(row.public_id))
        audit(actor.pk, "announcement.remove", f"announcement {row.pk}", {})
        row.delete()
        changed([ANNOUNCEMENTS])


def _columns(said: Said) -> dict[str, object]:
    text = said.text.strip()
    if not text:
        raise Refused("text", _("Write what you want to tell everybody."))
    words.html(text, rules.LONGEST)
    starts_at, ends_at = rules.span(said.starts_at, said.ends_at, said.all_day)
    over = rules.over_at(ends_at, said.all_day)
    if over is not None and over <= max(clock.now(), said.publish_at or clock.now()):
        raise Refused("ends_at", _("It would be over before anybody sees it."))
    return {"text": text, "starts_at": starts_at, "ends_at": ends_at, "all_day": said.all_day}


def _row(announcement: int) -> Announcement:
    row = Announcement.objects.select_for_update(no_key=True).filter(pk=announcement).first()
    if row is None:
        raise NotFound
    return row


def _changed(actor: Member, act: str, row: Announcement) -> None:
    audit(actor.pk, act, f"announcement {row.pk}", {})
    changed([ANNOUNCEMENTS])
    jobs.follow(row)


def put_away(face: int, public_id: int) -> None:
    """The face has read it. Twice is once. Raises NotFound."""
    announcement = _shown(public_id)
    with write():
        PutAway.objects.get_or_create(face_id=face, announcement_id=announcement)


def react(face: int, public_id: int, name: str) -> None:
    """React with an emoji: one of Unicode's, or the code of one of the site's own. Twice is once.

    Raises NotFound; Refused("name", …) for what is none, Refused("sign", …) where there are as many signs as
    there can be; TooMany.
    """
    sign = emoji.one(name) or (name if name in emoji.known() else "")
    if not sign:
        raise Refused("name", _("Choose one emoji."))
    announcement = _shown(public_id)
    with write():
        limits.allow(f"announced:{face}", limit=REACTIONS_AN_HOUR, per_seconds=3600)
        rows = AnnouncementSign.objects.filter(announcement=announcement)
        if rows.count() >= rules.MOST_SIGNS and not rows.filter(name=sign).exists():
            raise Refused("sign", _("There are as many different reactions as there can be."))
        row, _made = AnnouncementSign.objects.get_or_create(announcement_id=announcement, name=sign)
        if AnnouncementReaction.objects.get_or_create(sign=row, face_id=face)[1]:
            emit(AnnouncementReacted(row.pk))


def unreact(face: int, public_id: int, name: str) -> None:
    """Take a reaction back. Raises NotFound."""
    announcement = _shown(public_id)
    with write():
        sign = AnnouncementSign.objects.filter(
            announcement=announcement, name=emoji.one(name) or name
        ).first()
        gone = AnnouncementReaction.objects.filter(sign=sign, face=face).delete()[0] if sign else 0
        if sign is None or not gone:
            raise NotFound
        emit(AnnouncementReacted(sign.pk))


def _shown(public_id: int) -> int:
    facts = reads.by_public_id(public_id)
    if facts is None:
        raise NotFound
    return facts.id
