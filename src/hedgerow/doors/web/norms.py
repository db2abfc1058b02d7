"""The headings that a page "How we use this" begins with, each with a question to answer below it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def site_template() -> str:
    """For a whole site."""
    return _headings(
        [
            (_("What we come here for"), _("What news, what talk and what people is this place for?")),
            _elsewhere(),
            _answering(),
            (_("Work and life"), _("May colleagues decline to follow each other? Nobody owes a reason.")),
            (_("Names and pictures of others"), _("Whom do we ask before we show them or write about them?")),
            _disagreeing(),
        ]
    )


def group_template() -> str:
    """For a group that talks together: a team, a house, a class."""
    return _headings(
        [
            (_("What we come here for"), _("What do we talk about here, and what do we decide?")),
            _elsewhere(),
            _answering(),
            (_("Who comes in"), _("Whom do we ask before we bring somebody new in?")),
            (_("What stays among us"), _("What may be told elsewhere, and whom do we ask first?")),
            _disagreeing(),
        ]
    )


def _elsewhere() -> tuple[str, str]:
    return _("What belongs elsewhere"), _("What do we keep to e-mail, to a meeting, to ourselves?")


def _answering() -> tuple[str, str]:
    return _("When we answer"), _("How soon may somebody expect an answer, and when may everybody be silent?")


def _disagreeing() -> tuple[str, str]:
    return _("When we disagree"), _("How do we say so, and who helps when that is not enough?")


def _headings(parts: Iterable[tuple[str, str]]) -> str:
    return "\n\n".join(f"## {title}\n\n{question}" for title, question in parts)
