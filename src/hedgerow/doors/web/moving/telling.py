"""What an archive of posts holds, and the choice of whom they are for, in words."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hedgerow.people.circles import reads as circles
from hedgerow.people.moving.reads import ImportShown

WAYS = ("public", "unlisted", "followers", "direct", "own")
BACK = [
    gettext_lazy("Every post it brought is deleted, with its pictures."),
    gettext_lazy("Collections it made are deleted too; what others wrote stays where it is."),
    gettext_lazy("What others answered stays, under “deleted”, for those who could see it."),
]


def ways(actor: int, brought: ImportShown) -> list[dict[str, Any]]:
    """For each way posts were told there: how many, and the answers to choose from."""
    words = {
        "public": _("They were public"),
        "unlisted": _("They were public, but in no list"),
        "followers": _("They were for followers"),
        "direct": _("They were for some people by name"),
        "own": _("Posts and collections of this archive"),
    }
    counts = brought.counts.get("ways", {})
    return [
        {
            "name": f"way-{way}",
            "words": words[way],
            "count": counts.get(way, 0),
            "answers": _answers(actor, way),
        }
        for way in WAYS
        if counts.get(way) or (way == "own" and brought.counts.get("collections"))
    ]


def _answers(actor: int, way: str) -> list[tuple[str, str, bool]]:
    """Value, words, and whether it is the one to begin with."""
    first = "skip" if way == "direct" else "me"
    given = [("me", _("For nobody but me")), ("skip", _("Leave them out"))]
    if way == "own":
        given.append(("same", _("For whom they were, as far as known here")))
    given += [("followers", _("My followers")), ("mutuals", _("Mutual followers")), ("site", _("This site"))]
    if way in ("public", "unlisted", "own"):
        given.append(("public", _("Everybody")))
    given += [(circle.key, circle.name) for circle in circles.on_trays(actor)]
    return [(value, words, value == first) for value, words in given]


def sent(given: Any) -> dict[str, str]:
    """The answers of the form."""
    return {way: given[f"way-{way}"] for way in WAYS if given.get(f"way-{way}")}


def days(brought: ImportShown) -> tuple[datetime, datetime] | None:
    """When the first and the last of them were told."""
    first, last = brought.counts.get("first"), brought.counts.get("last")
    return (datetime.fromisoformat(first), datetime.fromisoformat(last)) if first and last else None
