"""What every page of people has around its middle."""

from typing import Any

from django.utils.translation import gettext as _

from hedgerow.people.contacts import reads as contacts


def around(request: Any, current: str) -> dict[str, Any]:
    """The tabs, and which part of the site this is."""
    waiting = contacts.waiting(request.face_id)
    tabs = [
        {"url": "/circles", "text": _("Circles"), "current": current == "circles"},
        {"url": "/contacts", "text": _("Contacts"), "current": current == "contacts"},
        {"url": "/requests", "text": _("Requests"), "current": current == "requests", "count": waiting},
    ]
    return {"nav": "circles", "people_tabs": tabs}
