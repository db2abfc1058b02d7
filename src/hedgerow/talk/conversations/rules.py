"""What conversations may be, as pure functions."""

from collections.abc import Collection
from datetime import timedelta

from django.utils.translation import gettext as _

from hedgerow.kernel import text as kernel
from hedgerow.kernel.errors import Refused
from hedgerow.people.circles.rules import plain

MOST_PEOPLE = 50
MOST_FILES = 4
MOST_PICTURES = 8
LARGEST_FILE = 10 * 1024 * 1024
LONGEST_NAME = 80
LONGEST_FILE_NAME = 120
LONGEST_NORMS = 10_000
MOST_NORMS = 50
"""So many versions of a group's page are kept."""
MESSAGES_AN_HOUR = 1_200
FILES_AN_HOUR = 100
STRANGERS_AN_HOUR, STRANGERS_A_DAY = 10, 30
"""With so many people who do not know it a face may begin a conversation."""
MOST_UNANSWERED = 5
"""So many messages reach somebody who has accepted none of them yet."""
CHANGES_AN_HOUR = 200

EVERYBODY, CONTACTS, FOLLOWS, NOBODY = "everybody", "contacts", "follows", "nobody"
WRITERS = (EVERYBODY, CONTACTS, FOLLOWS, NOBODY)
"""Who may begin a conversation with a face, as it chose."""

WRITING_EVERY = timedelta(seconds=3)
WRITING_FOR = timedelta(seconds=6)
"""How often it is told that somebody is writing, and how long that is believed."""


def pair(first: int, second: int) -> str:
    """The name of the one conversation that two faces have."""
    return f"{min(first, second)}:{max(first, second)}"


def name(text: str) -> str:
    """A group's name in its one form; empty for none. Raises Refused("name", …)."""
    said = plain(text)
    if len(said) > LONGEST_NAME:
        raise Refused("name", _("A name can have up to %(most)d characters.") % {"most": LONGEST_NAME})
    return said


def norms(text: str) -> tuple[str, str]:
    """The page of a group in its one form, and as safe HTML. Names lead nowhere: it addresses nobody. Raises
    Refused("text", …).
    """
    written = kernel.normalise(text, LONGEST_NORMS)
    if not written:
        return "", ""
    drawn = kernel.render(written, link_mention=lambda _name: None, tag_url=lambda tag: f"/tags/{tag}")
    return written, drawn.html


def faster() -> str:
    """What is said to whoever wrote over words they had not seen."""
    return _("Somebody changed it meanwhile: look at what it says now before you keep your words.")


def file_name(text: str) -> str:
    """The name of a file as it is offered for keeping: no folders, no control marks, not too long."""
    said = plain(text.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    stem, dot, ending = said.rpartition(".")
    if len(said) > LONGEST_FILE_NAME and dot and len(ending) < 10:
        said = f"{stem[: LONGEST_FILE_NAME - len(ending) - 1]}.{ending}"
    return said[:LONGEST_FILE_NAME] or _("File")


def lets_begin(wish: str, *, follows: bool, contact: bool) -> bool:
    """Does a face with this wish let somebody begin a conversation, whom it follows or has as a contact?"""
    if wish == CONTACTS:
        return contact
    if wish == FOLLOWS:
        return follows
    return wish != NOBODY


def insist_on_room(there: int, more: Collection[int]) -> None:
    """Raise Refused when a conversation would have too many people."""
    if there + len(more) > MOST_PEOPLE:
        said = _("A conversation can have up to %(most)d people.")
        raise Refused("to", said % {"most": MOST_PEOPLE})
