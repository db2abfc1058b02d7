"""What authors do with their own posts: edit, delete, and who may answer in the thread."""

from typing import Any

import msgspec
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.ways import back
from hedgerow.kernel.errors import NotFound, Refused, TooMany
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown

from . import composing, looking
from .answers import came_from, gone_back
from .choosing import Chosen
from .composing import EDIT, Given
from .sending import found, look_again


def own(actor: int, post: int) -> Shown:
    """One's own post. Raises NotFound: the same for other people's and for what does not exist."""
    shown = posts.post(actor, post)
    if not shown.mine or shown.boosted_by is not None:
        raise NotFound
    return shown


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, post: int) -> HttpResponse:
    """Say it anew. The version before stays for those who could see it."""
    shown = own(request.face_id, post)
    if request.method != "POST":
        return _edit_page(request, shown, composing.as_written(request.face_id, post))
    try:
        typed, errors = composing.given(request, request.face_id)
        if errors or look_again(request.POST):
            return _edit_page(request, shown, typed, errors)
        draft = _edited(request.face_id, post, typed)
        guard = looking.asks(request.face_id, _in_place(draft), request.POST)
        if guard:
            return _edit_page(request, shown, typed, guard=guard)
        acts.edit(request.face_id, post, draft, widen=typed.widen)
    except Refused as error:
        return _edit_page(request, shown, typed, {composing.field_of(error): error.message})
    except TooMany as error:
        return _edit_page(request, shown, Given(text=request.POST.get("text", "")), _wait(error))
    messages.success(request, _("Saved. Those who could see the earlier version still find it."))
    return redirect(back(request, shown.url))


def _in_place(draft: acts.Draft) -> acts.Draft:
    """As the guard takes it: where no audience is named, it goes to whoever had it before."""
    unnamed = draft.audience.scope == "default"
    return msgspec.structs.replace(draft, audience=Choice("parent")) if unnamed else draft


def _wait(error: TooMany) -> dict[str, str]:
    return {"pictures": _("Too many pictures in a short time. Try again in %d s.") % error.retry_after}


def _edited(actor: int, post: int, typed: Given) -> acts.Draft:
    """The draft; an audience left as it was is not named, and so stays whatever it is."""
    before = composing.as_written(actor, post).chosen
    draft = typed.draft()
    if typed.chosen == Chosen() or (before != Chosen() and before.choice() == draft.audience):
        draft = msgspec.structs.replace(draft, audience=Choice())
    return _ending(actor, post, draft, typed)


def _ending(actor: int, post: int, draft: acts.Draft, typed: Given) -> acts.Draft:
    """An end left as it was is not named: to the minute it is the one it has."""
    now = composing.as_written(actor, post).further
    same = typed.further.vanish in {None, now.vanish} and (
        (typed.further.vanish_day, typed.further.vanish_time) == (now.vanish_day, now.vanish_time)
    )
    return msgspec.structs.replace(draft, vanish_after=None, vanish_at=None) if same else draft


def _edit_page(
    request: Any,
    shown: Shown,
    typed: Given,
    errors: dict[str, str] | None = None,
    guard: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    again: dict[str, Any] = {"open": True, **found(request)} if look_again(request.POST) else {}
    context = composing.composer_context(
        request, kind=EDIT, edited=shown.public_id, written=typed, errors=errors, next=shown.url, **again
    )
    composer = context["composer"]
    if composer["audience"] is None:
        composer["audience"] = {"gate": shown.told.gate, "sentence": shown.told.sentence}
    context |= {"title": _("Edit"), "back": shown.url, "edited": shown, "guard": guard}
    return render(request, "web/posts/compose.html", context, status=422 if errors or guard else 200)


@require_safe
def history(request: Any, post: int) -> HttpResponse:
    """What a post said before, as far as each version was for the reader too."""
    shown = posts.post(request.face_id, post)
    context = {"shown": shown, "versions": posts.revisions(request.face_id, post)}
    return render(request, "web/posts/history.html", context)


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Any, post: int) -> HttpResponse:
    """Asks, then deletes; for a minute it can be taken back."""
    shown = own(request.face_id, post)
    if request.method == "POST":
        acts.delete(request.face_id, post)
        messages.success(request, _("Deleted."), extra_tags=f"/p/{post}/undo-delete")
        return redirect(_elsewhere(request, shown))
    context = {
        "question": _("Delete this post?"),
        "words": [
            _("Nobody sees it any more. What others answered stays."),
            _("For a minute you can take it back. Then it is gone for good, with its pictures."),
        ],
        "action": request.path,
        "fields": {"next": came_from(request, "/")},
        "yes": _("Delete"),
        "danger": True,
        "no_url": shown.url,
    }
    return render(request, "web/confirm.html", context)


def _elsewhere(request: Any, shown: Shown) -> str:
    """Where one came from, unless that is the page of what is now deleted."""
    wanted = back(request, "/")
    return shown.author.url if wanted.split("?")[0] == shown.url else wanted


@for_faces
@require_POST
def undo_delete(request: Any, post: int) -> HttpResponse:
    """Take a deletion back."""
    acts.undo_delete(request.face_id, post)
    return gone_back(request, post, _("It is back, as it was."))


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: Any, post: int) -> HttpResponse:
    """Who may answer in one's own thread, and whether anybody still may."""
    shown = own(request.face_id, post)
    if shown.root is not None:
        raise NotFound
    written = posts.for_edit(request.face_id, post)
    error, may_reply, closed = "", written.may_reply, written.closed
    if request.method == "POST":
        may_reply, closed = request.POST.get("may_reply", ""), bool(request.POST.get("closed"))
        try:
            acts.thread_settings(request.face_id, post, may_reply, closed)
        except Refused as refused:
            error = refused.message
        else:
            return gone_back(request, post, _("Saved."))
    context = {
        "shown": shown,
        "choices": composing.may_reply_choices(),
        "may_reply": may_reply,
        "closed": closed,
        "error": error,
        "next": came_from(request, shown.url),
    }
    return render(request, "web/posts/settings.html", context, status=422 if error else 200)
