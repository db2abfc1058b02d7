"""What one asks about, of what is one's own: a post or a collection. The page that answers is the same."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext as _

from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.collections import acts as board_acts
from hedgerow.talk.collections import reads as boards
from hedgerow.talk.posts import acts as post_acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Explained, Readers, Shown
from hedgerow.talk.variants import reads as variants
from hedgerow.talk.variants.reads import One


class Version(NamedTuple):
    """One version of an own post. `number`: its public id; None: those it is for read nothing."""

    one: One
    number: int | None
    current: bool


class Subject(NamedTuple):
    """A post or a collection of the actor's, with what can be asked of it and done to it."""

    url: str
    back_words: str
    acts: str
    """What the addresses of what can be done with it begin with."""
    narrow_url: str
    """Where to choose who still may; a sheet for a post. Empty for a message: its readers are those of its
    conversation."""
    board: bool
    who: Callable[[int, int], Readers]
    """From which reader on, and how many."""
    explain: Callable[[int], Explained]
    choice: Callable[[], Choice | None]
    """Whom it is for, where a single choice says so."""
    narrow: Callable[[Choice], None]
    versions: Callable[[], list[Version]]
    """Of a post that was said differently to others all of them, in the author's order; else none."""


def _versions(actor: int, shown: Shown) -> list[Version]:
    if not shown.varied:
        return []
    ones = variants.tabs(actor, [shown.id])[shown.id]
    return [Version(one, one.post, one.post == shown.public_id) for one in ones]


def post(actor: int, number: int) -> Subject:
    """An own post (public id). Raises NotFound."""
    shown = posts.post(actor, number)
    return Subject(
        shown.url,
        _("The message") if shown.direct else _("The post"),
        f"/p/{number}",
        "" if shown.direct else f"/p/{number}/narrow",
        False,
        lambda start, limit: posts.who(actor, number, start, limit),
        lambda face: posts.explain_for(actor, number, face),
        lambda: posts.for_edit(actor, number).choice,
        lambda choice: post_acts.narrow(actor, number, choice),
        lambda: _versions(actor, shown),
    )


def board(actor: int, number: int) -> Subject:
    """An own collection (public id). Raises NotFound."""
    return Subject(
        boards.one(actor, number).url,
        _("The collection"),
        f"/collections/{number}",
        f"/collections/{number}/edit",
        True,
        lambda start, limit: boards.who(actor, number, start, limit),
        lambda face: boards.explain_for(actor, number, face),
        lambda: boards.choice(actor, number),
        lambda choice: board_acts.narrow(actor, number, choice),
        list,
    )
