"""What the site keeps out, as operators' apps know it."""

import hashlib

from hedgerow.doors.mastodon.entities import admin
from hedgerow.doors.mastodon.entities.common import moment
from hedgerow.people.barring.reads import ASK, NOTHING, REFUSE, BarredShown

SEVERITIES = {"sign_up_requires_approval": ASK, "sign_up_block": REFUSE, "no_access": NOTHING}
"""How far internet addresses are kept out, in the original's words and ours."""


def mail(each: BarredShown) -> admin.EmailDomainBlock:
    """A domain of e-mail addresses."""
    return admin.EmailDomainBlock(
        id=str(each.id), domain=each.what, created_at=moment(each.at), allow_with_approval=each.manner == ASK
    )


def address(each: BarredShown) -> admin.CanonicalEmailBlock:
    """One e-mail address."""
    return admin.CanonicalEmailBlock(str(each.id), each.what)


def network(each: BarredShown) -> admin.IpBlock:
    """Internet addresses."""
    return admin.IpBlock(
        id=str(each.id),
        ip=each.what,
        severity=next(word for word, ours in SEVERITIES.items() if ours == each.manner),
        comment=each.note,
        created_at=moment(each.at),
        expires_at=moment(each.ends_at) if each.ends_at is not None else None,
    )


def server(each: BarredShown) -> admin.AdminDomainBlock:
    """Another server."""
    return admin.AdminDomainBlock(
        id=str(each.id),
        domain=each.what,
        digest=hashlib.sha256(each.what.encode()).hexdigest(),
        created_at=moment(each.at),
        severity=each.manner,
        reject_media="media" in each.flags,
        reject_reports="reports" in each.flags,
        private_comment=each.note or None,
        public_comment=each.said or None,
        obfuscate="obfuscate" in each.flags,
    )


def allowed(each: BarredShown) -> admin.AdminDomainAllow:
    """A server that is let in."""
    return admin.AdminDomainAllow(str(each.id), each.what, moment(each.at))
