"""What base.html knows on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from hedgerow.delivery.telling import reads as telling
from hedgerow.doors.web.demo import cast
from hedgerow.people.members import reads as members
from hedgerow.people.site import reads as site


def page(request: HttpRequest) -> dict[str, Any]:
    """The site, the face that speaks and the others of its member. Costs nothing where all is remembered."""
    face = getattr(request, "face", None)
    member = getattr(request, "member", None)
    return {
        "site": site.site(),
        "face": face,
        "faces": [card for card in getattr(request, "faces", []) if card.state == "active"],
        "unseen": telling.unseen(face.id) if face else 0,
        "unread": telling.unread(face.id) if face else 0,
        # The library's own pages of the account say nothing of their place.
        "nav": "me" if request.path.startswith("/account/") else "",
        "theme": getattr(request, "theme", ""),
        "member": member,
        "moderates": member is not None and members.is_moderator(member),
        "operates": member is not None and members.is_operator(member),
        "demo": settings.DEMO,
        "mail_leaves": settings.MAIL_LEAVES,
        # Called by the one template that lists them.
        "demo_groups": cast.groups,
    }
