"""Whom news of a post concerns and as what, and how notifications stand together. Pure."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar

FOLLOW, REQUEST, ACCEPTED = "follow", "request", "accepted"
MENTION, REPLY, REACTION, BOOST, QUOTE = "mention", "reply", "reaction", "boost", "quote"
NAMED, EDIT = "named", "edit"
WARNING, ACCIDENT = "warning", "accident"
REPORT, WAITING = "report", "waiting"
MESSAGE = "message"
ANSWER, SAID = "answer", "said"
POLL, RETURNED = "poll", "returned"
DEFLECTED, READERS, MIRROR = "deflected", "readers", "mirror"
UNSPOKEN, YEARLY = "unspoken", "yearly"

SETTABLE = (
    MESSAGE, REPLY, ANSWER, MENTION, NAMED, QUOTE, SAID, REACTION, BOOST, EDIT, FOLLOW, REQUEST, ACCEPTED,
    POLL, UNSPOKEN, YEARLY,
)  # fmt: skip
"""Kinds a face may turn down. Words of the moderators always arrive, and of an accident."""

OF_THE_SITE = frozenset({WARNING, ACCIDENT})
"""Kinds by which those who run the site turn to a face."""

FOR_MODERATORS = frozenset({REPORT, WAITING})
"""Kinds that only somebody who moderates is told."""

QUIETLY = frozenset({DEFLECTED, READERS, MIRROR})
"""Kinds that stand on the page and in a note, and never sound."""

BUNDLED = frozenset({REACTION, BOOST, FOLLOW, EDIT, MESSAGE})
"""Kinds of which several stand together."""


class News(NamedTuple):
    """One candidate: this concerns `face`, because of what `actor` did with a post (all dense ids)."""

    face: int
    kind: str
    actor: int | None
    post: int | None
    cause: str


FILTERABLE = frozenset(SETTABLE) - {EDIT, POLL, ACCEPTED, ANSWER, SAID, UNSPOKEN, YEARLY}
"""Kinds to which a face's policy applies: somebody turned to it, or did something with what is its own."""

ACCEPT, FILTER, DROP = "accept", "filter", "drop"
CHOICES = (ACCEPT, FILTER, DROP)


class Stance(NamedTuple):
    """How the receiver of something stands to who did it."""

    follows: bool
    followed: bool
    welcome: bool
    limited: bool = False
    """Moderators keep who did it out of public lists."""


class Wanted(NamedTuple):
    """A face's policy, as `models.Policy` has it."""

    not_following: str = ACCEPT
    not_followers: str = ACCEPT
    new_accounts: str = ACCEPT
    private_mentions: str = ACCEPT
    limited_accounts: str = ACCEPT


def verdict(wanted: Wanted, kind: str, to: Stance, *, private: bool) -> str:
    """Whether something is told (accept), kept apart (filter) or left out (drop). The strictest word holds.

    `private`: it was written to the receiver by name, and answers nothing of its own.
    """
    if kind not in FILTERABLE or to.welcome:
        return ACCEPT
    words = [
        wanted.not_following if not to.follows else ACCEPT,
        wanted.not_followers if not to.followed else ACCEPT,
        wanted.private_mentions if private and not to.follows else ACCEPT,
        wanted.limited_accounts if to.limited and not to.follows else ACCEPT,
    ]
    return max(words, key=CHOICES.index)


class Answered(NamedTuple):
    """What a post answers and names, as faces."""

    post: int
    author: int
    reply_author: int | None
    quote_author: int | None
    mentioned: Sequence[int]
    named: Collection[int]
    listening: Collection[int] = ()
    """Who wishes to hear of answers in this thread."""
    expecting: Collection[int] = ()
    """Who wishes to hear of each post of its author."""


def of_post(post: Answered) -> list[News]:
    """Whom a new post concerns, each once: as the first of reply, quote, mention, named, answer, said
    that fits.
    """
    found: dict[int, str] = {}
    for kind, faces in (
        (REPLY, (post.reply_author,)),
        (QUOTE, (post.quote_author,)),
        (MENTION, post.mentioned),
        (NAMED, sorted(post.named)),
        (ANSWER, sorted(post.listening)),
        (SAID, sorted(post.expecting)),
    ):
        for face in faces:
            if face is not None and face != post.author:
                found.setdefault(face, kind)
    return [News(face, kind, post.author, post.post, f"post:{post.post}") for face, kind in found.items()]


Item = TypeVar("Item")


def first_groups(items: Sequence[Item], name: Callable[[Item], Hashable], limit: int) -> Sequence[Item]:
    """The items from the first on, as many as make no more than `limit` groups."""
    names: set[Hashable] = set()
    for place, item in enumerate(items):
        names.add(name(item))
        if len(names) > limit:
            return items[:place]
    return items


def bundled(items: Iterable[Item], name: Callable[[Item], Hashable]) -> list[list[Item]]:
    """The items in groups of one name, each group where its first item stood."""
    groups: dict[Hashable, list[Item]] = {}
    for item in items:
        groups.setdefault(name(item), []).append(item)
    return list(groups.values())


SILENT_FOR = timedelta(days=60)
"""So long without a word from somebody close, and one is told."""
BETWEEN = timedelta(days=6, hours=12)
"""At most once a week, whatever hour of the day it was."""


class Close(NamedTuple):
    """Somebody close to a face, and when they last exchanged words (or when they were marked)."""

    actor: int
    spoke: datetime


def silent(face: int, people: Iterable[Close], at: datetime) -> News | None:
    """With whom of those close to it this face has been silent the longest; None where nobody is to be
    named. The same silence is the same news, and so is told once.
    """
    quiet = [one for one in people if one.spoke <= at - SILENT_FOR]
    if not quiet:
        return None
    longest = min(quiet, key=lambda one: one.spoke)
    return News(face, UNSPOKEN, longest.actor, None, cause_of(longest))


def cause_of(one: Close) -> str:
    """The name of a silence."""
    return f"unspoken:{one.actor}:{one.spoke.date()}"


def silent_since(cause: str) -> date:
    """The day of the last words, out of what `silent` named."""
    return date.fromisoformat(cause.rpartition(":")[2])
