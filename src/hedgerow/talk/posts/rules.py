"""What posts may be, as pure functions."""

import re
from typing import Protocol

import emoji

from hedgerow.boundary.algebra import EVERYBODY, PUBLIC, SITE, Audience, Clause, both, chosen
from hedgerow.kernel.ids import timed_ms
from hedgerow.people.audiences.rules import Gate

LONGEST_TEXT = 5_000
LONGEST_STORY = 50_000
LONGEST_TITLE = 150
FIRST_LINES = 280
"""How much of a story stands in lists, in characters."""
WORDS_A_MINUTE, CJK_A_MINUTE = 230, 400
"""How fast people read: words of scripts with spaces, and characters of those without."""
LONGEST_NOTE = 200
LONGEST_REACTION = 16
MOST_PICTURES = 8
UNDO_US = 60_000_000
"""How long a deletion can be taken back, in microseconds."""

PUBLICLY, ON_SITE, FOLLOWERS, SOME, PARENT = "public", "site", "followers", "some", "parent"
DIRECT = "direct"
"""An audience in one word, as those know it who are not its author. Whether some people are addressed by
circle or by name is nobody's business, nor that it is nobody. *direct*: said in a conversation."""
UNLISTED = "unlisted"
"""How a public post is told of that stands in no list of what everybody says; no post has it as its scope."""

GATES: dict[str, Gate] = {
    PUBLICLY: "none", ON_SITE: "site", FOLLOWERS: "wide", SOME: "ajar", PARENT: "ajar",
    DIRECT: "ajar",
}  # fmt: skip
"""How far the gate of each stands open."""

_FROM_NARROW = (SOME, FOLLOWERS, ON_SITE, PUBLICLY)


class Said(Protocol):
    """What has an id and a moment."""

    @property
    def public_id(self) -> int: ...

    @property
    def entered_at(self) -> int: ...


NEAR_US = 60_000_000


def said_at(post: Said) -> int:
    """When its readers are told that it was said (microseconds): what its id says, which they see too. What
    was brought here has an id as old as it is, and counts from when it came.
    """
    told = timed_ms(post.public_id) * 1000
    return told if abs(post.entered_at - told) < NEAR_US else post.entered_at


def scope_of(audience: Audience, followers: int | None) -> str:
    """An audience in one word, as it was chosen: its narrowest clause. `followers`: the author's circle of
    followers. What was fixed besides, where other people read other words, does not show in it.
    """
    audience = chosen(audience)
    if not audience:
        return PARENT
    return min((_word(part, followers) for part in audience), key=_FROM_NARROW.index)


def _word(part: Clause, followers: int | None) -> str:
    if PUBLIC in part.circles:
        return PUBLICLY
    if SITE in part.circles:
        return ON_SITE
    return FOLLOWERS if followers in part.circles else SOME


def narrowed(old: Audience, new: Audience) -> Audience:
    """What narrowing to `new` leaves: `new` itself where it lies within `old`, otherwise who is in both."""
    return new if within(new, old) else both(old, new)


def within(inner: Audience, outer: Audience) -> bool:
    """Is everybody in `inner` surely in `outer` too, whoever is in which circle? Not sure means no."""
    return all(any(_clause_within(part, beyond) for part in inner) for beyond in outer)


def _clause_within(part: Clause, beyond: Clause) -> bool:
    if beyond == EVERYBODY:
        return True
    return (
        PUBLIC not in part.circles
        and part.circles <= beyond.circles
        and part.faces <= beyond.faces
        and part.without_circles >= beyond.without_circles
        and part.without_faces >= beyond.without_faces
    )


def asks_nothing(audience: Audience) -> bool:
    """Is it open to everybody whom the gates above it let through?"""
    return all(part == EVERYBODY for part in chosen(audience))


def may_answer(setting: str, *, follows: bool, mentioned: bool) -> bool:
    """Does a thread's setting let somebody answer who is not its author?"""
    if setting == "followers":
        return follows
    if setting == "mentioned":
        return mentioned
    return setting == "all"


def may_quote(setting: str, *, own: bool, follows: bool) -> bool:
    """Does what its author chose let somebody who sees a post quote it?"""
    return own or setting == "all" or (setting == "followers" and follows)


def name_of_emoji(text: str, language: str) -> str:
    """What an emoji is called, for those who hear it: "red heart", "rotes Herz"."""
    known = language if language in emoji.LANGUAGES else "en"
    return emoji.demojize(text, language=known).strip(":").replace("_", " ")


_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LONE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def minutes(text: str) -> int:
    """How long it takes to read, in whole minutes, at least one. Chinese and Japanese are read by the
    character, Thai, Lao, Burmese and Khmer (about five signs a word) likewise; all else by the word.
    """
    signs, lone = len(_CJK.findall(text)), len(_LONE.findall(text))
    words = len(re.findall(r"\w+(?:['’-]\w+)*", _LONE.sub(" ", _CJK.sub(" ", text))))
    return max(1, round((words + lone / 5) / WORDS_A_MINUTE + signs / CJK_A_MINUTE))
