"""The entities of our own API."""

from collections.abc import Iterable

import msgspec

from hedgerow.boundary.reads import CircleRow
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.entities import ours
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences.reads import Choice, Told
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles.reads import OwnCircle
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.somebody import reads as somebody
from hedgerow.talk.posts.reads import Effect, Readership

from . import accounts


class ChoiceSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Whom something is for. Ids are those of circles and accounts."""

    scope: ours.Scope = "chosen"
    """`chosen`: the circles and people named, and nobody else."""
    circles: list[str] = []
    people: list[str] = []
    without_circles: list[str] = []
    without_people: list[str] = []


def choice(given: ChoiceSaid) -> Choice:
    """The choice as the rooms take it. Raises Invalid."""
    return Choice(
        given.scope,
        _numbers(given.circles, "circles"),
        _numbers(given.people, "people"),
        _numbers(given.without_circles, "without_circles"),
        _numbers(given.without_people, "without_people"),
    )


def _numbers(texts: Iterable[str], field: str) -> list[int]:
    found = [int(each) for each in texts if each.isascii() and each.isdigit() and len(each) < 20]
    if len(found) != len(list(texts)) or any(number >= 2**63 for number in found):
        raise Invalid(field, "is invalid")
    return found


def chosen(made: Choice) -> ours.Choice:
    """A choice with its ids as text."""
    lists = (made.circles, made.people, made.without_circles, made.without_people)
    return ours.Choice(made.scope, *([str(number) for number in each] for each in lists))


def audience(told: Told) -> ours.Audience:
    """An audience in words."""
    return ours.Audience(told.gate, str(told.sentence))


def circle(one: OwnCircle) -> ours.Circle:
    """A circle of the caller's own."""
    return ours.Circle(one.key, one.name, one.kind, one.count)


def circles_among(numbers: Iterable[int], known: dict[int, OwnCircle]) -> list[ours.Circle]:
    """Those of these circles that are the caller's own."""
    return [circle(known[number]) for number in numbers if number in known]


def own_circles(me: int) -> dict[int, OwnCircle]:
    """The caller's circles by dense id."""
    return {one.id: one for one in circles.circles(me)}


def closed_too(rows: Iterable[CircleRow], known: dict[int, OwnCircle]) -> list[ours.Circle]:
    """The caller's circles that decided, one that was closed since among them."""
    return [
        circle(known[row.id]) if row.id in known else ours.Circle(str(row.public_id), row.name, row.kind, 0)
        for row in rows
    ]


def account(card: FaceCard) -> msgspec.Raw:
    """A face."""
    return msgspec.Raw(accounts.one(card.id))


def maybe(card: FaceCard | None) -> msgspec.Raw | None:
    """A face, or none."""
    return None if card is None else account(card)


def asked_about(caller: Caller, public_id: int) -> FaceCard:
    """Somebody the caller may ask about. Raises NotFound."""
    found = accounts.known([str(public_id)])
    if not found:
        raise NotFound
    return somebody.person(caller.me, faces.card(found[0]).address)


def effect(made: Effect) -> ours.Effect:
    """What narrowing would do."""
    numbers = [str(number) for number in made.posts]
    return ours.Effect(
        numbers,
        _readership(made.before),
        _readership(made.after),
        made.lost,
        made.behind,
        made.beside,
        made.lost_beside,
    )


def _readership(made: Readership) -> ours.Readership:
    return ours.Readership(made.everybody, made.count, audience(made.told))
