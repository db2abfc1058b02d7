"""The questions people ask the boundary: who can see this and why, and what would a change reveal or hide.

Each answer comes from running the rules, never from impersonating anybody.
"""

from collections.abc import Collection, Iterable, Sequence
from enum import Enum
from typing import Any, NamedTuple

from django.db.models import Q
from pyroaring import BitMap64

from hedgerow.kernel.clock import now_us

from . import sets
from .acts import read_audience, read_audiences
from .algebra import ALWAYS, PUBLIC, SITE, Audience, Clause, Moment, Stay, is_fixed, opens_from
from .models import Circle, Membership
from .sets import Reach
from .sight import GateFacts, Thing, gates_to, left_behind, sight, unblocked


class Rule(Enum):
    """Which rule of the boundary decided, in the order in which they are asked."""

    VIEWER_STOPPED = "viewer_stopped"
    AUTHOR_STOPPED = "author_stopped"
    GONE = "gone"
    OWN = "own"
    BLOCKED = "blocked"
    EXCLUDED_BY_NAME = "excluded_by_name"
    IN_EXCLUDED_CIRCLE = "in_excluded_circle"
    LEFT_EXCLUDED_CIRCLE_AFTER = "left_excluded_circle_after"
    PUBLIC = "public"
    SITE = "site"
    BY_NAME = "by_name"
    IN_CIRCLE = "in_circle"
    JOINED_AFTER = "joined_after"
    LEFT_CIRCLE = "left_circle"
    NOT_ADDRESSED = "not_addressed"
    SETTLED = "settled"
    """Whom it is shown to was fixed when it entered, and this viewer is not among them."""
    PARENT_UNSEEN = "parent_unseen"
    SEES_PARENT = "sees_parent"


class Reason(NamedTuple):
    """Why a viewer sees a thing or does not. `circles`: those that decided."""

    sees: bool
    rule: Rule
    circles: tuple[int, ...] = ()


def explain(viewer: int | None, thing: Thing, *, blocks: bool = True) -> Reason:
    """Why this viewer (None: signed out) sees this thing, or why not. Equal to `check` in its answer.

    Without `blocks` as if none stood between the two: what an author may be told of a face it did not block
    by that name, though it blocked another one of the same member.
    """
    eyes = sight(viewer) if blocks else unblocked(sight(viewer), thing.author_id)
    if eyes.stopped:
        return Reason(False, Rule.VIEWER_STOPPED)
    if thing.author_id in eyes.stopped_faces:
        return Reason(False, Rule.AUTHOR_STOPPED)
    if _gone(thing):
        return Reason(False, Rule.GONE)
    if viewer == thing.author_id:
        return Reason(True, Rule.OWN)
    if thing.author_id in eyes.vetoed:
        return Reason(False, Rule.BLOCKED)
    own = _explain_audience(viewer, read_audience(thing.audience_id), thing.entered_at, local=eyes.local)
    if own.sees and thing.under_id is not None and not eyes.passes(thing.under_id):
        return Reason(False, Rule.PARENT_UNSEEN)
    return own


def _explain_audience(viewer: int | None, audience: Audience, entered_at: Moment, *, local: bool) -> Reason:
    """The first clause that is shut decides, what was fixed before the rest; when all are open, the last one
    is told.
    """
    reason = Reason(True, Rule.SEES_PARENT)
    for part in sorted(audience, key=lambda part: not any(map(is_fixed, part.circles))):
        reason = _explain_clause(viewer, part, entered_at, local=local)
        if not reason.sees:
            break
    return reason


def _explain_clause(viewer: int | None, part: Clause, entered_at: Moment, *, local: bool) -> Reason:
    stays = _stays(viewer, part.circles | part.without_circles) if viewer is not None else []
    shut = _excluding(viewer, part, stays, entered_at)
    if shut is not None:
        return shut
    if PUBLIC in part.circles:
        return Reason(True, Rule.PUBLIC)
    if local and SITE in part.circles:
        return Reason(True, Rule.SITE)
    if viewer in part.faces:
        return Reason(True, Rule.BY_NAME)
    found = _through_circles([stay for stay in stays if stay.circle in part.circles], entered_at)
    return Reason(False, Rule.SETTLED) if not found.sees and any(map(is_fixed, part.circles)) else found


