"""Sending pictures, videos and sounds, with what browsers and caches on the way may keep of them."""

import hashlib
import os
from typing import BinaryIO, cast

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from hedgerow.doors.web.access import for_moderators
from hedgerow.doors.web.middleware import Caller
from hedgerow.kernel import ranges
from hedgerow.kernel.errors import NotFound
from hedgerow.people.emoji import reads as emoji_reads
from hedgerow.talk.media import reads as media
from hedgerow.talk.media.reads import File
from hedgerow.talk.reports import reads as reports


@require_safe
def picture(request: Caller, media_id: int, ending: str = "") -> HttpResponseBase:
    """A picture, video or sound of a post, or one that its owner has not used yet. The ending of the address
    is for programs that look at it, and means nothing.
    """
    size = request.GET.get("size", "")
    size = size if size in ("small", "captions") else "full"
    grant = request.GET.get("grant", "")
    return send(request, media.media_for(request.face_id, media_id, size=size, grant=grant))


@require_safe
def card(request: Caller, post: int) -> HttpResponseBase:
    """The picture of the preview card that a post carries."""
    return send(request, media.card_picture_for(request.face_id, post, grant=request.GET.get("grant", "")))


@require_safe
def emoji(request: Caller, blob: str) -> HttpResponseBase:
    """One of the site's own emoji, while it is switched on."""
    answer = FileResponse(emoji_reads.picture_file(blob), content_type=emoji_reads.PICTURE_TYPE)
    answer["Cache-Control"] = "public, max-age=86400"
    for_pages_of_others(answer)
    return answer


@require_safe
@for_moderators
def reported(request: Caller, report: int, post: int, place: int) -> HttpResponseBase:
    """The copy of a picture that a report handed in."""
    return send(request, reports.picture(request.member, report, post, place))


def for_pages_of_others(answer: HttpResponseBase) -> None:
    """Any page may show and read this answer; a browser sends no cookies to get what it then hands over."""
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Access-Control-Allow-Origin"] = "*"


def send(request: Caller, file: File) -> HttpResponseBase:
    """The file, or the part that is asked for. What is public may be kept, and is asked for again before each
    use: narrowing takes effect at once. What is not public is kept nowhere.
    """
    mark = f'"{hashlib.sha256(file.name.encode()).hexdigest()[:24]}"'
    if file.public and _has(request.headers.get("If-None-Match", ""), mark):
        return _with_headers(request, HttpResponseNotModified(), file, mark)
    try:
        # Unbuffered: the bridge reads on from where the descriptor stands.
        opened = file.path.open("rb", buffering=0)
    except FileNotFoundError as error:
        raise NotFound from error
    return _with_headers(request, _whole_or_part(request, file, cast(BinaryIO, opened), mark), file, mark)


def _has(said: str, mark: str) -> bool:
    """Does who asks have this very file? A cache on the way may have made the mark a weak one."""
    return said.strip() == "*" or mark in (each.removeprefix("W/") for each in parse_etags(said))


def _whole_or_part(request: Caller, file: File, opened: BinaryIO, mark: str) -> HttpResponseBase:
    size = os.fstat(opened.fileno()).st_size
    header = request.headers.get("Range", "")
    # A part goes with parts had before only when it is of the very same file.
    if request.headers.get("If-Range", mark) != mark or (not file.public and "If-Range" in request.headers):
        header = ""
    try:
        part = ranges.asked(header, size)
    except ranges.Unsatisfiable:
        opened.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if part is None:
        return FileResponse(opened, content_type=file.mime)
    begin, end = part
    opened.seek(begin)
    answer = FileResponse(ranges.Part(opened, end - begin), status=206, content_type=file.mime)
    answer["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    answer["Content-Length"] = str(end - begin)
    return answer


def _with_headers(request: Caller, answer: HttpResponseBase, file: File, mark: str) -> HttpResponseBase:
    answer["Cache-Control"] = "public, no-cache" if file.public else "private, no-store"
    answer["Content-Disposition"] = "inline"
    answer["Accept-Ranges"] = "bytes"
    # Apps that are pages of another site show what is public, or what their own grant opens.
    if file.public or "grant" in request.GET:
        for_pages_of_others(answer)
    if file.public:
        answer["ETag"] = mark
    return answer
