"""What narrowing would do, in numbers, before it happens. Nothing is changed here."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from django.utils.translation import gettext as _
from pyroaring import BitMap64

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.algebra import chosen
from hedgerow.boundary.reads import Audience
from hedgerow.kernel.errors import Refused
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice, Told
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.variants import reads as variants

from . import rules, seeing, telling
from .asking import OwnThing, own_thing, own_things, public_ids_like

MOST_BRANCHES = 50
"""Under so many posts of one's own the readers are counted; answers under more are left out of the number."""

MOST_NAMED = 3
"""So many people who still see a post are named; more are counted."""


class Readership(msgspec.Struct, frozen=True):
    """Who can see some posts: anybody, or how many people of this site. `told`: whom they are for."""

    everybody: bool
    count: int
    told: Told


class Effect(msgspec.Struct, frozen=True):
    """What narrowing some own posts of one audience would do.

    `lost`: how many people of this site no longer see at least one of them. `behind`: how many of the posts
    stand under somebody else's post; of those nobody is counted. `beside`: how many other variants of them
    are narrowed with them, and `lost_beside` how many people no longer see one of those.
    """

    posts: list[int]
    """Public ids, newest first."""
    before: Readership
    after: Readership
    lost: int
    behind: int
    beside: int = 0
    lost_beside: int = 0


def effect(actor: int, key: int, choice: Choice, only: Collection[int] | None = None) -> Effect:
    """What narrowing the group that `key` names to `choice` would do. `only`: these posts of it (public ids).

    Raises NotFound for an unknown group, Refused("audience", …) for a choice that cannot be taken or that
    takes nobody away, Refused("post", …) when no post is left to narrow.
    """
    group = [post for post in public_ids_like(actor, key) if post <= key and (only is None or post in only)]
    if not group:
        raise Refused("post", _("Choose at least one post."))
    within = set(group)
    everything = own_things(actor)
    things = [thing for thing in everything if thing.public_id in within]
    also = variants.beside(actor, [thing.id for thing in things])
    beside = [thing for thing in everything if thing.id in also]
    parts = telling.read_audiences({thing.audience_id for thing in things})
    old = chosen(parts[things[0].audience_id])
    new = narrowed(actor, old, choice)
    named = audiences.resolve(actor, choice)
    mine = [thing for thing in things if not seeing.others_above(actor, thing.under_id)]
    apart = faces.apart(actor, boundary.vetoed(actor))
    was_everybody, was = _readers(mine, parts, apart)
    fewer = {number: rules.narrowed(audience, named) for number, audience in parts.items()}
    everybody, left = _readers(mine, fewer, apart)
    return Effect(
        group,
        Readership(was_everybody, len(was), telling.sentence(actor, things[0].audience_id, old)),
        Readership(everybody, len(left), audiences.describe(actor, new, own=True)),
        len(was - left),
        len(things) - len(mine),
        len(beside),
        _lost(beside, named, apart),
    )


def _lost(things: Collection[OwnThing], named: Audience, apart: Collection[int]) -> int:
    """How many people see at least one of these posts no more, narrowed to an audience."""
    if not things:
        return 0
    parts = boundary.read_audiences({thing.audience_id for thing in things})
    fewer = {number: rules.narrowed(audience, named) for number, audience in parts.items()}
    (_all, was), (_none, left) = (_readers(things, each, apart) for each in (parts, fewer))
    return len(was - left)


def narrowed(actor: int, old: Audience, choice: Choice) -> Audience:
    """What an audience becomes when it is narrowed to a choice. Raises Refused("audience", …)."""
    if choice.scope in {"default", "parent"}:
        raise Refused("audience", _("Choose who may still see it."))
    new = rules.narrowed(old, audiences.resolve(actor, choice))
    if new == old or (rules.asks_nothing(new) and rules.asks_nothing(old)):
        raise Refused("audience", _("That takes nobody away. Choose fewer people."))
    return new


class Way(msgspec.Struct, frozen=True):
    """One way to let fewer people see an own post, and what it would do.

    `stay`: how many of this site still see it, `faces` the first of them by name where they may be named;
    `lose`: how many no longer do. Both are None behind somebody else's post, of whose readers nothing is
    told. `shuts`: whoever is signed out no longer sees it.
    """

    choice: Choice
    told: Told
    shuts: bool
    stay: int | None
    faces: list[FaceCard]
    lose: int | None


def ways(actor: int, post: int, choices: Sequence[Choice]) -> list[Way]:
    """Those among these choices that would take an own post away from somebody, and still leave it to
    somebody else, or to nobody at all where that is what was chosen. Raises NotFound.
    """
    thing = own_thing(actor, post)
    old = boundary.read_audience(thing.audience_id)
    kept = [(choice, new) for choice in choices if (new := _fewer(actor, old, choice)) is not None]
    if seeing.others_above(actor, thing.under_id):
        return [Way(choice, _told(actor, new), False, None, [], None) for choice, new in kept]
    apart = faces.apart(actor, boundary.vetoed(actor))
    before, *after = boundary.readers_each(thing, [old, *(new for _, new in kept)], apart=apart)
    found = [
        (choice, new, reach)
        for (choice, new), reach in zip(kept, after, strict=True)
        if _takes_away(before, reach) and (reach.faces or choice.scope == "nobody")
    ]
    named = faces.cards(face for _, new, reach in found for face in _to_name(new, reach))
    return [
        Way(
            choice,
            _told(actor, new),
            before.everybody and not reach.everybody,
            len(reach.faces),
            [named[face] for face in _to_name(new, reach) if face in named],
            len(before.faces - reach.faces),
        )
        for choice, new, reach in found
    ]


def _fewer(actor: int, old: Audience, choice: Choice) -> Audience | None:
    try:
        return narrowed(actor, old, choice)
    except Refused:
        return None


def _told(actor: int, audience: Audience) -> Told:
    return audiences.describe(actor, audience, own=True)


def _takes_away(before: boundary.Reach, after: boundary.Reach) -> bool:
    return bool(before.faces - after.faces) or (before.everybody and not after.everybody)


def _to_name(audience: Audience, reach: boundary.Reach) -> list[int]:
    """Whom to name among those who stay: a few, and none who is there only for being on this site."""
    wide = all(part.circles & {boundary.PUBLIC, boundary.SITE} for part in audience)
    return [] if wide or len(reach.faces) > MOST_NAMED else list(reach.faces)


def _readers(
    things: Iterable[OwnThing], audiences_of: Mapping[int, Audience], apart: Collection[int]
) -> tuple[bool, BitMap64]:
    """Everybody who sees at least one of these posts, if instead of its audience each had this one.

    Of posts of one audience in one place the newest has all readers of the others: an audience opens from a
    moment on.
    """
    newest: dict[tuple[int | None, int], OwnThing] = {}
    for thing in things:
        place = (thing.under_id, thing.audience_id)
        known = newest.get(place)
        if known is None or known.entered_at < thing.entered_at:
            newest[place] = thing
    everybody, people = False, BitMap64()
    for thing in list(newest.values())[:MOST_BRANCHES]:
        reach = boundary.readers(thing, audiences_of[thing.audience_id], apart=apart)
        everybody, people = everybody or reach.everybody, people | reach.faces
    return everybody, people
