"""An audience in words: to its owner in full, to others without a word too many."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import PUBLIC, SITE, Audience, Clause
from hedgerow.kernel.bidi import isolated
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles import rules as circle_rules
from hedgerow.people.faces import reads as faces

from . import rules
from .rules import Gate, Told


def describe(
    actor: int, audience: Audience, *, own: bool, parent_author: str = "", parent_gate: Gate = "ajar"
) -> Told:
    """What an audience of the actor's is called: to the actor in full, to others without a word too many.

    `parent_author` and `parent_gate`: of the post that is answered, where the audience is that of a reply.
    """
    audience = boundary.chosen(audience)
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
    order = {"followers": 0, "mutuals": 1, "label": 2}
    return sorted(
        known.values(), key=lambda row: (order.get(row.kind, len(order)), circle_rules.in_order(row.name))
    )


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
        return "none" if PUBLIC in part.circles else "site"
    if not part.circles:
        return "closed"
    followers = {row.id for row in circles.rows(actor) if row.kind == circle_rules.FOLLOWERS}
    return "wide" if part.circles & followers else "ajar"


def _others_words(actor: int, part: Clause) -> Told:
    gate = _gate(actor, part)
    if gate == "none":
        return Told("none", _("Public"))
    if SITE in part.circles:
        return Told("site", _("People on this site"))
    if gate == "wide":
        card = faces.cards([actor]).get(actor)
        return Told("wide", _("Followers of %(name)s") % {"name": isolated(card.name) if card else ""})
    # By name or by circle: others are not told which.
    return Told("ajar", _("Some people"))
