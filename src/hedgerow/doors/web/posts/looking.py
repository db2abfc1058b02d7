"""A second look before a post leaves: what the guard found, in words; and which circles a text looks like."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from hedgerow.people.audiences.reads import listed
from hedgerow.people.circles import reads as circles
from hedgerow.talk.guarding import acts, reads
from hedgerow.talk.guarding.reads import Found, Spotted
from hedgerow.talk.guessing import reads as guessing
from hedgerow.talk.posts.acts import Draft, variations

from . import choosing
from .choosing import Chosen

MOST_LOOKED_AT = 50


def asks(actor: int, draft: Draft, data: Any, *, later: bool = False) -> list[dict[str, Any]]:
    """What is to be looked at before this leaves, for `web/compose/guard.html`; what its author does not want
    to hear again is noted. `later`: it leaves at another hour.
    """
    parts = [draft, *variations(draft)]
    found = _once(reads.second_look(actor, part, data.getlist("looked")[:MOST_LOOKED_AT]) for part in parts)
    unwanted = set(data.getlist("not_again")[:MOST_LOOKED_AT])
    if unwanted:
        seen = _once(reads.second_look(actor, part) for part in parts)
        acts.not_again(actor, [each for each in seen if each.mark in unwanted])
    return drawn(
        each for each in found if each.mark not in unwanted and not (later and each.found.kind == "hour")
    )


def _once(found: Iterable[Sequence[Spotted]]) -> list[Spotted]:
    """What was found in several versions of a post, each thing once."""
    return list({each.mark: each for part in found for each in part}.values())


def drawn(spotted: Any) -> list[dict[str, Any]]:
    """Each thing found: why, the words, who asks, and its mark."""
    return [_drawn(each) for each in spotted]


def _drawn(each: Spotted) -> dict[str, Any]:
    found = each.found
    return {
        "why": reads.why(found),
        "words": found.words,
        "asks": _asks(found),
        "mark": each.mark,
        "always": found.kind == "look",
    }


def _asks(found: Found) -> str:
    """Who set it and why, as they said it."""
    return ": ".join(part for part in (found.by, found.why) if part)


def likely(actor: int, text: str, chosen: Chosen) -> dict[str, str] | None:
    """The circles that a text looks like, to be taken by a tap; None where there is nothing new to say."""
    found = guessing.likely(actor, text)
    values = [choosing.value_of(circle) for circle in found]
    if not found or (chosen.way == choosing.CIRCLES and set(values) == set(chosen.circles)):
        return None
    names = listed([choosing.name_of(circle) for circle in found])
    return {"value": ",".join(values), "sentence": _("Looks like %(circles)s") % {"circles": names}}


def taken(actor: int, value: str) -> Chosen:
    """The choice that such a tap means: circles of one's own alone. Raises NotFound."""
    numbers: Sequence[int] = [
        number for each in value.split(",")[:2] if (number := choosing.whole(each)) is not None
    ]
    own = [circles.by_public_id(actor, number) for number in numbers]
    return Chosen(choosing.CIRCLES, [choosing.value_of(circle) for circle in own])
