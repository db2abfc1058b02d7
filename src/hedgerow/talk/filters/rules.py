"""What filters may hold, and whether one meets a text. Pure."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused

CONTEXTS = ("home", "notifications", "public", "thread", "account")
ACTIONS = ("warn", "hide", "blur")
MOST_FILTERS = 200
MOST_WORDS = 200
MOST_POSTS = 500
LONGEST_WORDS = 512
LONGEST_TITLE = 200


class Word(msgspec.Struct, frozen=True):
    """Words that a filter looks for; `whole`: not inside of other words."""

    id: int
    words: str
    whole: bool


class Kept(msgspec.Struct, frozen=True):
    """A post that a filter means, by outside ids; `thing` is its dense one."""

    id: int
    post: int
    thing: int


class Filter(msgspec.Struct, frozen=True):
    """A filter as its owner sees it."""

    id: int
    title: str
    contexts: list[str]
    action: str
    expires_at: datetime | None
    words: list[Word]
    posts: list[Kept]


def title_of(text: str) -> str:
    """A filter's title. Raises Refused("title", …)."""
    title = " ".join(text.replace("\x00", "").split())
    if not title:
        raise Refused("title", _("Title can't be blank"))
    if len(title) > LONGEST_TITLE:
        raise Refused(
            "title", _("Title is too long (maximum is %(most)d characters)") % {"most": LONGEST_TITLE}
        )
    return title


def contexts_of(given: Collection[str]) -> list[str]:
    """Where a filter holds. Raises Refused("context", …) for none, and for what is no such place."""
    wanted = {each for each in given if each}
    if not wanted or not wanted <= set(CONTEXTS):
        raise Refused("context", _("Context is missing or invalid"))
    return [each for each in CONTEXTS if each in wanted]


def action_of(given: str) -> str:
    """What is to happen. Raises Refused("filter_action", …)."""
    if given not in ACTIONS:
        raise Refused("filter_action", _("Filter action is not included in the list"))
    return given


def words_of(text: str) -> str:
    """The words to look for. Raises Refused("keyword", …)."""
    words = text.replace("\x00", "").strip()
    if not words:
        raise Refused("keyword", _("Keyword can't be blank"))
    if len(words) > LONGEST_WORDS:
        raise Refused(
            "keyword", _("Keyword is too long (maximum is %(most)d characters)") % {"most": LONGEST_WORDS}
        )
    return words


def pattern(words: Sequence[Word]) -> re.Pattern[str] | None:
    """One pattern for all the words of a filter; capitals do not matter."""
    parts = [_part(word) for word in words]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _part(word: Word) -> str:
    found = re.escape(word.words)
    if not word.whole:
        return found
    begin = r"\b" if re.match(r"\w", word.words) else ""
    end = r"\b" if re.search(r"\w\Z", word.words) else ""
    return begin + found + end
