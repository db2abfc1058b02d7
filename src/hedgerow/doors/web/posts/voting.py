"""Voting in the poll of a post, in place or on a page of its own."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.talk.polls import acts
from hedgerow.talk.posts import reads as posts

from . import choosing
from .answers import redrawn


@for_faces
@require_POST
def vote(request: Any, post: int) -> HttpResponse:
    """Choose an answer, or no longer. Where one answer counts, another one takes its place."""
    shown = posts.post(request.face_id, post)
    poll, place = shown.body.poll, choosing.whole(request.POST.get("option"))
    if poll is None or place is None:
        raise NotFound
    before = set(shown.voted)
    others = before if poll.multiple else set()
    wanted = before - {place} if place in before else {*others, place}
    try:
        acts.vote(request.face_id, post, sorted(wanted))
    except Refused as error:
        return redrawn(request, post, error.message)
    return redrawn(request, post, _("Your vote counts.") if wanted else _("Your vote is taken back."))
