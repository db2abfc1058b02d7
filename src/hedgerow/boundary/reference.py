"""Who may see what: the whole rule, slow and obvious. Every fast path is tested to equal it.

It reads top to bottom as the boundary is promised to people. `World` holds plain facts; nothing is cached,
nothing is clever, and no database is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .algebra import PUBLIC, SITE, Audience, Clause, Moment, Stay


@dataclass(frozen=True)
class Entry:
    """Something guarded: a post, as the boundary sees it."""

    author: int
    audience: Audience
    entered_at: Moment
    parent: "Entry | None" = None
    also_under: "Entry | None" = None
    """A second thing it stands behind: the post that a reply also quotes, when that is not public."""
    gone: bool = False
    expires_at: Moment | None = None


@dataclass
class World:
    """The facts: who is local, who is suspended or closed, who was where and when. `blocks`: whom a block
    keeps from seeing whom; both ways between those who are blocked by name, and the other faces of who is
    blocked from the blocker.
    """

    local: set[int] = field(default_factory=set)
    stopped: set[int] = field(default_factory=set)
    blocks: set[tuple[int, int]] = field(default_factory=set)
    stays: dict[int, list[Stay]] = field(default_factory=dict)
    now: Moment = 0


def sees(world: World, viewer: int | None, entry: Entry) -> bool:
    """May this viewer (None: signed out) see this entry?"""
    if viewer in world.stopped or not _stands(world, entry):
        return False
    if viewer == entry.author:
        return True
    return _open_to(world, viewer, entry) and all(
        _gate_open(world, viewer, parent) for parent in (entry.parent, entry.also_under) if parent
    )


def addressed_first(world: World, face: int, audiences: Sequence[Audience], moment: Moment) -> int | None:
    """Which of these audiences is the first that means this face, of something that enters at this moment?

    Of several variants of one composition, that one is theirs for good. Blocks and suspensions pass.
    """
    for place, audience in enumerate(audiences):
        if audience and all(_clause_open(world, face, part, moment) for part in audience):
            return place
    return None


def _gate_open(world: World, viewer: int | None, parent: Entry) -> bool:
    """A reply is seen by those who see its parent; a deleted or expired parent leaves its audience behind."""
    left_behind = parent.gone or _expired(world, parent)
    if not left_behind and parent.author in world.stopped:
        return False
    own_word = viewer == parent.author
    return (own_word or _open_to(world, viewer, parent)) and all(
        _gate_open(world, viewer, above) for above in (parent.parent, parent.also_under) if above
    )


def _stands(world: World, entry: Entry) -> bool:
    """Rule 1, of the post: its face is neither suspended nor closed, it is neither deleted nor expired."""
    return entry.author not in world.stopped and not entry.gone and not _expired(world, entry)


def _expired(world: World, entry: Entry) -> bool:
    return entry.expires_at is not None and entry.expires_at <= world.now


def _open_to(world: World, viewer: int | None, entry: Entry) -> bool:
    """Rules 3 to 8, for every clause of the entry's own audience."""
    if (viewer, entry.author) in world.blocks:
        return False
    return all(_clause_open(world, viewer, part, entry.entered_at) for part in entry.audience)


def _clause_open(world: World, viewer: int | None, part: Clause, entered_at: Moment) -> bool:
    stays = world.stays.get(viewer, []) if viewer is not None else []
    if viewer in part.without_faces or _excluded(stays, part, entered_at):
        return False
    if PUBLIC in part.circles or (SITE in part.circles and viewer in world.local):
        return True
    if viewer in part.faces:
        return True
    return any(
        stay.circle in part.circles and stay.left_at is None and stay.sees_from <= entered_at
        for stay in stays
    )


def _excluded(stays: Iterable[Stay], part: Clause, entered_at: Moment) -> bool:
    """In an excluded circle now, or left it after the post entered."""
    return any(
        stay.circle in part.without_circles and (stay.left_at is None or stay.left_at > entered_at)
        for stay in stays
    )
