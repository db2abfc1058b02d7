"""The audit log in words: acts by name, faces by the handle they have now."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hedgerow.people.barring import reads as barring
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import reads as members
from hedgerow.people.site.reads import AuditShown
from hedgerow.talk.reports.reads import CATEGORIES

from .forms import BARRED_BY

ACTS = {
    "site.change": _("Changed the site"),
    "site.norms": _("Closed the discussion of how this site is used"),
    "site.norms open": _("Opened the discussion of how this site is used"),
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
    "exposure.tell": _("Told a face that posts of it left in an accident"),
}
DETAILS = {
    "reason": _("Why:"),
    "text": _("Said:"),
    "role": _("Role:"),
    "uses": _("For so many people:"),
    "code": _("Code:"),
    "category": _("About:"),
    "posts": _("Posts:"),
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
    "bar": _("No longer on the list"),
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
    "norms": _("How we use this"),
    "contact": _("E-mail address for questions"),
    "member": _("member"),
    "moderator": _("moderator"),
    "operator": _("operator"),
}


def in_words(entries: list[AuditShown], reader: Any) -> list[dict[str, Any]]:
    """Each entry for the page: the log itself keeps numbers, so a face that is gone has no name here."""
    named, kept_out = _handles(entries), _kept_out(entries, reader)
    return [
        {
            "at": entry.at,
            "actor": entry.actor,
            "act": ACTS.get(_act(entry), entry.act),
            "subject": kept_out.get(entry.subject) or _subject(entry.subject),
            "handle": named.get(entry.subject, ""),
            "details": [
                (DETAILS.get(key, key), _plain(key, value))
                for key, value in entry.detail.items()
                if value and value is not True
            ],
        }
        for entry in entries
    ]


def _act(entry: AuditShown) -> str:
    """What was done: where a yes or no says it, the name of the yes stands beside the act's."""
    return " ".join([entry.act, *(key for key, value in entry.detail.items() if value is True)])


def _kept_out(entries: list[AuditShown], reader: Any) -> dict[str, str]:
    """What was kept out, as long as it is: for operators, since moderators are not shown that list."""
    subjects = {entry.subject for entry in entries if entry.subject.startswith("bar ")}
    if not subjects:
        return {}
    if not members.is_operator(reader):
        return dict.fromkeys(subjects, str(_("Who is kept out")))
    found = barring.in_log(reader, subjects)
    return {
        subject: str(BARRED_BY[each.kind] if each.kind == "address" else each.what)
        for subject, each in found.items()
        if each.kind in BARRED_BY
    }


def _handles(entries: list[AuditShown]) -> dict[str, str]:
    subjects = {entry.subject for entry in entries if entry.subject.startswith("face ")}
    numbers = {int(subject[5:]): subject for subject in subjects if subject[5:].isdecimal()}
    dense = faces.by_public_ids(numbers)
    cards = faces.cards(dense.values())
    return {numbers[public]: cards[face].handle for public, face in dense.items() if face in cards}


def _subject(subject: str) -> str:
    """`member 9` in the reader's language."""
    kind, _space, number = subject.partition(" ")
    return str(SUBJECTS[kind]) % {"number": number} if kind in SUBJECTS else subject


def _plain(key: str, value: Any) -> str:
    """What was changed and which role was given have words here; reasons stay as they were written."""
    given = value if isinstance(value, list) else [value]
    known = {"changed": WORDS, "role": WORDS, "category": CATEGORIES}.get(key, {})
    return ", ".join(str(known.get(one, one)) for one in given)
