"""Searching inside one conversation."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.text import beginning
from hedgerow.talk.conversations import reads
from hedgerow.talk.posts.reads import Shown
from hedgerow.talk.searching import reads as searching

LONGEST = 160


@require_safe
@for_faces
def search(request: Any, conversation: int) -> HttpResponse:
    """What was said in a conversation and holds the words, newest first."""
    viewer = request.face_id
    found = reads.one(viewer, conversation)
    text = request.GET.get("q", "")[:200].strip()
    hits = searching.posts(
        viewer,
        searching.read(text),
        zone=timezone.get_current_timezone_name(),
        messages=True,
        conversation=found.id,
    )
    context = {
        "nav": "messages",
        "found": found,
        "text": text,
        "hits": [_hit(found.url, shown) for shown in hits.shown],
    }
    return render(request, "web/talking/search.html", context)


def _hit(url: str, shown: Shown) -> dict[str, Any]:
    return {
        "url": f"{url}?at={shown.public_id}#m{shown.public_id}",
        "face": shown.author,
        "at": shown.body.at,
        "words": beginning(shown.body.html, LONGEST),
    }
