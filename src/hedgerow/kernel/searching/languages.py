"""A question in the language of each database.

Words come from `words` and `asking` alone, and are quoted: nothing of them is left to the language.
"""

from collections.abc import Sequence
from typing import NamedTuple

from .asking import Phrase


class Wanted(NamedTuple):
    """What is asked for. `marks`: groups, of each of which one must be there; `no_marks`: none of these."""

    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()
    no_marks: tuple[str, ...] = ()


class Language:
    """How a database says and, or, but not, and a phrase."""

    both, either, but = " AND ", " OR ", " NOT "

    def phrase(self, tokens: Sequence[str], begun: bool) -> str:
        """These tokens one after the other; with `begun` the last one may go on."""
        raise NotImplementedError

    def all(self, parts: Sequence[str]) -> str:
        """Every part."""
        return self._joined(parts, self.both)

    def any(self, parts: Sequence[str]) -> str:
        """At least one part."""
        return self._joined(parts, self.either)

    def less(self, wanted: str, unwanted: Sequence[str]) -> str:
        """The first, where none of the others is."""
        return f"({wanted}{self.but}{self.any(unwanted)})" if unwanted else wanted

    def _joined(self, parts: Sequence[str], word: str) -> str:
        return parts[0] if len(parts) == 1 else f"({word.join(parts)})"


class Fts5(Language):
    """SQLite's: strings in double quotes."""

    def phrase(self, tokens: Sequence[str], begun: bool) -> str:
        quoted = " ".join(token.replace('"', "") for token in tokens)
        return f'"{quoted}"*' if begun else f'"{quoted}"'


class Tsquery(Language):
    """PostgreSQL's: words in single quotes."""

    both, either, but = " & ", " | ", " & !"

    def phrase(self, tokens: Sequence[str], begun: bool) -> str:
        quoted = [quote(token) for token in tokens]
        if begun:
            quoted[-1] += ":*"
        return quoted[0] if len(quoted) == 1 else f"({' <-> '.join(quoted)})"


_ANY_SCOPE = "\x00"
"""Stands for a scope: no word has this character."""


def quote(token: str) -> str:
    """A token as PostgreSQL's text search reads it."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def within(language: Language, scope: str, wanted: Wanted) -> str:
    """What is asked for, within one scope."""
    phrases = [_scoped(language, scope, phrase) for phrase in wanted.phrases]
    without = [_scoped(language, scope, phrase) for phrase in wanted.without]
    return language.less(language.all(phrases or [language.phrase([in_scope(scope)], False)]), without)


def _for_each(language: Language, said: str, scopes: Sequence[str]) -> str:
    """What is asked for, in any of these scopes."""
    before, *after = said.split(_ANY_SCOPE)
    if len(scopes) == 1 or len(after) != 1:
        return language.any([said.replace(_ANY_SCOPE, scope) for scope in scopes])
    # A single word, as most are: the scopes are what is joined.
    return f"({before}{f'{after[0]}{language.either}{before}'.join(scopes)}{after[0]})"


def _scoped(language: Language, scope: str, phrase: Phrase) -> str:
    return language.phrase([in_scope(scope, word) for word in phrase.words], phrase.begun)


def in_scope(scope: str, word: str = "") -> str:
    """The token of a word within a scope. A scope is a letter and digits, so the first x ends it."""
    return f"{scope}x{word}"


def marked(mark: str) -> str:
    """The token of a mark: no scope begins like it."""
    return f"y{mark}"


def question(language: Language, scopes: Sequence[str], wanted: Wanted, no_marks: Sequence[str]) -> str:
    """What is asked for within any of these scopes, narrowed by marks."""
    # Said once and repeated for each scope: somebody may be in a thousand circles.
    said = within(language, _ANY_SCOPE, wanted)
    found = _for_each(language, said, scopes)
    groups = [
        language.any([language.phrase([marked(mark)], False) for mark in group]) for group in wanted.marks
    ]
    unwanted = [language.phrase([marked(mark)], False) for mark in (*wanted.no_marks, *no_marks)]
    return language.less(language.all([found, *groups]), unwanted)
