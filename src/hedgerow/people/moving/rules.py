"""Kinds of files, reasons, limits: what moving in may do, as pure functions."""

import hashlib
import hmac
import re
import unicodedata
from datetime import timedelta

from django.utils.translation import gettext as _

from hedgerow.people.circles.rules import LONGEST_NAME as LONGEST_CIRCLE
from hedgerow.people.circles.rules import folded, plain

VCARD, GOOGLE, LINKEDIN, OWN = "vcard", "google", "linkedin", "contacts"
FOLLOWING, LISTS, BLOCKS, MUTES = "following", "lists", "blocks", "mutes"
MASTODON, ARCHIVE = "mastodon", "archive"
CONTACT_KINDS = (VCARD, GOOGLE, LINKEDIN, OWN, FOLLOWING, LISTS, BLOCKS, MUTES)
POST_KINDS = (MASTODON, ARCHIVE)
KINDS = (*CONTACT_KINDS, *POST_KINDS)

SUGGESTED = {LINKEDIN: "colleague"}
"""The label that everybody in such a file may have, if its owner says so."""

MEBIBYTE = 1 << 20
LARGEST_CONTACTS = 50 * MEBIBYTE
LARGEST_ARCHIVE = 2048 * MEBIBYTE
MOST_PEOPLE = 50_000
MOST_ENTRIES = 100_000
"""How many people one address book holds."""
MOST_TIES = 500
"""How many one import follows, or asks to: the rest stay to be asked by hand."""
MOST_LINES_TOLD = 500
"""How many lines not understood a report names; it counts the others."""
MOST_CIRCLES = 60
LONGEST_NAME, LONGEST_NOTE, LONGEST_LINE = 120, 200, 80
UNDO_FOR = timedelta(days=30)
KEEP_UNDECIDED = timedelta(days=1)
"""How long a file waits for a yes."""
A_DAY = 20
"""How many files a face may bring in a day."""

EMPTY, BROKEN, SHORT, NO_HANDLE, TOO_MANY, AGAIN = "empty", "broken", "short", "handle", "many", "again"
OPEN_QUOTE = "quote"
UNREADABLE, NOTHING, TOO_LARGE, CUT_SHORT = "unreadable", "nothing", "large", "cut"

_HANDLE = re.compile(r"@?([A-Za-z0-9_]{1,60}(?:[.-][A-Za-z0-9_]+)*)(?:@([A-Za-z0-9.:-]{1,253}))?\Z")
_PAGE = re.compile(r"https?://([^/\s]+)/(?:@|users/|u/)([A-Za-z0-9_.-]{1,60})/?\Z")


def kind_word(kind: str) -> str:
    """What kind of file it is, in words."""
    return {
        VCARD: _("Contacts (vCard, .vcf)"),
        GOOGLE: _("Google Contacts (CSV)"),
        LINKEDIN: _("LinkedIn connections (CSV)"),
        OWN: _("Contacts from Hedgerow (CSV)"),
        FOLLOWING: _("People you follow on Mastodon (CSV)"),
        LISTS: _("Lists from Mastodon (CSV)"),
        BLOCKS: _("People you blocked on Mastodon (CSV)"),
        MUTES: _("People you muted on Mastodon (CSV)"),
        MASTODON: _("Posts from a Mastodon archive"),
        ARCHIVE: _("An archive from Hedgerow"),
    }[kind]


def reason_word(reason: str) -> str:
    """Why a line was not understood."""
    words = {
        EMPTY: _("There is no name in it."),
        BROKEN: _("This card is broken off or cannot be read."),
        OPEN_QUOTE: _("This line has an opening quote that never closes."),
        SHORT: _("Columns are missing."),
        NO_HANDLE: _("There is no handle in it."),
        TOO_MANY: _("The file holds more people than one import takes."),
        AGAIN: _("The same person stands above."),
        UNREADABLE: _("This file cannot be read. Is it of another kind?"),
        NOTHING: _("Nobody was found in this file."),
        TOO_LARGE: _("This file is too large."),
        CUT_SHORT: _("Something went wrong here, and not with your file. Bring it once more."),
        "line": _("This line cannot be read."),
        "left": _("There is nothing in it that can be brought."),
        "long": _("It is longer than a post can be here."),
        "files": _("This file is no picture, or is missing."),
        "board": _(
            "This collection could not be made: its name or description is too long, or you have too many."
        ),
        "gathered": _("Some posts on this collection are not here, and were left out."),
        "narrowed": _("Its audience is not known here: only you see it."),
        "people": _("Somebody it was for is not known here and was left out."),
    }
    return words.get(reason, reason)


def name_of(text: str) -> str:
    """A name in one line, cut where it is too long; empty for one of nothing but marks (`-`, `.`)."""
    name = plain(text)[:LONGEST_NAME].strip()
    return name if any(unicodedata.category(mark)[0] in "LNS" for mark in name) else ""


def note_of(*parts: str) -> str:
    """A note of what else is known, in one line."""
    return plain(", ".join(part for part in map(plain, parts) if part))[:LONGEST_NOTE].strip()


def circle_of(text: str) -> str:
    """The name of a group as a circle can have it; empty for one that cannot."""
    name = plain(text)[:LONGEST_CIRCLE].strip()
    return name if any(mark.isalnum() for mark in name) else ""


def sort_key(name: str, note: str) -> str:
    """What lists sort by and searches look into."""
    return folded(f"{name} {note}")[:400]


def local_handle(address: str, domain: str) -> str:
    """The handle on this site that an address means: `ana@here`, `https://here/@ana`. Empty for others."""
    text = address.strip().removeprefix("acct:")
    page = _PAGE.match(text)
    if page is not None:
        return page[2] if page[1].casefold() == domain.casefold() else ""
    handle = _HANDLE.match(text)
    return handle[1] if handle is not None and (handle[2] or "").casefold() == domain.casefold() else ""


def handle_in(text: str) -> tuple[str, str]:
    """Name and domain of a handle as networks write it; two empty texts for what is none."""
    found = _HANDLE.match(text.strip())
    return (found[1], found[2] or "") if found is not None else ("", "")


def origin(secret: str, face: int, key: str) -> str:
    """Who somebody is in a file, as a number that no other face's book has in common."""
    said = f"{face}\x00{folded(plain(key))}".encode()
    return hmac.new(b"address book " + secret.encode(), said, hashlib.sha256).hexdigest()[:32]
