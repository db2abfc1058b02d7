"""Whom a post is for, between the composer's fields and a choice. The fields say it even when it cannot be
meant, so that a refused draft comes back as it was sent.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hedgerow.kernel.counting import filled
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice, Preview
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles.reads import OwnCircle
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.posts import reads as posts

PUBLIC, SITE, FOLLOWERS, CIRCLES, ME, ABOVE = "public", "site", "followers", "circles", "me", "parent"
WAYS = (PUBLIC, SITE, FOLLOWERS, CIRCLES, ME, ABOVE)
"""`FOLLOWERS` alone is a way of its own: a circle named stands instead of it, not beside it. `ABOVE`: whoever
sees what is answered."""
GIVEN = ("followers", "mutuals")
"""Circles that everybody has; fields call them by this word."""
CIRCLE, PERSON = "circle-", "person-"
"""What a value of the field `without` begins with."""
LEAVE_OUT = "leave-out-"
"""What the buttons that leave out one of those who may surprise begin with: `leave-out-person-12`."""
MOST_PEOPLE = 100


class Chosen(msgspec.Struct, frozen=True):
    """The fields as sent. Values of circles are public ids or a word of `GIVEN`, of people public ids."""

    way: str = ""
    circles: list[str] = []
    people: list[str] = []
    without: list[str] = []

    def choice(self) -> Choice:
        """What the fields mean; nothing named means the default. Raises Refused("audience", …)."""
        if not self.way and not (self.circles or self.people or self.without):
            return Choice()
        if self.way == ME:
            return Choice("nobody")
        if self.way not in {"", *WAYS}:
            raise _gone()
        without_circles, without_people = self._left_out()
        if self.way in {PUBLIC, SITE, FOLLOWERS, ABOVE}:
            scope: Any = self.way
            return Choice(scope, without_circles=without_circles, without_people=without_people)
        if not self.circles and not self.people:
            return Choice("nobody")
        words = [word for word in GIVEN if word in self.circles]
        return Choice(
            words[0] if words else "chosen",  # type: ignore[arg-type]
            circles=_ids(value for value in self.circles if value not in words[:1]),
            people=_ids(self.people),
            without_circles=without_circles,
            without_people=without_people,
        )

    def _left_out(self) -> tuple[list[int], list[int]]:
        named = [value for value in self.without if value.startswith((CIRCLE, PERSON))]
        if len(named) < len(self.without):
            raise _gone()
        within = _ids(value.removeprefix(CIRCLE) for value in named if value.startswith(CIRCLE))
        return within, _ids(value.removeprefix(PERSON) for value in named if value.startswith(PERSON))


def sent(data: Any, actor: int) -> Chosen:
    """The composer's fields for the audience."""
    way, named, people = data.get("way", ""), data.getlist("circle"), data.getlist("person")
    if way == FOLLOWERS and (named or people):
        way = CIRCLES
    chosen = Chosen(way, named, people, data.getlist("without"))
    if data.get("do", "").startswith(LEAVE_OUT):
        chosen = _leaving_out(
            actor, chosen, data["do"].removeprefix(LEAVE_OUT), reply=bool(data.get("reply"))
        )
    words = {row.kind: str(row.public_id) for row in circles.rows(actor) if row.kind in GIVEN}
    return _spelled(chosen, words)


def _leaving_out(actor: int, chosen: Chosen, value: str, *, reply: bool) -> Chosen:
    """Without one more person; who was chosen by name and by nothing else is not chosen any more."""
    if chosen == Chosen():
        chosen = Chosen(ABOVE) if reply else of(audiences.default_choice(actor))
    people = [number for number in chosen.people if number != value.removeprefix(PERSON)]
    named_alone = chosen.way == CIRCLES and not chosen.circles
    without = chosen.without if named_alone or value in chosen.without else [*chosen.without, value]
    return msgspec.structs.replace(chosen, people=people, without=without)


def _spelled(chosen: Chosen, words: dict[str, str]) -> Chosen:
    """With public ids for the circles that have a word, except the one that stands for the scope."""
    known = [word for word in GIVEN if word in chosen.circles]
    named = [words.get(value, value) if value in known[1:] else value for value in chosen.circles]
    without = [
        CIRCLE + words.get(value.removeprefix(CIRCLE), value.removeprefix(CIRCLE))
        if value.startswith(CIRCLE)
        else value
        for value in chosen.without
    ]
    return msgspec.structs.replace(chosen, circles=named, without=without)


