"""What of a post can be found, and what filters mean. Pure."""

import re
from collections.abc import Collection
from typing import NamedTuple

from hedgerow.kernel.ids import EPOCH_MS, RANDOM_BITS, timed_floor
from hedgerow.kernel.searching import words

KEYS = frozenset({"from", "in", "has", "before", "after", "language"})
"""The filters that can be typed, as `key:value`."""
HAS = ("picture", "video", "sound", "poll", "link")
MANY = 100
"""More than this are told as "more than 100"."""

SLACK_MS = 60_000
"""An outside id is given a moment before its post enters; so much earlier it may be."""

_KINDS = {"picture": "hp", "video": "hv", "audio": "hs"}
_HAS = {"picture": "hp", "video": "hv", "sound": "hs", "poll": "hq", "link": "hl"}


class Facts(NamedTuple):
    """What of a post can be found besides who, where and when."""

    texts: tuple[str, ...]
    tags: tuple[str, ...]
    """Their keys."""
    language: str
    kinds: frozenset[str]
    """Of its media: picture, video, audio."""
    poll: bool
    link: bool
    conversation: int | None


def marks(facts: Facts) -> tuple[str, ...]:
    """By which a post can be found or left out besides its words."""
    found = sorted(_KINDS[kind] for kind in facts.kinds if kind in _KINDS)
    found += ["hq"] if facts.poll else []
    found += ["hl"] if facts.link else []
    found += [language_mark(facts.language)] if facts.language else []
    if facts.conversation is not None:
        found += [MESSAGE, conversation_mark(facts.conversation)]
    return tuple(found)


MESSAGE = "m"


def conversation_mark(conversation: int) -> str:
    """What was said in a conversation."""
    return f"v{conversation:d}"


def language_mark(language: str) -> str:
    """What is written in a language, whatever the region."""
    return "l" + re.sub("[^a-z]", "", language.split("-")[0].casefold())[:8]


def has_mark(value: str) -> str | None:
    """What `has:value` asks for; None for what there is not."""
    return _HAS.get(value.casefold())


def said(texts: Collection[str], tags: Collection[str] = ()) -> str:
    """The words of these texts as they are kept, and the tags as words that nobody can write."""
    return " ".join([*words.words_of("\n".join(texts)), *map(tag_word, sorted(tags))])


TAG = "\ue000"
"""Of private use: it is no letter, so that no text has a word that begins with it."""
SHORTEST_TAG = 3


def tag_word(key: str) -> str:
    """A tag (by its key, or the beginning of one) as a word of its own."""
    return TAG + "".join(mark for mark in words.fold(key) if mark.isalnum() or ord(mark) > 127)


def place(public_id: int, entered_at: int) -> int:
    """Where a post stands in time: by its outside id, unless that was given long before it entered."""
    entered_ms = entered_at // 1000
    given_ms = (public_id >> RANDOM_BITS) + EPOCH_MS
    if abs(entered_ms - given_ms) < SLACK_MS:
        return public_id
    return timed_floor(entered_ms) | (public_id & (1 << RANDOM_BITS) - 1)


def place_from(moment: int) -> int:
    """The least place of what entered at this moment (microseconds) or later."""
    return timed_floor(moment // 1000 - SLACK_MS) if moment > 0 else 0