def _excluding(viewer: int | None, part: Clause, stays: list[Stay], entered_at: Moment) -> Reason | None:
    if viewer in part.without_faces:
        return Reason(False, Rule.EXCLUDED_BY_NAME)
    kept_out = [stay for stay in stays if stay.circle in part.without_circles]
    within = tuple(stay.circle for stay in kept_out if stay.left_at is None)
    if any(map(is_fixed, within)):
        return Reason(False, Rule.SETTLED)
    if within:
        return Reason(False, Rule.IN_EXCLUDED_CIRCLE, within)
    late = tuple(stay.circle for stay in kept_out if stay.left_at is not None and stay.left_at > entered_at)
    return Reason(False, Rule.LEFT_EXCLUDED_CIRCLE_AFTER, late) if late else None


def _through_circles(stays: list[Stay], entered_at: Moment) -> Reason:
    present = [stay for stay in stays if stay.left_at is None]
    through = tuple(stay.circle for stay in present if stay.sees_from <= entered_at)
    if through:
        return Reason(True, Rule.IN_CIRCLE, through)
    if present:
        return Reason(False, Rule.JOINED_AFTER, tuple(stay.circle for stay in present))
    if stays:
        return Reason(False, Rule.LEFT_CIRCLE, tuple({stay.circle for stay in stays}))
    return Reason(False, Rule.NOT_ADDRESSED)


def _stays(face: int, circles: Collection[int]) -> list[Stay]:
    rows = Membership.objects.filter(face=face, circle__in=circles)
    return [Stay(*row) for row in rows.values_list("circle_id", "since", "sees_from", "left_at")]


def readers(thing: Thing, audience: Audience | None = None, *, apart: Collection[int] | None = None) -> Reach:
    """Who can see this thing now, its author not counted: the local faces, and whether everybody can.

    `audience`: as if it were addressed to this one instead of its own. `apart`: as its author may be told.
    Only these faces are then left out for a block; leaving out the other faces of the same members, too,
    would tell which faces belong together.
    """
    addressed = read_audience(thing.audience_id) if audience is None else audience
    return readers_each(thing, [addressed], apart=apart)[0]


def readers_each(
    thing: Thing, audiences: Sequence[Audience], *, apart: Collection[int] | None = None
) -> list[Reach]:
    """`readers` for each of these audiences, with no more queries than for one."""
    if _gone(thing) or thing.author_id in sets.stopped():
        return [Reach(False, BitMap64()) for _ in audiences]
    hidden = _hidden_from(thing.author_id) if apart is None else BitMap64(apart)
    open_above, above = True, BitMap64(sets.circle(SITE))
    for gate in gates_to(thing.under_id) if thing.under_id is not None else ():
        own = gate.author == thing.author_id
        open_above, above = _behind(gate, open_above, above, hidden if own else _hidden_from(gate.author))
    above -= hidden | sets.stopped()
    above.discard(thing.author_id)
    return [
        Reach(everybody and open_above, faces & above)
        for everybody, faces in _addressed(audiences, thing.entered_at)
    ]


def _gone(thing: Thing) -> bool:
    """Deleted or expired."""
    return thing.gone_at is not None or (thing.expires_at is not None and thing.expires_at <= now_us())


def _behind(gate: GateFacts, everybody: bool, faces: BitMap64, hidden: BitMap64) -> tuple[bool, BitMap64]:
    open_to_all, passing = _addressed([read_audience(gate.audience)], gate.entered_at)[0]
    passing -= hidden
    passing.add(gate.author)
    if gate.author in sets.stopped() and not left_behind(gate):
        return False, BitMap64()
    return everybody and open_to_all, faces & passing


def _hidden_from(author: int) -> BitMap64:
    return BitMap64(sets.kept_from(author))