def of(choice: Choice) -> Chosen:
    """The fields that say a choice."""
    ways = {"public": PUBLIC, "site": SITE, "nobody": ME, "parent": ABOVE}
    if not choice.circles and not choice.people:
        ways["followers"] = FOLLOWERS
    scope = [choice.scope] if choice.scope in GIVEN and choice.scope not in ways else []
    return Chosen(
        ways.get(choice.scope, CIRCLES),
        [*scope, *map(str, choice.circles)],
        list(map(str, choice.people)),
        [
            *(f"{CIRCLE}{number}" for number in choice.without_circles),
            *(f"{PERSON}{number}" for number in choice.without_people),
        ],
    )


def _gone() -> Refused:
    return Refused("audience", _("One of these circles is not there any more. Choose again."))


def _ids(values: Iterable[str]) -> list[int]:
    """Whole numbers of a size that ids have. Raises Refused for anything else: nothing is ever dropped."""
    found = []
    for value in values:
        number = whole(value)
        if number is None:
            raise _gone()
        found.append(number)
    return sorted(set(found))


def whole(text: str | None) -> int | None:
    """A whole number that ids can be, or None."""
    if not text or not (text.isascii() and text.isdecimal() and len(text) < 20):
        return None
    return int(text) if int(text) < 2**63 else None


# --- drawn --------------------------------------------------------------------------------------------


def choices(
    actor: int,
    chosen: Chosen,
    found: Iterable[FaceCard] = (),
    found_without: Iterable[FaceCard] = (),
    *,
    above: str = "",
) -> dict[str, Any]:
    """What `web/compose/choices.html` offers. `found`, `found_without`: people somebody just searched for;
    `above`: what is said of those who see what is answered.
    """
    own = circles.circles(actor)
    labels = [_circle(one, value_of(one), chosen.circles) for one in own if one.kind == "label"]
    return {
        "url": "/compose/audience",
        "search_url": "/compose/people",
        "way": chosen.way if chosen.way in WAYS else CIRCLES,
        "above": above,
        "circles": [_circle(one, value_of(one), chosen.circles) for one in own if one.kind != "label"],
        "labels": labels,
        "any_label": any(label["chosen"] for label in labels),
        "people": _offered(_people(actor, chosen.people), found),
        "without": [
            *(_circle(one, CIRCLE + one.key, chosen.without) for one in own if one.count),
            *_offered(_people(actor, _named(chosen.without)), found_without, PERSON),
        ],
        "any_without": bool(chosen.without or found_without),
    }


def _named(without: list[str]) -> list[str]:
    return [value.removeprefix(PERSON) for value in without if value.startswith(PERSON)]


def _offered(named: list[FaceCard], found: Iterable[FaceCard], before: str = "") -> list[dict[str, Any]]:
    """Those who are chosen already, then who was found besides; `before`: what their values begin with."""
    known = {card.id for card in named}
    return [
        *(_person(card, f"{before}{card.public_id}", chosen=True) for card in named),
        *(_person(card, f"{before}{card.public_id}", chosen=False) for card in found if card.id not in known),
    ]


def name_of(circle: OwnCircle) -> str:
    """What a circle is called beside others: a label has the words of a label, whatever circles are named."""
    return _("labelled %(label)s") % {"label": circle.name} if circle.kind == "label" else circle.name


def value_of(circle: OwnCircle) -> str:
    """What the field `circle` calls a circle."""
    return circle.kind if circle.kind in GIVEN else circle.key


def _circle(circle: OwnCircle, value: str, chosen: list[str]) -> dict[str, Any]:
    key = value.removeprefix(CIRCLE)
    ticked = value in chosen or (key in GIVEN and circle.key in chosen)
    return {
        "value": value,
        "name": _first(circle),
        "plain": circle.name,
        "count": circle.count,
        "chosen": ticked,
    }


def _person(card: FaceCard, value: str, *, chosen: bool) -> dict[str, Any]:
    return {"value": value, "name": card.name, "handle": card.handle, "face": card, "chosen": chosen}


def _people(actor: int, values: list[str]) -> list[FaceCard]:
    """The people among these whom the actor could find by itself."""
    numbers = [number for value in values[:MOST_PEOPLE] if (number := whole(value)) is not None]
    dense = faces.by_public_ids(numbers)
    cards = faces.cards(dense[number] for number in numbers if number in dense)
    return [card for card in cards.values() if _findable(actor, card)]


def _findable(actor: int, card: FaceCard) -> bool:
    try:
        return contacts.reachable(actor, card.address).id == card.id
    except NotFound:
        return False


