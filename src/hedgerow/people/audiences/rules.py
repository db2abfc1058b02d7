"""Choices and sentences, as pure functions: what may be chosen, and how it is said."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.counting import filled

Scope = Literal["public", "site", "followers", "mutuals", "chosen", "nobody", "parent", "default"]
Gate = Literal["closed", "ajar", "wide", "site", "none"]

MOST_NAMED = 500
"""How many circles and people one choice may name."""
NAMES_SAID = 3
"""How many people a sentence names before it counts the others."""


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An audience as a person chooses it. Circles and people are named by their outside ids.

    `default`: what the face usually does. `parent`: whoever sees what it answers. `followers` and `mutuals`
    may have circles and people beside them; `public`, `nobody` and `parent` stand alone.
    """

    scope: Scope = "default"
    circles: list[int] = []
    people: list[int] = []
    without_circles: list[int] = []
    without_people: list[int] = []

    def names(self) -> int:
        """How many circles and people are named."""
        lists = (self.circles, self.people, self.without_circles, self.without_people)
        return sum(map(len, lists))

    def excludes(self) -> bool:
        """Is anybody left out?"""
        return bool(self.without_circles or self.without_people)


class Told(msgspec.Struct, frozen=True):
    """An audience in words, with the state of its gate."""

    gate: Gate
    sentence: str


def listed(words: Sequence[str]) -> str:
    """Words as one phrase: "Friends, Lyon and Ana"."""
    if len(words) < 2:
        return "".join(words)
    head, last = list(words[:-1]), words[-1]
    first = head[0]
    for word in head[1:]:
        first = _("%(first)s, %(second)s") % {"first": first, "second": word}
    return _("%(first)s and %(second)s") % {"first": first, "second": last}


def some_names(names: Sequence[str]) -> list[str]:
    """The first names, and the others as a number."""
    rest = len(names) - NAMES_SAID
    if rest < 2:
        return list(names)
    more = filled(ngettext("%(count)d more person", "%(count)d more people", rest), {"count": rest})
    return [*names[:NAMES_SAID], more]


def less(sentence: str, without: Sequence[str]) -> str:
    """The sentence, and who is left out."""
    if not without:
        return sentence
    return _("%(audience)s, without %(left_out)s") % {"audience": sentence, "left_out": listed(without)}


def narrowed(sentence: str, within: Sequence[str]) -> str:
    """Of those whom the sentence means, only those who are among these others as well."""
    for other in within:
        sentence = _("%(audience)s, if they are in “%(other)s” too") % {"audience": sentence, "other": other}
    return sentence


def counted(sentence: str, count: int) -> str:
    """The sentence with how many people it means now."""
    if not count:
        return _("%(audience)s: nobody yet") % {"audience": sentence}
    people = filled(ngettext("%(count)d person", "%(count)d people", count), {"count": count})
    return _("%(audience)s: %(people)s") % {"audience": sentence, "people": people}


def whoever_sees(author: str) -> str:
    """What a reply says of its readers: not one word about whom the post it answers is for."""
    if author:
        return _("Those who see %(name)s’s post") % {"name": isolated(author)}
    return _("Those who see the post it answers")


GATES: tuple[Gate, ...] = ("none", "site", "wide", "ajar", "closed")


def tighter(gates: Sequence[Gate]) -> Gate:
    """The gate of several audiences joined by AND: that of the most private one."""
    return max(gates, key=GATES.index)
