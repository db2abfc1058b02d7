"""From a choice to the engine's audience and back, in words, and what it would reach."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pyroaring import BitMap64

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered
from hedgerow.boundary.reads import PUBLIC, SITE, Audience, Clause
from hedgerow.kernel import clock
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import Refused
from hedgerow.people import ties
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles import rules as circle_rules
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.models import Face, Follow

from . import rules
from .rules import Choice, Gate, Told

__all__ = [
    "Choice", "Preview", "Surprise", "Told", "choice_of", "default_choice", "describe", "preview", "resolve",
]  # fmt: skip

CAREFUL_LABELS = ("manager", "client", "report")
QUIET_FOR = timedelta(days=365)
MOST_SURPRISES = 12
MOST_ASKED = 10_000
"""Above so many readers nobody can be called a surprise by joining late."""
MOST_QUIET_ASKED = 300
"""Above so many readers one does not expect to have spoken with each."""

LastSpoke = Callable[[int, list[int]], Mapping[int, datetime]]


class Surprise(msgspec.Struct, frozen=True):
    """Somebody among the readers whom the author may not have in mind, and why."""

    face: FaceCard
    why: str


class Preview(msgspec.Struct, frozen=True):
    """What a choice means now. `count`: how many of this site, None where everybody may read it, or where
    the number would tell whom somebody else's post is for. `sentence` includes the count; `words` does not.
    """

    everybody: bool
    count: int | None
    sentence: str
    words: str
    gate: Gate
    surprising: list[Surprise]


# --- from a choice to an audience ---------------------------------------------------------------------


def resolve(actor: int, choice: Choice, *, was: Audience = ()) -> Audience:
    """The audience that a choice names. Raises Refused("audience", …) for an unknown circle or person, and
    for what cannot be meant; nothing is ever dropped.

    `was`: the audience a thing has already. What it names may be kept, even a circle that was closed since.
    """
    if choice.scope == "default":
        return resolve(actor, default_choice(actor), was=was)
    if choice.names() > rules.MOST_NAMED:
        raise Refused("audience", _("That names too many circles and people. Make a circle of them."))
    if choice.scope in {"public", "parent", "nobody"}:
        return _standing_alone(choice)
    kept = _Kept(was)
    within = _circles(actor, choice.circles, kept) | _scope(actor, choice)
    without = _circles(actor, choice.without_circles, kept)
    people = _people(actor, choice.people, kept)
    left_out = _existing(choice.without_people)
    try:
        return (boundary.clause(within, people, without, left_out),)
    except boundary.Malformed as error:
        raise Refused("audience", _("This audience cannot be meant.")) from error


def _standing_alone(choice: Choice) -> Audience:
    if choice.excludes() and choice.scope == "public":
        raise Refused(
            "audience",
            _("Public leaves nobody out: anyone can sign out. Choose this site instead."),
        )
    if choice.excludes() and choice.scope == "parent":
        raise Refused("audience", _("Choose circles or people to leave somebody out of a reply."))
    if choice.scope == "public":
        return boundary.audience([boundary.clause([PUBLIC])])
    return () if choice.scope == "parent" else (Clause(),)


_default: Remembered[Choice] = Remembered(20_000)


def default_choice(actor: int) -> Choice:
    """What this face usually does: followers, until it says otherwise."""
    return _default.get(actor, (epoch.face_key(actor),), lambda: _read_default(actor))


def _read_default(actor: int) -> Choice:
    kept = Face.objects.filter(pk=actor).values_list("default_audience", flat=True).first()
    return msgspec.convert(kept, Choice) if kept else Choice("followers")


class _Kept:
    """The circles and people that an audience names already."""

    def __init__(self, was: Audience) -> None:
        self.circles = frozenset[int]().union(*(part.circles | part.without_circles for part in was))
        self.faces = frozenset[int]().union(*(part.faces | part.without_faces for part in was))


def _scope(actor: int, choice: Choice) -> set[int]:
    if choice.scope == "site":
        return {SITE}
    if choice.scope not in {"followers", "mutuals"}:
        return set()
    # A face that nobody ever followed may have no such circle yet: nobody is in it.
    return {row.id for row in circles.rows(actor) if row.kind == choice.scope}


def _circles(actor: int, public_ids: Iterable[int], kept: _Kept) -> set[int]:
    wanted = set(public_ids)
    if not wanted:
        return set()
    known = {row.public_id: row.id for row in circles.rows(actor)}
    if kept.circles and not wanted <= known.keys():
        before = boundary.circle_rows(list(kept.circles)).values()
        known |= {row.public_id: row.id for row in before if row.owner == actor}
    if not wanted <= known.keys():
        raise Refused("audience", _("One of these circles is not there any more. Choose again."))
    return {known[public_id] for public_id in wanted}


def _people(actor: int, public_ids: Iterable[int], kept: _Kept) -> set[int]:
    wanted = set(public_ids)
    found = set(faces.by_public_ids(wanted).values()) if wanted else set()
    fresh = found - kept.faces - {actor}
    if len(found) < len(wanted) or not fresh <= ties.findable(actor, fresh):
        raise Refused("audience", _("One of these people is not there any more. Choose again."))
    return found - {actor}


def _existing(public_ids: Iterable[int]) -> set[int]:
    """Leaving somebody out holds whatever became of them: it must not be lost while they are away."""
    wanted = set(public_ids)
    found = set(faces.by_public_ids(wanted).values()) if wanted else set()
    if len(found) < len(wanted):
        raise Refused("audience", _("One of these people is not there any more. Choose again."))
    return found


# --- and back -----------------------------------------------------------------------------------------


def choice_of(actor: int, audience: Audience) -> Choice | None:
    """The choice that names this audience of the actor's; None where no single choice does (it was narrowed
    afterwards, so that several must be open at once).
    """
    if not audience:
        return Choice("parent")
    if len(audience) > 1:
        return None
    part = audience[0]
    if PUBLIC in part.circles:
        return Choice("public")
    if part == Clause():
        return Choice("nobody")
    scope, plain = _scope_of(actor, part)
    named = sorted(plain | part.without_circles)
    outside = {row.id: row.public_id for row in circles.rows(actor)}
    if not outside.keys() >= set(named):
        outside |= {circle: row.public_id for circle, row in boundary.circle_rows(named).items()}
    people = {face: card.public_id for face, card in faces.cards(part.faces | part.without_faces).items()}
    return Choice(
        scope,
        circles=sorted(outside[circle] for circle in plain),
        people=sorted(people[face] for face in part.faces if face in people),
        without_circles=sorted(outside[circle] for circle in part.without_circles),
        without_people=sorted(people[face] for face in part.without_faces if face in people),
    )


def _scope_of(actor: int, part: Clause) -> tuple[rules.Scope, frozenset[int]]:
    """The scope that says a clause, and the circles that are still to be named beside it."""
    if SITE in part.circles:
        return "site", frozenset()
    by_kind = {row.kind: row.id for row in circles.rows(actor)}
    for scope in ("followers", "mutuals"):
        if by_kind.get(scope) in part.circles:
            return scope, part.circles - {by_kind[scope]}
    return "chosen", part.circles


# --- in words -----------------------------------------------------------------------------------------


def describe(
    actor: int, audience: Audience, *, own: bool, parent_author: str = "", parent_gate: Gate = "ajar"
) -> Told:
    """What an audience of the actor's is called: to the actor in full, to others without a word too many.

    `parent_author` and `parent_gate`: of the post that is answered, where the audience is that of a reply.
    """
    if not audience:
        return Told(parent_gate, rules.whoever_sees(parent_author))
    told = [_own_words(actor, part) if own else _others_words(actor, part) for part in audience]
    gate = rules.tighter([one.gate for one in told])
    if own:
        return Told(gate, _all_of(actor, audience, told))
    return next(one for one in told if one.gate == gate)


def _all_of(actor: int, audience: Audience, told: list[Told]) -> str:
    """Several clauses that must all be open, in one sentence, without what goes without saying."""
    if Clause() in audience:
        return _("Only you")
    narrower = [one for part, one in zip(audience, told, strict=True) if not _bare_site(part)] or told
    said = [one.sentence for one in sorted(narrower, key=lambda one: rules.GATES.index(one.gate))]
    return rules.narrowed(said[0], said[1:])


def _bare_site(part: Clause) -> bool:
    """Everybody on this site, nobody left out: beside something narrower that need not be said."""
    return SITE in part.circles and not part.without_circles and not part.without_faces


def _own_words(actor: int, part: Clause) -> Told:
    gate = _gate(actor, part)
    if PUBLIC in part.circles:
        return Told(gate, _("Public"))
    if not part.circles and not part.faces:
        return Told(gate, _("Only you"))
    site = [_("everybody on this site")] if SITE in part.circles else []
    within = [*site, *_circle_words(actor, part.circles - {SITE})]
    named = rules.listed([*within, *_people_words(part.faces)])
    if site or _begins_with_our_word(actor, part.circles):
        named = capfirst(named)
    return Told(gate, rules.less(named, _without(actor, part)))


def _without(actor: int, part: Clause) -> list[str]:
    return [*_circle_words(actor, part.without_circles), *_people_words(part.without_faces)]


def _people_words(people: Iterable[int]) -> list[str]:
    cards = faces.cards(people).values()
    names = sorted((card.name for card in cards), key=circle_rules.folded)
    return rules.some_names([isolated(name) for name in names])


def _circle_words(actor: int, numbers: frozenset[int]) -> list[str]:
    return [_circle_word(actor, row) for row in _circle_rows(actor, numbers)]


def _circle_rows(actor: int, numbers: frozenset[int]) -> list[boundary.CircleRow]:
    if not numbers:
        return []
    known = {row.id: row for row in circles.rows(actor) if row.id in numbers}
    if len(known) < len(numbers):
        known |= boundary.circle_rows(list(numbers))
    order = {"followers": 0, "mutuals": 1, "label": 2, "own": 3}
    return sorted(known.values(), key=lambda row: (order[row.kind], circle_rules.folded(row.name)))


def _begins_with_our_word(actor: int, numbers: frozenset[int]) -> bool:
    """Names are said as their owner wrote them; our own words take a capital at the beginning."""
    rows = _circle_rows(actor, numbers)
    return bool(rows) and rows[0].kind != circle_rules.OWN


def _circle_word(actor: int, row: boundary.CircleRow) -> str:
    if row.owner != actor:
        return _("some people")
    if row.kind == circle_rules.FOLLOWERS:
        return _("your followers")
    if row.kind == circle_rules.MUTUALS:
        return _("your mutual followers")
    if row.kind == circle_rules.LABEL:
        return _("everybody labelled %(label)s") % {"label": isolated(circle_rules.label_word(row.name))}
    return isolated(row.name)


def _gate(actor: int, part: Clause) -> Gate:
    if part.circles & {PUBLIC, SITE}:
        return "none" if PUBLIC in part.circles else "wide"
    if not part.circles:
        return "closed"
    followers = {row.id for row in circles.rows(actor) if row.kind == circle_rules.FOLLOWERS}
    return "wide" if part.circles & followers else "ajar"


def _others_words(actor: int, part: Clause) -> Told:
    gate = _gate(actor, part)
    if gate == "none":
        return Told("none", _("Public"))
    if SITE in part.circles:
        return Told("wide", _("People on this site"))
    if gate == "wide":
        card = faces.cards([actor]).get(actor)
        return Told("wide", _("Followers of %(name)s") % {"name": isolated(card.name) if card else ""})
    # By name or by circle: others are not told which.
    return Told("ajar", _("Some people"))


# --- what it would reach ------------------------------------------------------------------------------


def preview(
    actor: int,
    choice: Choice,
    parent_thing: Any = None,
    *,
    last_sent: Callable[[Audience], int | None] | None = None,
    last_spoke: LastSpoke | None = None,
) -> Preview:
    """Who would read a post of the actor's with this choice, in words and numbers. Raises as `resolve` does.

    `parent_thing`: what is answered, already seen by the actor. `last_sent(audience)`: the moment
    (microseconds) of the actor's last post to the very same audience. `last_spoke(actor, faces)`: when each
    last exchanged words with the actor.
    """
    audience = resolve(actor, choice)
    reach = _reach(actor, audience)
    told = describe(actor, audience, own=True)
    everybody, count = reach.everybody, len(reach.faces)
    if parent_thing is not None:
        told, everybody, count = _behind(actor, parent_thing, audience, told, reach)
    shown = None if everybody or count == _UNTOLD else count
    said = told.sentence
    if shown is not None and audience != (Clause(),):
        said = rules.counted(said, shown)
    found = _surprises(actor, audience, reach.faces, last_sent, last_spoke) if _private(audience) else []
    return Preview(everybody, shown, said, told.sentence, told.gate, found)


_UNTOLD = -1
_NO_AUTHOR = 0


def _reach(actor: int, audience: Audience) -> boundary.Reach:
    """Whom an audience reaches, as the actor may count them: the other faces of a member it blocked stay in
    the number as they stay in its lists, or the difference would tell which faces belong together.
    """
    everybody, people = boundary.reach(_NO_AUTHOR, audience)
    people.discard(actor)
    bound = [face for face in boundary.vetoed(actor) if face in people]
    return boundary.Reach(everybody, people - BitMap64(faces.apart(actor, bound)))


def _private(audience: Audience) -> bool:
    """Is it meant for some: neither for everybody, nor for the whole site, nor somebody else's to know?"""
    return bool(audience) and not any(part.circles & {PUBLIC, SITE} for part in audience)


