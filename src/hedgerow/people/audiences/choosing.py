"""From a choice to the engine's audience, and back."""

from collections.abc import Iterable

import msgspec
from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered
from hedgerow.boundary.reads import PUBLIC, SITE, Audience, Clause
from hedgerow.kernel.errors import Refused
from hedgerow.people import ties
from hedgerow.people.circles import reads as circles
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Face

from . import rules
from .rules import Choice


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
