"""What the operator decided for this site, and what was done in its name."""

from datetime import datetime
from email.utils import formataddr, parseaddr
from typing import Any

import msgspec
from django.conf import settings

from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import words
from hedgerow.people.keys import SITE_FACTS
from hedgerow.people.models import AuditEntry, Member, Site


class SiteFacts(msgspec.Struct, frozen=True):
    """What everybody may know of this site. Texts come as written and as safe HTML."""

    name: str
    about: str
    about_html: str
    colour: int
    picture_url: str
    registration: str
    """open, invitation, approval or closed"""
    members_invite: bool
    """Where one joins by invitation: members invite too."""
    confirm_email: bool
    rules: str
    rules_html: str
    privacy: str
    privacy_html: str
    imprint: str
    imprint_html: str
    norms: str
    norms_html: str
    norms_thread: int | None
    """The public id of the post under which the norms are discussed; whoever may see it finds it there."""
    contact: str


class AuditShown(msgspec.Struct, frozen=True):
    """One act of an operator or moderator. `actor` is empty for the command line and who left, and for
    moderators, who are not shown others' addresses.
    """

    id: int
    at: datetime
    actor: str
    act: str
    subject: str
    detail: dict[str, Any]


AUDIT_PAGE = 50
LONGEST = 20_000
ONE = 1
"""The number of the one row."""

_site: Remembered[SiteFacts] = Remembered(1)


def site() -> SiteFacts:
    """What the operator decided; remembered until it changes."""
    return _site.get(ONE, (SITE_FACTS,), _read_site)


def sender() -> str:
    """Who mails come from: the name of the site, unless the settings name somebody, and their address."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or site().name, address))


def _read_site() -> SiteFacts:
    row = Site.objects.filter(pk=ONE).first() or _first_row()
    texts = {name: getattr(row, name) for name in ("about", "rules", "privacy", "imprint", "norms")}
    return SiteFacts(
        name=row.name,
        colour=row.colour,
        picture_url=f"/media/avatar/{row.picture}" if row.picture else "",
        registration=row.registration,
        members_invite=row.members_invite,
        confirm_email=row.confirm_email and settings.CONFIRM_EMAIL,
        contact=row.contact,
        norms_thread=row.norms_thread,
        **texts,
        **{f"{name}_html": words.html(text, LONGEST) for name, text in texts.items()},
    )


def _first_row() -> Site:
    """What holds before an operator decided anything: the settings' answers."""
    return Site(
        pk=ONE,
        name=settings.SITE_NAME,
        registration=settings.REGISTRATION,
        confirm_email=settings.CONFIRM_EMAIL,
    )


def audit_log(actor: Member, before: int = 0) -> list[AuditShown]:
    """The newest entries first, a page at a time: those older than the entry `before`. For moderators."""
    if actor.role == Member.Role.MEMBER or actor.state != Member.State.ACTIVE:
        raise NotFound
    rows = AuditEntry.objects.order_by("-id").select_related("actor")
    if before:
        rows = rows.filter(pk__lt=before)
    named = actor.role == Member.Role.OPERATOR
    return [
        AuditShown(
            row.pk, row.at, row.actor.email if row.actor and named else "", row.act, row.subject, row.detail
        )
        for row in rows[:AUDIT_PAGE]
    ]