def _behind(
    actor: int, parent: Any, audience: Audience, told: Told, reach: boundary.Reach
) -> tuple[Told, bool, int]:
    """A reply: behind the post it answers, of whose readers nothing is told unless it is one's own."""
    above = boundary.readers(parent)
    if not above.everybody or not audience:
        told = _words_behind(actor, parent, audience, told, everybody=above.everybody)
    own = parent.author_id == actor and parent.under_id is None
    others = above.faces | BitMap64([parent.author_id])
    others.discard(actor)
    count = len(reach.faces & others) if own or above.everybody else _UNTOLD
    return told, above.everybody and (reach.everybody or not audience), count


def _words_behind(actor: int, parent: Any, audience: Audience, told: Told, *, everybody: bool) -> Told:
    if parent.author_id == actor:
        above = _("Those who see your post")
    else:
        card = faces.cards([parent.author_id]).get(parent.author_id)
        above = rules.whoever_sees(card.name if card else "")
    gate: Gate = "none" if everybody else _gate_above(parent)
    if not audience:
        return Told(gate, above)
    said = _("Only you") if Clause() in audience else rules.narrowed(above, [told.sentence])
    return Told(rules.tighter([gate, told.gate]), said)


def _gate_above(parent: Any) -> Gate:
    """What anybody may know of the gate of a post that is not public."""
    if parent.under_id is not None:
        return "ajar"
    return describe(parent.author_id, boundary.read_audience(parent.audience_id), own=False).gate


