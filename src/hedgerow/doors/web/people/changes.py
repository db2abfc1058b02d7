"""What a change in circles would reveal or hide, in sentences with numbers, before it happens."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.counting import filled
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.posts import reads as posts

ASKED_ONE_BY_ONE = 25
"""For so many people each one's posts are counted; for more, the posts that may be concerned."""
NAMED = 5


def of_move(
    actor: int, people: Sequence[FaceCard], joins: Collection[int], leaves: Collection[int]
) -> list[str]:
    """One sentence for each person who would lose or gain sight of own posts; none when nobody would."""
    concerned = _concerned(posts.own_things(actor), {*joins, *leaves})
    if not concerned or not people:
        return []
    if len(people) > ASKED_ONE_BY_ONE:
        return [_many(len(people), len(concerned))]
    said = [sentence for card in people if (sentence := _one(card, concerned, joins, leaves))]
    if len(said) <= NAMED:
        return said
    rest = len(said) - NAMED + 1
    more = ngettext(
        "The same goes for %(count)d more person.", "The same goes for %(count)d more people.", rest
    )
    return [*said[: NAMED - 1], filled(more, {"count": rest})]


def _concerned(things: Sequence[Any], circles: Collection[int]) -> list[Any]:
    """The things whose audience names one of these circles, to let in or to keep out."""
    named: dict[int, bool] = {}
    for thing in things:
        if thing.audience_id not in named:
            parts = boundary.read_audience(thing.audience_id)
            named[thing.audience_id] = any(
                not part.circles.isdisjoint(circles) or not part.without_circles.isdisjoint(circles)
                for part in parts
            )
    return [thing for thing in things if named[thing.audience_id]]


def _one(card: FaceCard, things: list[Any], joins: Collection[int], leaves: Collection[int]) -> str:
    change = boundary.diff(card.id, things, joins=joins, leaves=leaves)
    said = []
    if change.hidden:
        said.append(_hidden(isolated(card.name), len(change.hidden)))
    if change.revealed:
        said.append(_revealed(isolated(card.name), len(change.revealed)))
    return " ".join(said)


def _hidden(name: str, count: int) -> str:
    sentence = ngettext(
        "%(name)s will no longer see %(count)d post of yours.",
        "%(name)s will no longer see %(count)d posts of yours.",
        count,
    )
    return filled(sentence, {"name": name, "count": count})


def _revealed(name: str, count: int) -> str:
    sentence = ngettext(
        "%(name)s will see %(count)d more post of yours.",
        "%(name)s will see %(count)d more posts of yours.",
        count,
    )
    return filled(sentence, {"name": name, "count": count})


def _many(people: int, count: int) -> str:
    whom = filled(ngettext("%(count)d person", "%(count)d people", people), {"count": people})
    sentence = ngettext(
        "This concerns %(people)s and up to %(count)d post of yours that names this circle.",
        "This concerns %(people)s and up to %(count)d posts of yours that name this circle.",
        count,
    )
    return filled(sentence, {"people": whom, "count": count})


def of_closing(actor: int, circle: int) -> list[str]:
    """What follows when a circle is closed: how many own posts name it to let in, and to keep out."""
    let_in, kept_out = 0, 0
    things = posts.own_things(actor)
    audiences = {thing.audience_id: boundary.read_audience(thing.audience_id) for thing in things}
    for thing in things:
        parts = audiences[thing.audience_id]
        let_in += any(circle in part.circles for part in parts)
        kept_out += any(circle in part.without_circles for part in parts)
    said = []
    if let_in:
        sentence = ngettext(
            "You sent %(count)d post to this circle. Whoever could see it through it alone no longer can.",
            "You sent %(count)d posts to this circle. Whoever could see them through it alone no longer can.",
            let_in,
        )
        said.append(filled(sentence, {"count": let_in}))
    if kept_out:
        sentence = ngettext(
            "%(count)d post leaves this circle out. Whoever is in it now stays left out of that post.",
            "%(count)d posts leave this circle out. Whoever is in it now stays left out of those posts.",
            kept_out,
        )
        said.append(filled(sentence, {"count": kept_out}))
    return said


def done(people: Sequence[FaceCard], circle: str, *, joined: bool, left: bool) -> str:
    """What just happened, for the toast. `people`: those alone for whom something changed."""
    said = {"name": isolated(people[0].name), "circle": isolated(circle), "count": len(people)}
    if len(people) == 1:
        if joined:
            return _("%(name)s is in %(circle)s now and sees new posts only.") % said
        return _("%(name)s is no longer in %(circle)s.") % said if left else ""
    if joined:
        sentence = ngettext(
            "%(count)d person is in %(circle)s now and sees new posts only.",
            "%(count)d people are in %(circle)s now and see new posts only.",
            len(people),
        )
    else:
        sentence = ngettext(
            "%(count)d person is no longer in %(circle)s.",
            "%(count)d people are no longer in %(circle)s.",
            len(people),
        )
    return filled(sentence, said)


def nothing_to_do(people: Sequence[FaceCard], circle: str, *, inside: bool) -> str:
    """Said where nobody moved: they were in the circle already, or never in it."""
    said = {"name": isolated(people[0].name), "circle": isolated(circle)} if people else {"circle": circle}
    if len(people) == 1:
        already, never = _("%(name)s was in %(circle)s already."), _("%(name)s was not in %(circle)s.")
        sentence = already if inside else never
    else:
        sentence = (
            _("All of them were in %(circle)s already.") if inside else _("None of them was in %(circle)s.")
        )
    return sentence % said