def _addressed(audiences: Sequence[Audience], entered_at: Moment) -> list[tuple[bool, BitMap64]]:
    """For each: whether everybody is addressed by what entered at this moment, and which local faces are."""
    parts = [part for audience in audiences for part in audience]
    within = _within({circle for part in parts for circle in part.circles}, entered_at)
    kept_out = _kept_out({circle for part in parts for circle in part.without_circles}, entered_at)
    found = []
    for audience in audiences:
        faces = BitMap64(sets.circle(SITE))
        for part in audience:
            faces &= _clause_readers(part, within, kept_out)
        found.append((all(PUBLIC in part.circles for part in audience), faces))
    return found


def _clause_readers(part: Clause, within: dict[int, BitMap64], kept_out: dict[int, BitMap64]) -> BitMap64:
    nobody = BitMap64()
    faces = BitMap64(part.faces).union(*(within.get(circle, nobody) for circle in part.circles))
    if part.circles & {PUBLIC, SITE}:
        faces |= sets.circle(SITE)
    faces -= nobody.union(*(kept_out.get(circle, nobody) for circle in part.without_circles))
    faces -= BitMap64(part.without_faces)
    return faces


def _within(circles: Collection[int], entered_at: Moment) -> dict[int, BitMap64]:
    """By circle: who is in it now and sees through it what entered at this moment."""
    return _by_circle(circles, Q(left_at=None, sees_from__lte=entered_at))


def _kept_out(circles: Collection[int], entered_at: Moment) -> dict[int, BitMap64]:
    """By circle: whom leaving it out keeps from what entered at this moment."""
    return _by_circle(circles, Q(left_at=None) | Q(left_at__gt=entered_at))


def _by_circle(circles: Collection[int], which: Q) -> dict[int, BitMap64]:
    if not circles:
        return {}
    found: dict[int, list[int]] = {}
    rows = Membership.objects.filter(which, circle__in=circles)
    for circle, face in rows.values_list("circle_id", "face"):
        found.setdefault(circle, []).append(face)
    return {circle: BitMap64(faces) for circle, faces in found.items()}


class Change(NamedTuple):
    """What moving a face would do: the things it would lose, and those it would gain."""

    hidden: list[Any]
    revealed: list[Any]


def diff(
    face: int, things: Iterable[Any], *, joins: Collection[int] = (), leaves: Collection[int] = ()
) -> Change:
    """Which of these things a face would no longer see, or newly see, if it joined and left these circles.

    Blocks are left aside: an author is not to learn from a number which faces belong together. Gates are
    asked as they are: whoever cannot pass one today cannot pass it afterwards either, and losing the thing
    above is counted with that thing.
    """
    asked = [thing for thing in things if thing.author_id != face]
    eyes = unblocked(sight(face), *{thing.author_id for thing in asked})
    before = _all_stays(face)
    after = _moved(before, joins, leaves)
    opens = {
        audience: tuple(_opens(parts, face, stays, eyes.local) for stays in (before, after))
        for audience, parts in read_audiences({thing.audience_id for thing in asked}).items()
    }
    change = Change([], [])
    for thing in asked:
        was, will = (thing.entered_at >= moment for moment in opens[thing.audience_id])
        if was != will and (thing.under_id is None or eyes.passes(thing.under_id)):
            (change.hidden if was else change.revealed).append(thing)
    return change


def _all_stays(face: int) -> list[Stay]:
    rows = Membership.objects.filter(face=face)
    return [Stay(*row) for row in rows.values_list("circle_id", "since", "sees_from", "left_at")]


def _moved(stays: list[Stay], joins: Collection[int], leaves: Collection[int]) -> list[Stay]:
    """The same stays, had the face just left and joined these circles."""
    now = now_us()
    inside = {stay.circle for stay in stays if stay.left_at is None}
    left = [
        stay._replace(left_at=now) if stay.left_at is None and stay.circle in leaves else stay
        for stay in stays
    ]
    joined = Circle.objects.filter(pk__in=set(joins) - inside).values_list("id", "history")
    return left + [
        Stay(circle, now, ALWAYS if history == Circle.History.ALL else now) for circle, history in joined
    ]


def _opens(audience: Audience, face: int, stays: list[Stay], local: bool) -> Moment:
    return max((opens_from(part, face, stays, local=local) for part in audience), default=ALWAYS)