def _surprises(
    actor: int,
    audience: Audience,
    readers: BitMap64,
    last_sent: Callable[[Audience], int | None] | None,
    last_spoke: LastSpoke | None,
) -> list[Surprise]:
    """The few to think of before sending, the gravest reason first; each person once."""
    why = _labelled(actor, readers)
    rest = readers - BitMap64(frozenset[int]().union(*(part.faces for part in audience))) - BitMap64(why)
    if last_sent is not None and 0 < len(readers) <= MOST_ASKED:
        late = rest & _joined_late(audience, last_sent(audience))
        why |= dict.fromkeys(late, _("came in after your last post to these people"))
        rest -= late
    if last_spoke is not None and len(rest) <= MOST_QUIET_ASKED:
        why |= dict.fromkeys(_quiet(actor, list(rest), last_spoke), _("you have not spoken in a year"))
    cards = faces.cards(list(why)[:MOST_SURPRISES])
    return [Surprise(card, why[face]) for face, card in cards.items()]


def _labelled(actor: int, readers: BitMap64) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for label, people in sorted(circles.labelled(actor, CAREFUL_LABELS).items()):
        for face in readers & BitMap64(people):
            found.setdefault(face, []).append(circle_rules.label_word(label))
    return {
        face: _("you labelled them %(labels)s") % {"labels": rules.listed(labels)}
        for face, labels in sorted(found.items())
    }


def _joined_late(audience: Audience, moment: int | None) -> BitMap64:
    if moment is None:
        return BitMap64()
    within = frozenset[int]().union(*(part.circles for part in audience))
    return BitMap64(boundary.joined_since(sorted(within), moment))


def _quiet(actor: int, people: list[int], last_spoke: LastSpoke) -> list[int]:
    """Those one last spoke with more than a year ago, or has followed for a year without a word."""
    if not people:
        return []
    year_ago = clock.now() - QUIET_FOR
    spoke = last_spoke(actor, people)
    silent = [face for face in people if face not in spoke]
    rows = Follow.objects.filter(follower=actor, followed__in=silent, at__lt=year_ago)
    old = set(rows.values_list("followed", flat=True)) if silent else set()
    return [face for face in people if face in old or (face in spoke and spoke[face] < year_ago)]
