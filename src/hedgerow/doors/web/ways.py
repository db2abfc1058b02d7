"""Ways back: where a form leads once it is done."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, fallback: str = "/") -> str:
    """The page a form says it came from, when it is one of ours; else the fallback."""
    wanted = request.POST.get("next", "")
    # Relative addresses alone: a full one of our own host is never needed, and is easy to get wrong.
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return fallback
