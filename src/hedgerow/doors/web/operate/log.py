"""The audit log in words: acts by name, faces by the handle they have now."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hedgerow.people.faces import reads as faces
from hedgerow.people.site.reads import AuditShown

ACTS = {
    "site.change": _("Changed the site"),
    "site.norms": _("Opened or closed the discussion of how this site is used"),
    "site.picture": _("Changed the site's picture"),
    "announcement.make": _("Announced something"),
    "announcement.change": _("Changed an announcement"),
    "announcement.end": _("Ended an announcement"),
    "announcement.remove": _("Deleted an announcement"),
    "emoji.bring": _("Added an emoji"),
    "emoji.on": _("Switched an emoji on"),
    "emoji.off": _("Switched an emoji off"),
    "emoji.remove": _("Removed an emoji"),
    "guard.list": _("Put a name on the list of names to keep quiet"),
    "guard.unlist": _("Took a name off the list of names to keep quiet"),
    "invitation.make": _("Made an invitation"),
    "invitation.revoke": _("Revoked an invitation"),
    "member.approve": _("Let somebody in"),
    "member.decline": _("Declined a request to join"),
    "member.suspend": _("Suspended a member"),
    "member.restore": _("Restored a member"),
    "member.appoint": _("Gave a role"),
    "face.warn": _("Warned a face"),
    "face.suspend": _("Suspended a face"),
    "face.restore": _("Restored a face"),
    "face.limit": _("Kept a face out of public lists"),
    "face.unlimit": _("Let a face stand in public lists again"),
    "face.cover": _("Covered the files of a face"),
    "face.uncover": _("Uncovered the files of a face"),
    "face.remove": _("Removed a suspended face for good"),
    "report done": _("Was done with a report"),
    "report reopened": _("Took a report up again"),
    "report refiled": _("Changed what a report is about"),
    "report taken on": _("Took a report on"),
    "report left": _("Left a report to others"),
    "bar": _("Kept somebody or something out"),
    "bar.change": _("Kept something out in another way"),
    "bar.lift": _("Let something in again"),
}
DETAILS = {
    "reason": _("Why:"),
    "text": _("Said:"),
    "role": _("Role:"),
    "uses": _("For so many people:"),
    "changed": _("What:"),
    "outcome": _("Decided:"),
}
SUBJECTS = {
    "site": _("The site"),
    "member": _("Member %(number)s"),
    "invitation": _("Invitation %(number)s"),
    "announcement": _("Announcement %(number)s"),
    "emoji": _("Emoji %(number)s"),
    "name": _("Name %(number)s"),
    "report": _("Report %(number)s"),
    "face": _("Face %(number)s"),
    "bar": _("Entry %(number)s"),
}
WORDS = {
    "name": _("Name of the site"),
    "about": _("What it is"),
    "colour": _("Colour"),
    "registration": _("Who can join"),
    "members_invite": _("Members may invite people too"),
    "confirm_email": _("Ask new members to confirm their e-mail address"),
    "rules": _("Rules"),
    "privacy": _("Privacy"),
    "imprint": _("Imprint"),
    "contact": _("E-mail address for questions"),
    "member": _("member"),
    "moderator": _("moderator"),
    "operator": _("operator"),
}


def in_words(entries: list[AuditShown]) -> list[dict[str, Any]]:
    """Each entry for the page: the log itself keeps numbers, so a face that is gone has no name here."""
    named = _handles(entries)
    return [
        {
            "at": entry.at,
            "actor": entry.actor,
            "act": ACTS.get(entry.act, entry.act),
            "subject": _subject(entry.subject),
            "handle": named.get(entry.subject, ""),
            "details": [
                (DETAILS.get(key, key), _plain(key, value)) for key, value in entry.detail.items() if value
            ],
        }
        for entry in entries
    ]


def _handles(entries: list[AuditShown]) -> dict[str, str]:
    subjects = {entry.subject for entry in entries if entry.subject.startswith("face ")}
    numbers = {int(subject[5:]): subject for subject in subjects if subject[5:].isdecimal()}
    dense = faces.by_public_ids(numbers)
    cards = faces.cards(dense.values())
    return {numbers[public]: cards[face].handle for public, face in dense.items() if face in cards}


def _subject(subject: str) -> str:
    """`member 9` in the reader's language."""
    kind, _space, number = subject.partition(" ")
    return str(SUBJECTS.get(kind, subject)) % {"number": number}


def _plain(key: str, value: Any) -> str:
    """What was changed and which role was given have words here; reasons stay as they were written."""
    given = value if isinstance(value, list) else [value]
    known = WORDS if key in ("changed", "role") else {}
    return ", ".join(str(known.get(one, one)) for one in given)
