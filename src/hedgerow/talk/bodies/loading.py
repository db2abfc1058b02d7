"""Entries of posts: read once, remembered until the epoch says that something in them changed."""

from collections.abc import Collection, Iterable

from hedgerow.boundary import epoch
from hedgerow.boundary.epoch import Remembered
from hedgerow.boundary.sight import gates_to, learn_gates
from hedgerow.people.faces import reads as faces
from hedgerow.talk import marks

from . import building, statement
from .shapes import Entry

_entries: Remembered[Entry] = Remembered(50_000)


def entries(ids: Iterable[int], viewer: int | None = None) -> dict[int, Entry]:
    """These posts, and with them what they boost and quote and the roots of their threads. With a viewer, its
    marks come in the same statement when one is sent at all, and are remembered for it alone.

    Says nothing about who may see them: `posts.reads.shown` asks the boundary for each.
    """
    began = epoch.now()
    found: dict[int, Entry] = {}
    missing = _take(ids, found)
    while missing:
        read = _read(missing, began, viewer, found)
        found.update(read)
        missing = {post for post in _take(read, found) if post not in missing}
    return found


def _take(ids: Iterable[int], found: dict[int, Entry]) -> set[int]:
    """Put what is remembered of these posts, and of what belongs to them, into `found`; the other ids."""
    missing: set[int] = set()
    waiting = set(ids)
    while waiting:
        found.update(_entries.several(waiting.difference(found)))
        near: set[int | None] = set()
        for post in waiting:
            entry = found.get(post)
            if entry is None:
                missing.add(post)
            elif entry.root or entry.boost_of or entry.quote_of:
                near.update((entry.boost_of, entry.quote_of, entry.root))
        waiting = {post for post in near if post is not None and post not in found}
    return missing


def _read(ids: Collection[int], began: int, viewer: int | None, beside: Collection[int]) -> dict[int, Entry]:
    """Read posts in one statement with the cards of their authors, and of whom they answer; posts that are
    gone for good are left out. Marks are read of those `beside` them too.
    """
    own = marks.known(viewer)
    rows = statement.ask(ids, viewer, beside)
    marks.learn(own, [*beside, *(row.id for row in rows.posts)], rows.marks)
    rows.limiting = _limiting({row.under for row in rows.posts if row.under})
    cards = faces.cards_read(rows.faces, began)
    read = {row.id: building.entry(row, rows, cards[row.author]) for row in rows.posts if row.author in cards}
    for row in rows.posts:
        if row.id in read:
            keys = (epoch.thing_key(row.id), epoch.author_key(row.author))
            _entries.put(row.id, keys, began, read[row.id])
    return read


def _limiting(gates: Collection[int]) -> set[int]:
    """Those of the gates that are not open to everybody, themselves or one above."""
    if not gates:
        return set()
    learn_gates(gates)
    return {gate for gate in gates if not all(each.wide for each in gates_to(gate))}
