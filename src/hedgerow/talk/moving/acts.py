"""Having an archive of one's face made, and bringing posts from archives."""

from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.moving import acts as moving
from hedgerow.people.moving import archives, steps
from hedgerow.people.moving.rules import LARGEST_ARCHIVE, MASTODON

from . import jobs
from .reading import WAYS

ME, SKIP, SAME = "me", "skip", "same"


def ask_for_archive(actor: int) -> None:
    """Have an archive made in a job; one at a time. Raises Refused("", …) for a second one in a day."""
    archives.ask(actor, lambda export: jobs.make.enqueue(export))


def begin(actor: int, file: BinaryIO | Path, size: int, title: str) -> int:
    """Take an archive in and have it read; the import's outside id. Raises Refused("file", …), TooMany."""
    if size > LARGEST_ARCHIVE:
        raise Refused("file", _("This file is too large: at most 2 GB."))
    return moving.take_in(actor, file, title, MASTODON, lambda row: jobs.look.enqueue(row))


def run(actor: int, number: int, ways: dict[str, str], *, replies: bool = False) -> None:
    """Bring the posts: for each way they were told there, whom they are for here.

    `me` is nobody but oneself, `skip` leaves them out, `same` is the audience that our own archive tells;
    else public, site, followers, mutuals, or an own circle's outside id. What is not named is for oneself,
    and what was direct is left out. Raises NotFound, Refused("audience", …).
    """
    chosen = {way: ways.get(way, SKIP if way == "direct" else ME) for way in WAYS}
    for said in chosen.values():
        if said not in (ME, SKIP, SAME):
            audiences.resolve(actor, choice_of(said))
    options = {"ways": chosen, "replies": replies}
    steps.start(actor, number, options, lambda row: jobs.carry_out.enqueue(row))


def choice_of(said: str) -> Choice:
    """The audience that an answer means. Raises Refused("audience", …) for none."""
    if said == ME:
        return Choice("nobody")
    if said in ("public", "site", "followers", "mutuals"):
        return Choice(said)  # type: ignore[arg-type]
    if said.isdecimal() and said.isascii() and len(said) < 20:
        return Choice("chosen", circles=[int(said)])
    raise Refused("audience", _("Choose whom they are for."))


def undo(actor: int, number: int) -> None:
    """Take the posts of an import away again. Twice is once. Raises NotFound."""
    steps.undone(actor, number, lambda row: jobs.take_back.enqueue(row))
