"""The newest lines of many posts, in memory and kept current: when somebody posts, edits or takes away, that
author's lines alone are read anew and merged in. Says nothing about who may see them.
"""

from collections.abc import Callable, Hashable

import msgspec

from hedgerow.boundary import epoch
from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel.epochs import NEVER

from .facts import Line

LONGEST = 800
"""So many lines are kept; what is older is asked of the database."""

FEWEST = LONGEST // 2
"""When so many are left of a list that went on, it is read afresh."""

Authors = frozenset[int] | None
"""Whose lines; None: everybody's."""

Name = Hashable
"""Which list."""

Read = Callable[[Name, Authors, int, int], list[Line]]
"""Of the list of this name and these authors, newer than or equal to this public id, at most so many, newest
first.
"""


class Kept(msgspec.Struct, frozen=True):
    """Lines as they were at the epoch `stamp`."""

    stamp: int
    authors: Authors
    lines: tuple[Line, ...]
    numbers: tuple[int, ...]
    """Their public ids."""
    whole: bool
    """There are no older ones."""


class Current:
    """Lists of lines by name."""

    def __init__(self, size: int, read: Read) -> None:
        self._kept: Remembered[Kept] = Remembered(size)
        self._read = read

    def lines(self, name: Name, authors: Authors) -> Kept:
        """The newest lines of these authors now; `lines` is the same object while nothing in them changed."""
        began = epoch.now()
        if began == NEVER:
            return self._afresh(began, name, authors)
        kept = self._kept.peek(name)
        if kept is None or (kept.authors is not authors and kept.authors != authors):
            return self._keep(name, self._afresh(began, name, authors))
        if kept.stamp == began:
            return kept
        moved = epoch.posted_since(kept.stamp)
        if moved is None:
            return self._keep(name, self._afresh(began, name, authors))
        concerned = moved if authors is None else moved & authors
        if not concerned:
            return self._keep(name, msgspec.structs.replace(kept, stamp=began))
        return self._keep(name, self._renewed(began, name, kept, concerned))

    def _keep(self, name: Name, kept: Kept) -> Kept:
        self._kept.put(name, (), kept.stamp, kept)
        return kept

    def _afresh(self, began: int, name: Name, authors: Authors) -> Kept:
        lines = tuple(self._read(name, authors, 0, LONGEST))
        return _kept(began, authors, lines, len(lines) < LONGEST)

    def _renewed(self, began: int, name: Name, kept: Kept, concerned: frozenset[int]) -> Kept:
        """With the lines of these authors read anew, as far back as the list goes."""
        bottom = 0 if kept.whole or not kept.lines else kept.lines[-1].public_id
        fresh = self._read(name, concerned, bottom, LONGEST)
        rest = [line for line in kept.lines if line.author_id not in concerned]
        lines = sorted([*rest, *fresh], key=lambda line: -line.public_id)
        if not kept.whole and len(lines) < FEWEST:
            return self._afresh(began, name, kept.authors)
        whole = kept.whole and len(lines) <= LONGEST
        return _kept(began, kept.authors, tuple(lines[:LONGEST]), whole)


def _kept(stamp: int, authors: Authors, lines: tuple[Line, ...], whole: bool) -> Kept:
    return Kept(stamp, authors, lines, tuple(line.public_id for line in lines), whole)
