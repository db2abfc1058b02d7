"""Ways that leave somebody out of those a post is for now: everybody with a label that asks for care, and
each person whom the composer would have named as one its author may not have in mind.
"""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from hedgerow.doors.web.posts import choosing
from hedgerow.doors.web.posts.choosing import CIRCLE, PERSON, PUBLIC, SITE, Chosen
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import Refused
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import reads as circles
from hedgerow.talk.posts import reads as posts

WITHOUT = "without-"
"""What a value of the field `to` begins with."""

MOST_NAMED = 6


def as_it_is(actor: int, post: int) -> Chosen | None:
    """Whom an own post is for, as the fields say it; None where they cannot, or it follows another post."""
    choice = posts.for_edit(actor, post).choice
    if choice is None or choice.scope in {"default", "parent"}:
        return None
    return choosing.of(choice)


def few(actor: int, post: int) -> list[dict[str, Any]]:
    """Like `choosing.few`: labels first, then people."""
    now = _excluding(actor, post)
    if now is None:
        return []
    careful = {circles.label_word(label) for label in audiences.CAREFUL_LABELS}
    labelled = [
        (CIRCLE + circle.key, choosing.name_of(circle))
        for circle in circles.circles(actor, ("label",))
        if circle.name in careful
    ]
    named = [(f"{PERSON}{card.public_id}", isolated(card.name)) for card in _surprising(actor, now)]
    return [
        {"value": WITHOUT + value, "name": _("Without %(name)s") % {"name": name}, "gate": "ajar"}
        for value, name in [*labelled, *named]
        if value not in now.without
    ]


def meant(actor: int, post: int, value: str) -> Choice:
    """What one of these means now. Raises Refused("audience", …)."""
    now = _excluding(actor, post)
    if now is None:
        raise Refused("audience", _("Choose whom this is for."))
    left_out = [*now.without, value.removeprefix(WITHOUT)]
    return msgspec.structs.replace(now, without=left_out).choice()


def _excluding(actor: int, post: int) -> Chosen | None:
    """Whom it is for, in words that take exceptions: anybody can sign out, so of what is public this site."""
    now = as_it_is(actor, post)
    if now is None or now.way == choosing.ME:
        return None
    return Chosen(SITE) if now.way == PUBLIC else now


def _surprising(actor: int, now: Chosen) -> list[Any]:
    try:
        found = audiences.preview(actor, now.choice(), last_spoke=posts.last_spoke)
    except Refused:
        return []
    return [each.face for each in found.surprising][:MOST_NAMED]
