"""One's own drafts: keeping them while one types, the list, and what is to leave later."""

from collections import Counter
from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.lists import in_a_row
from hedgerow.kernel import limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences import reads as audiences
from hedgerow.talk.drafts import acts, reads
from hedgerow.talk.drafts.reads import Kept
from hedgerow.talk.media import reads as media
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.acts import Draft

from . import choosing, composing, further, looking, versions
from .composing import POST, QUOTE, REPLY, Given

SAVINGS_A_MINUTE = 60


@for_faces
@require_safe
def page(request: Any, tab: str = "drafts") -> HttpResponse:
    """What is begun, or what leaves by itself."""
    waiting, begun = reads.scheduled(request.face_id), reads.drafts(request.face_id)
    rows = waiting if tab == "scheduled" else begun
    context = {
        "nav": "me",
        "tab": tab,
        "rows": _listed(request.face_id, rows),
        "tabs": [
            {"url": "/drafts", "text": _("Drafts"), "current": tab == "drafts", "count": len(begun)},
            {
                "url": "/drafts/scheduled",
                "text": _("Scheduled"),
                "current": tab == "scheduled",
                "count": len(waiting),
            },
        ],
    }
    return render(request, "web/posts/drafts.html", context)


def _listed(actor: int, rows: list[Kept]) -> list[dict[str, Any]]:
    held = [_held(kept.draft) for kept in rows]
    kinds = {int(file.id): file.kind for file in media.pictures(actor, [*chain(*held)])}
    counts = [Counter(kinds.get(each, "") for each in files) for files in held]
    return [_row(actor, *each) for each in zip(rows, counts, strict=True)]


def _held(draft: Draft) -> list[int]:
    """The files of all its versions."""
    return [*(draft.media or ()), *chain(*(version.media for version in draft.variants))]


def _row(actor: int, kept: Kept, files: Counter[str]) -> dict[str, Any]:
    draft = kept.draft
    return {
        "kept": kept,
        "words": draft.title or draft.content_note or draft.text or _instead(kept, files),
        "kind": _kind(kept),
        "gate": _gate(actor, kept),
        "returned": _returned(kept.returned),
        "pictures": files["picture"],
        "videos": files["video"],
        "sounds": files["audio"],
    }


def _instead(kept: Kept, files: Counter[str]) -> str:
    """What a draft without words is known by: what it holds."""
    if kept.draft.poll is not None:
        return _("A poll: %(answers)s") % {"answers": in_a_row(filter(str.strip, kept.draft.poll.options))}
    others = [version.text for version in kept.draft.variants if version.text]
    if others:
        return others[0]
    if files["video"]:
        return _("A video alone")
    if files["audio"]:
        return _("A sound alone")
    return _("Pictures alone") if files["picture"] else _("No words yet")


def _kind(kept: Kept) -> str:
    if kept.draft.title:
        return pgettext("a kind of draft", "Story")
    if kept.draft.reply_to is not None:
        return pgettext("a kind of draft", "Reply")
    if kept.draft.quote_of is not None:
        return pgettext("a kind of draft", "Quote")
    return pgettext("a kind of draft", "Post")


def _gate(actor: int, kept: Kept) -> Any:
    """Whom it is for, in words; None for a reply, and where that is to be chosen again."""
    if kept.draft.reply_to is not None:
        return None
    try:
        audience = audiences.resolve(actor, kept.draft.audience)
    except Refused:
        return None
    return audiences.describe(actor, audience, own=True)


def _returned(reason: str) -> str:
    return {
        "audience": _("It did not leave: nobody of those it was for is left. Choose again."),
        "answered": _("It did not leave: what it answers is not there any more."),
        "refused": _("It did not leave as it was. Look at it again."),
        "stopped": _("It did not leave while your face was closed."),
    }.get(reason, "")


@for_faces
@require_POST
def save(request: Any) -> HttpResponse:
    """Kept while one types: answers with the version, and with a word where another device was faster."""
    limits.allow(f"draft:{request.face_id}", limit=SAVINGS_A_MINUTE, per_seconds=60)
    if request.POST.get("face", request.face.handle) != request.face.handle:
        raise NotFound
    try:
        typed, _errors = composing.given(request, request.face_id)
        saved = keep(
            request.face_id, request.POST, typed, seen=choosing.whole(request.POST.get("version")) or 0
        )
    except Refused as error:
        return JsonResponse({"version": 0, "said": error.message})
    if saved is None:
        return JsonResponse({"version": 0, "said": ""})
    told = (
        _("This draft was changed on another device. What you write here is kept.") if saved.elsewhere else ""
    )
    undo = f"/drafts/{saved.id}/take-back" if saved.elsewhere else ""
    return JsonResponse({"version": saved.version, "said": told, "undo": undo})


