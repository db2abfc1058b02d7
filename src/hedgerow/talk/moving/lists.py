"""What a face keeps for itself beside its words: people as a table, and its lists and filters."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings

from hedgerow.kernel.windows import Window
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.endorsements import reads as endorsements
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.moving import reads as moving
from hedgerow.people.notes import reads as notes
from hedgerow.people.tags import reads as tags
from hedgerow.talk.filters import reads as filters
from hedgerow.talk.guarding import reads as guard

Item = dict[str, Any]
PEOPLE = ("Name", "Address", "Following", "Follows you", "Labels", "Circles", "Note", "Endorsed")
BOOK = ("Name", "Address", "Note", "Circles")
SHUT = ("Address", "What", "Until")


def people(actor: int) -> Iterator[tuple[str, ...]]:
    """A row of `PEOPLE` for each contact."""
    own = {circle.id: circle.name for circle in circles.on_trays(actor)}
    found = contacts.contacts(actor, limit=None).contacts
    numbers = [one.face.id for one in found]
    said, endorsed = notes.about(actor, numbers), endorsements.among(actor, numbers)
    yes = ("no", "yes")
    for one in found:
        inside = " ::: ".join(own[circle] for circle in one.circles if circle in own)
        yield (
            one.face.name, _address(one.face), yes[one.following], yes[one.follows], " ::: ".join(one.labels),
            inside, said.get(one.face.id, ""), yes[one.face.id in endorsed],
        )  # fmt: skip


def book(actor: int) -> Iterator[tuple[str, ...]]:
    """A row of `BOOK` for each person in the address book."""
    start: int | None = 0
    while start is not None:
        page = moving.book(actor, "", start)
        for one in page.entries:
            yield one.name, "", one.note, " ::: ".join(one.circles)
        start = page.next


def shut(actor: int) -> Iterator[tuple[str, ...]]:
    """A row of `SHUT` for each face that is blocked or muted."""
    for what, found in (("blocked", contacts.blocked(actor)), ("muted", contacts.mutes(actor))):
        for one in found:
            yield _address(one.face), what, _when(one.until) or ""


def kept(actor: int) -> Item:
    """Filters, followed tags, names to keep quiet, and what the guard is not to say again."""
    wish = guard.settings(actor)
    return {
        "filters": [_filter(one) for one in filters.filters(actor)],
        "followed_tags": [key for _place, key in tags.page(actor, Window(limit=10_000))],
        "names_to_keep_quiet": [
            {"words": one.words, "pattern": one.pattern, "why": one.why} for one in guard.entries(actor)
        ],
        "guard": {"level": wish.level, "without": wish.without},
    }


def _filter(one: filters.Filter) -> Item:
    return {
        "title": one.title,
        "where": list(one.contexts),
        "what": one.action,
        "until": _when(one.expires_at),
        "words": [{"words": word.words, "whole": word.whole} for word in one.words],
        "posts": [str(kept.post) for kept in one.posts],
    }


def _address(card: FaceCard) -> str:
    return card.address if "@" in card.address else f"{card.address}@{settings.DOMAIN}"


def _when(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
