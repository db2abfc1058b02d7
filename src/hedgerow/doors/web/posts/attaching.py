"""Pictures, videos and sounds on their way into a post: brought, described, watched, thrown away."""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.uploads import name_of
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.talk.media import acts as media
from hedgerow.talk.media import reads as media_reads
from hedgerow.talk.media.acts import Upload
from hedgerow.talk.media.reads import Own

from . import choosing


class Picture(msgspec.Struct, frozen=True):
    """A picture, video or sound that the server has already."""

    id: int
    thumb_url: str
    alt: str
    own: Own | None = None
    """How far it is; None where it is not there any more."""


def picture(actor: int, number: int, alt: str) -> Picture:
    """Something of one's own as the composer draws it."""
    address = media_reads.own_address(actor, number)
    try:
        own = media_reads.own(actor, number)
    except NotFound:
        own = None
    return Picture(number, f"{address}&size=small", alt, own)


def upload_of(file: Any) -> Upload:
    """An uploaded file as talk takes it."""
    return Upload(file.file, file.size or 0, name_of(file))


def bring_one(actor: int, file: Any, alt: str = "") -> Picture:
    """Keep an uploaded file until a post takes it. Raises Refused, TooMany."""
    return picture(actor, media.bring(actor, upload_of(file), alt), alt)


def all_of(
    request: Any, actor: int, errors: dict[str, str], before: str = "", *, bring: bool = True
) -> list[Picture]:
    """What was brought before, and what comes now; without `bring` only the first. Raises TooMany."""
    fresh = brought(request, actor, errors, before) if bring else ()
    return [*kept(request, actor, errors, before), *fresh]


def kept(request: Any, actor: int, errors: dict[str, str], before: str = "") -> Iterable[Picture]:
    """What was brought before and is still wanted, with what is now said of it, and its captions. `before`:
    what the field's name begins with.
    """
    data = request.POST
    for value in dict.fromkeys(data.getlist(f"{before}picture")):
        number = choosing.whole(value) or 0
        alt = data.get(f"alt-{value}", "")
        try:
            media.describe_picture(actor, number, alt)
            _take_captions(request, actor, number)
        except NotFound:
            errors["pictures"] = _("One of these pictures is not there any more. Add it again.")
            continue
        except Refused as error:
            errors["pictures"] = error.message
        yield picture(actor, number, alt)


def _take_captions(request: Any, actor: int, number: int) -> None:
    """Captions sent beside it, in the language of the post; or the wish to have none."""
    sent = request.FILES.get(f"captions-{number}")
    if sent is not None:
        data = sent.read(media.MOST_CAPTION_BYTES)
        try:
            media.caption(actor, number, data or b" ", request.POST.get("language", ""))
        except Refused as error:
            raise Refused("captions", f"{name_of(sent)}: {error.message}") from error
    elif request.POST.get(f"no-captions-{number}"):
        media.caption(actor, number, b"")


def brought(request: Any, actor: int, errors: dict[str, str], before: str = "") -> Iterable[Picture]:
    """What came with the post itself; what of it is refused is named."""
    said = request.POST.getlist(f"{before}new_alt")
    for place, upload in enumerate(request.FILES.getlist(f"{before}pictures")):
        alt = said[place] if place < len(said) else ""
        try:
            yield bring_one(actor, upload, alt)
        except Refused as error:
            already = f"{errors['pictures']} " if "pictures" in errors else ""
            errors["pictures"] = f"{already}{name_of(upload)}: {error.message}"


def carried(actor: int, other: int, pictures: Iterable[Picture]) -> list[Picture]:
    """The same for another face: all of it is brought anew, so that no file ties the two. Raises Refused."""
    made = []
    for each in pictures:
        path, called = media_reads.brought(actor, each.id)
        with path.open("rb") as file:
            number = media.bring(other, Upload(file, path.stat().st_size, called), each.alt)
        made.append(picture(other, number, each.alt))
    return made


# --- on the way ---------------------------------------------------------------------------------------


@for_faces
@require_POST
def bring(request: Any) -> HttpResponse:
    """One file ahead of its post; answers with its place in the composer."""
    uploads = request.FILES.getlist("pictures")
    try:
        if len(uploads) != 1:
            raise Refused("pictures", _("One file at a time."))
        made = bring_one(request.face_id, uploads[0], request.POST.get("new_alt", ""))
    except Refused as error:
        return HttpResponse(error.message, status=422, content_type="text/plain; charset=utf-8")
    return render(request, "web/compose/attachment.html", {"picture": made})


@for_faces
@require_safe
def state(request: Any, number: int) -> HttpResponse:
    """How far a video or a sound of one's own is, for the composer that waits for it."""
    media_reads.own(request.face_id, number)
    context = {"picture": picture(request.face_id, number, ""), "again": True}
    return render(request, "web/compose/attachment_look.html", context)


@for_faces
@require_POST
def discard(request: Any, number: int) -> HttpResponse:
    """Something that was brought and is not wanted after all."""
    media.discard(request.face_id, number)
    return HttpResponse(status=204)