def keep(actor: int, data: Any, typed: Given, *, seen: int = 0) -> acts.Saved | None:
    """Keep what was typed as a draft. Raises Refused."""
    return acts.save(actor, typed.token[: acts.LONGEST_KEY], draft_of(actor, data, typed), seen=seen)


def carried_over(request: Any, actor: int) -> str:
    """Keeps what was typed as one of the member's faces, though another speaks; the address of where to go
    on with it. Nothing is sent. Raises Refused.
    """
    typed, _errors = composing.given(request, actor, bring=False)
    seen = choosing.whole(request.POST.get("version")) or 0
    saved = keep(actor, request.POST, typed, seen=seen)
    return f"/compose?draft={saved.id}" if saved is not None else "/compose"


def draft_of(actor: int, data: Any, typed: Given) -> acts.Draft:
    """What was typed, as a draft that may still be wrong: what cannot be meant is for nobody and nothing."""
    kind, number = named(data)
    return typed.draft(**{f"{kind}_{'to' if kind == REPLY else 'of'}": number} if number else {}, loose=True)


def named(data: Any) -> tuple[str, int | None]:
    """What is answered or quoted, by its number."""
    for kind in (REPLY, QUOTE):
        number = choosing.whole(data.get(kind))
        if number is not None:
            return kind, number
    return POST, None


def opened(request: Any, number: int) -> tuple[str, Any, Given, Kept]:
    """A draft to go on with: its kind, what it answers, what is typed so far. Raises NotFound."""
    actor = request.face_id
    kept = reads.draft(actor, number)
    draft = kept.draft
    kind, answered = POST, None
    for each, wanted in ((REPLY, draft.reply_to), (QUOTE, draft.quote_of)):
        if wanted is not None:
            kind, answered = _still(actor, each, wanted)
    typed = Given(
        text=draft.text,
        note=draft.content_note,
        language=draft.language,
        may_reply=draft.may_reply,
        chosen=choosing.of(draft.audience) if draft.audience.scope != "default" else choosing.Chosen(),
        pictures=composing.pictures_of(actor, draft.media or []),
        further=further.of(draft, kept.send_at),
        token=kept.key,
        versions=versions.of(draft.variants, lambda media: composing.pictures_of(actor, media)),
    )
    return kind, answered, typed, kept


def _still(actor: int, kind: str, number: int) -> tuple[str, Any]:
    """What it answers, if that is still there; else it is a post of its own."""
    try:
        return kind, posts.post(actor, number)
    except NotFound:
        return POST, None


@for_faces
@require_POST
def delete(request: Any, number: int) -> HttpResponse:
    """Throw it away; for a minute it comes back."""
    scheduled = reads.draft(request.face_id, number).send_at is not None
    acts.delete(request.face_id, number)
    messages.success(request, _("Deleted."), extra_tags=f"/drafts/{number}/undo-delete")
    return _list(scheduled)


@for_faces
@require_POST
def undo_delete(request: Any, number: int) -> HttpResponse:
    """Take that back."""
    acts.undo_delete(request.face_id, number)
    messages.success(request, _("It is back, as it was."))
    return _list(reads.draft(request.face_id, number).send_at is not None)


@for_faces
@require_POST
def take_back(request: Any, number: int) -> HttpResponse:
    """What another device wrote comes back; this version waits in its place."""
    acts.take_back(request.face_id, number)
    messages.success(request, _("The other version is back."), extra_tags=f"/drafts/{number}/take-back")
    return redirect(f"/compose?draft={number}")


@for_faces
@require_POST
def unschedule(request: Any, number: int) -> HttpResponse:
    """It does not leave by itself any more."""
    acts.unschedule(request.face_id, number)
    messages.success(request, _("It is a draft again and waits for you."))
    return redirect("/drafts")


@for_faces
@require_POST
def send_now(request: Any, number: int) -> HttpResponse:
    """At once, instead of later; what is worth a second look is shown in the composer first."""
    if looking.asks(request.face_id, reads.draft(request.face_id, number).draft, request.POST):
        return redirect(f"/compose?draft={number}&look=1")
    try:
        made = acts.send_now(request.face_id, number)
    except Refused:
        messages.error(request, _("It could not leave as it is. Look at it again."))
        return redirect(f"/compose?draft={number}")
    post = posts.post(request.face_id, made)
    messages.success(request, composing.sent_words(request.face_id, post))
    return redirect(post.url)


def _list(scheduled: bool) -> HttpResponse:
    return redirect("/drafts/scheduled" if scheduled else "/drafts")
