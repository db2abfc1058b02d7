"""What the form under a conversation sends: words, pictures and files."""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from hedgerow.doors.web.uploads import name_of
from hedgerow.kernel.errors import Refused
from hedgerow.talk.conversations import acts
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.posts import acts as posts


class Given(msgspec.Struct, frozen=True):
    """What was sent, for the form that comes back when it cannot be said."""

    text: str = ""
    key: str = ""
    error: str = ""
    alt: str = ""


def said(request: Any) -> Said:
    """What was sent, its pictures and files kept. Raises Refused, TooMany."""
    insist_on_face(request)
    pictures = request.FILES.getlist("pictures")
    files = request.FILES.getlist("files")
    if len(pictures) > acts.MOST_PICTURES:
        raise Refused("pictures", _("At most %(most)d pictures.") % {"most": acts.MOST_PICTURES})
    if len(files) > acts.MOST_FILES:
        raise Refused("files", _("At most %(most)d files.") % {"most": acts.MOST_FILES})
    described = zip(pictures, descriptions(request.POST.get("alt", ""), len(pictures)), strict=True)
    return Said(
        text=request.POST.get("text", ""),
        pictures=[posts.bring_picture(request.face_id, upload.read(), alt) for upload, alt in described],
        files=[acts.bring(request.face_id, upload, name_of(upload), upload.size or 0) for upload in files],
        once_key=request.POST.get("key", "")[:60],
    )


def descriptions(text: str, count: int) -> list[str]:
    """What each of so many pictures shows: one line a picture, in their order; the last takes the rest."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not count:
        return []
    found = [*lines[: count - 1], "\n".join(lines[count - 1 :])]
    return found + [""] * (count - len(found))


def again(request: Any, error: str) -> Given:
    """What was sent, for the form that comes back with this error."""
    sent = request.POST
    return Given(sent.get("text", ""), sent.get("key", ""), error, sent.get("alt", ""))


def insist_on_face(request: Any) -> None:
    """Raise Refused for a form that was drawn for another face than the one that speaks now."""
    drawn_for = request.POST.get("face", "")
    if drawn_for and drawn_for != str(request.face.public_id):
        raise Refused("text", _("You speak as another face now. Switch back, or copy your words."))


def whole(text: str) -> int | None:
    """The number that this text is; None for anything else, and for what no number of ours reaches."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
    return number if number is not None and number < 2**63 else None
