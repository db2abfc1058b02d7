"""Why somebody may not answer in a thread, in words."""

from django.utils.translation import gettext as _


def why_not(may_reply: str, *, closed: bool) -> str:
    """What a thread's settings say to whom they do not let answer."""
    if closed:
        return _("This thread is closed. Nobody replies any more.")
    words = {
        "followers": _("Only those who follow the author of this thread may reply."),
        "mentioned": _("Only those whom the author of this thread mentioned may reply."),
    }
    return words.get(may_reply, _("Only the author of this thread may reply."))