def told(actor: int, chosen: Chosen, *, behind: int | None = None, brief: bool = False) -> dict[str, Any]:
    """The sentence, the number and who may surprise, for `web/compose/sentence.html` and its neighbours.

    `behind`: the public id of a post that is answered, or quoted without being public. `brief` spares the
    questions of who joined late and who has not spoken for long. Raises Refused, NotFound.
    """
    if behind is not None and chosen == Chosen(ABOVE):
        chosen = Chosen()
    choice = Choice("parent") if behind is not None and chosen == Chosen() else chosen.choice()
    found = audiences.preview(
        actor,
        choice,
        posts.thing(actor, behind) if behind is not None else None,
        last_sent=None if brief else (lambda audience: posts.last_sent(actor, audience)),
        last_spoke=None if brief else posts.last_spoke,
    )
    return {
        "gate": found.gate,
        "sentence": _empty(chosen) or _like_above(found, behind, chosen) or found.sentence,
        "total": total(found),
        "surprises": [
            {"face": each.face, "why": each.why, "leave_out": f"{LEAVE_OUT}{PERSON}{each.face.public_id}"}
            for each in found.surprising
        ],
    }


def _empty(chosen: Chosen) -> str:
    """What is said where circles and people were to be chosen and none is yet."""
    if chosen.way in {"", CIRCLES} and chosen != Chosen() and not chosen.circles and not chosen.people:
        return _("Only you, until you choose somebody")
    return ""


def _like_above(found: Preview, behind: int | None, chosen: Chosen) -> str:
    """Where what is answered is public, so is the answer, and that is the plainest word for it."""
    plain = found.everybody and behind is not None and chosen == Chosen()
    return _("Public, like the post you answer") if plain else ""


def total(found: Preview) -> str:
    """How many will read it, as a sentence; empty where that is not the author's to know."""
    if found.everybody:
        return _("Everybody will be able to read this.")
    if found.count is None:
        return ""
    if not found.count:
        return _("Nobody but you will be able to read this.")
    sentence = ngettext(
        "%(count)d person will be able to read this.",
        "%(count)d people will be able to read this.",
        found.count,
    )
    return filled(sentence, {"count": found.count})


def refused(chosen: Chosen, error: Refused) -> dict[str, Any]:
    """In place of `told`, where the choice cannot be meant: for nobody, and why."""
    return {"gate": "closed", "sentence": error.message, "total": "", "surprises": []}


# --- one of a few -------------------------------------------------------------------------------------


def few(actor: int, wide: bool = True) -> list[dict[str, str]]:
    """A short list to choose one audience from: `value` for the field `to`, `name`, `gate`."""
    own = [
        (f"{CIRCLE}{circle.key}", _first(circle), "wide" if circle.kind == "followers" else "ajar")
        for circle in circles.circles(actor)
    ]
    listed = [
        *([(PUBLIC, _("Public"), "none")] if wide else []),
        (SITE, _("Everybody on this site"), "site"),
        *own,
        (ME, _("Only me"), "closed"),
    ]
    return [{"value": value, "name": name, "gate": gate} for value, name, gate in listed]


def _first(circle: OwnCircle) -> str:
    """What a circle is called at the beginning of a line: our own words take a capital."""
    return capfirst(name_of(circle)) if circle.kind == "label" else circle.name


def among_few(actor: int, choice: Choice) -> str:
    """Which of `few` a choice is; empty when it is none of them."""
    plain = {"public": PUBLIC, "site": SITE, "nobody": ME}
    if choice.excludes() or choice.people:
        return ""
    if choice.scope in GIVEN and not choice.circles:
        return next((f"{CIRCLE}{one.key}" for one in circles.circles(actor) if one.kind == choice.scope), "")
    if choice.scope == "chosen" and len(choice.circles) == 1:
        return f"{CIRCLE}{choice.circles[0]}"
    return plain.get(choice.scope, "")


def one_of_few(actor: int, value: str) -> Choice:
    """What one of `few` means. Raises Refused("audience", …)."""
    if value.startswith(CIRCLE):
        number = whole(value.removeprefix(CIRCLE))
        try:
            if number is None:
                raise NotFound
            circle = circles.by_public_id(actor, number)
        except NotFound as error:
            raise _gone() from error
        return Choice("chosen", circles=[circle.public_id])
    if value not in {PUBLIC, SITE, ME}:
        raise Refused("audience", _("Choose whom this is for."))
    return Chosen(value).choice()
