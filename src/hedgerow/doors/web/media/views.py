"""Sending pictures, with what browsers and caches on the way may keep of them."""

import hashlib

from django.http import FileResponse, HttpResponseBase, HttpResponseNotModified
from django.views.decorators.http import require_safe

from hedgerow.doors.web.access import for_moderators
from hedgerow.doors.web.middleware import Caller
from hedgerow.kernel.errors import NotFound
from hedgerow.talk.media import reads as media
from hedgerow.talk.media.reads import File
from hedgerow.talk.reports import reads as reports


@require_safe
def picture(request: Caller, media_id: int) -> HttpResponseBase:
    """A picture of a post, or one that its owner has not used yet."""
    size = "small" if request.GET.get("size") == "small" else "full"
    grant = request.GET.get("grant", "")
    return _send(request, media.media_for(request.face_id, media_id, size=size, grant=grant))


@require_safe
def card(request: Caller, post: int) -> HttpResponseBase:
    """The picture of the preview card that a post carries."""
    return _send(request, media.card_picture_for(request.face_id, post, grant=request.GET.get("grant", "")))


@require_safe
@for_moderators
def reported(request: Caller, report: int, post: int, place: int) -> HttpResponseBase:
    """The copy of a picture that a report handed in."""
    return _send(request, reports.picture(request.member, report, post, place))


def _send(request: Caller, file: File) -> HttpResponseBase:
    """The file. What is public may be kept, and is asked for again before each use: narrowing takes effect at
    once. What is not public is kept nowhere.
    """
    mark = f'"{hashlib.sha256(file.name.encode()).hexdigest()[:24]}"'
    if file.public and request.headers.get("If-None-Match") == mark:
        return _with_headers(HttpResponseNotModified(), file, mark)
    try:
        answer = FileResponse(file.path.open("rb"), content_type=file.mime)
    except FileNotFoundError as error:
        raise NotFound from error
    return _with_headers(answer, file, mark)


def _with_headers(answer: HttpResponseBase, file: File, mark: str) -> HttpResponseBase:
    answer["Cache-Control"] = "public, no-cache" if file.public else "private, no-store"
    answer["Content-Disposition"] = "inline"
    if file.public:
        answer["ETag"] = mark
    return answer
