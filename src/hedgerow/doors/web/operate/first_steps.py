"""What a new site still lacks, for who runs it: each with where it is done, and whether it was."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from hedgerow.people.invitations import reads as invitations
from hedgerow.people.site.reads import SiteFacts, site


def first_steps(operator: Any) -> list[dict[str, Any]]:
    """The steps while one of them is open; none once all are done."""
    facts = site()
    own_look = facts.name != settings.SITE_NAME or bool(facts.picture_url)
    steps = [
        _step(_("Give the site its name and a picture"), "operate_site", own_look),
        _step(_("Write the imprint: who runs this, how to reach you"), "operate_texts", bool(facts.imprint)),
        _step(_("Write the rules"), "operate_texts", bool(facts.rules)),
        _step(_("Let mail leave this site"), "", settings.MAIL_LEAVES or settings.DEMO),
        *_inviting(operator, facts),
    ]
    return [] if all(step["done"] for step in steps) else steps


def _inviting(operator: Any, facts: SiteFacts) -> list[dict[str, Any]]:
    if facts.registration != "invitation":
        return []
    return [_step(_("Make the first invitation"), "operate_invitations", bool(invitations.listed(operator)))]


def _step(words: str, route: str, done: bool) -> dict[str, Any]:
    return {"words": words, "url": reverse(route) if route else "", "done": done}
