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
from .sending import found, look_again, nothing_to_edit
from .versions import Version


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
    try:
        return _edit(request, post)
    except NotFound:
        if not request.POST.get("text", "").strip():
            raise
        return nothing_to_edit(request)


def _edit(request: Any, post: int) -> HttpResponse:
    """Raises NotFound."""
    shown = own(request.face_id, post)
    typed = before = composing.as_written(request.face_id, post)
    if request.method != "POST":
        return _edit_page(request, shown, before)
    try:
        typed, errors = composing.given(request, request.face_id)
        typed = _told(typed, before)
        if errors or look_again(request.POST):
            return _edit_page(request, shown, typed, errors)
        draft = _edited(before, typed)
        edits = _edits(post, draft, before, typed) if typed.versions else [("", post, draft)]
        # What is refused as it stands needs no second look.
        placed = _in_place(request.face_id, post, draft)
        guard = [] if _empty(shown, edits) else looking.asks(request.face_id, placed, request.POST)
        if guard:
            return _edit_page(request, shown, typed, guard=guard)
        if typed.versions:
            acts.edit_together(request.face_id, edits)
        else:
            acts.edit(request.face_id, post, draft, widen=typed.widen)
    except Refused as error:
        return _edit_page(request, shown, typed, {composing.field_of(error): error.message})
    except TooMany as error:
        kept, _errors = composing.given(request, request.face_id, bring=False)
        return _edit_page(request, shown, _told(kept, before), _wait(error))
    messages.success(request, _("Saved. Those who could see the earlier version still find it."))
    return redirect(back(request, shown.url))


def _told(typed: Given, before: Given) -> Given:
    """With whom each variant was fixed for: no form says that. Raises NotFound for what is none of them."""
    was = {each.post: each for each in before.versions}
    if not was.keys() >= {each.post for each in typed.versions}:
        raise NotFound
    told = [
        msgspec.structs.replace(each, told=was[each.post].told, chosen=was[each.post].chosen)
        for each in typed.versions
    ]
    return msgspec.structs.replace(typed, versions=told)


def _empty(shown: Shown, edits: list[tuple[str, int, acts.Draft]]) -> bool:
    """Would one of them leave nothing to read?"""
    return shown.quote is None and not all(draft.text.strip() or draft.media for *_, draft in edits)


def _edits(post: int, draft: acts.Draft, before: Given, typed: Given) -> list[tuple[str, int, acts.Draft]]:
    """Those variants whose words or pictures are others now: what did not change is not edited."""
    was = {each.post: each for each in before.versions}
    edits = []
    if _said(typed) != _said(before) or _besides(draft) != _besides(before.draft()):
        edits.append(("", post, msgspec.structs.replace(draft, variants=[])))
    for place, each in enumerate(typed.versions):
        if _said(each) != _said(was[each.post]):
            numbers = [picture.id for picture in each.pictures]
            anew = acts.Draft(each.text, content_note=each.note, media=numbers)
            edits.append((f"variant-{place}", int(each.post), anew))
    return edits


def _said(typed: Given | Version) -> tuple[str, str, list[int]]:
    return "\n".join(typed.text.split()), typed.note.strip(), [picture.id for picture in typed.pictures]


def _besides(draft: acts.Draft) -> tuple[Any, ...]:
    """What else an edit may change. An end that is named is one that changed."""
    poll = draft.poll
    asked = (poll.options, poll.multiple, poll.hidden) if poll is not None else None
    return draft.title, draft.cover, asked, draft.language, draft.vanish_after


def _in_place(actor: int, post: int, draft: acts.Draft) -> acts.Draft:
    """As the guard takes it: what names no audience goes to whoever had it, each version to its own."""
    had = posts.for_edit(actor, post).choice if draft.audience.scope == "default" else draft.audience
    return msgspec.structs.replace(
        draft,
        audience=had or Choice("parent"),
        variants=[
            msgspec.structs.replace(each, audience=Choice("parent"))
            if each.audience.scope == "default"
            else each
            for each in draft.variants
        ],
    )


def _wait(error: TooMany) -> dict[str, str]:
    return {"pictures": _("Too many pictures in a short time. Try again in %d s.") % error.retry_after}


def _edited(before: Given, typed: Given) -> acts.Draft:
    """The draft; an audience left as it was is not named, and so stays whatever it is."""
    draft, was = typed.draft(), before.chosen
    if typed.chosen == Chosen() or (was != Chosen() and was.choice() == draft.audience):
        draft = msgspec.structs.replace(draft, audience=Choice())
    return _ending(draft, before, typed)


def _ending(draft: acts.Draft, before: Given, typed: Given) -> acts.Draft:
    """An end left as it was is not named: to the minute it is the one it has."""
    now = before.further
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
            *([_("Its other versions go with it.")] if shown.varied else []),
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
