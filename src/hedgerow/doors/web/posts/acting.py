"""What one does with a post: react, keep, boost, pin, and the menu that holds all of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.delivery.telling import reads as telling
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.emoji import reads as emoji_reads
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown, name_of_emoji

from . import answering, choosing
from .answers import came_from, redrawn, way_back

REACTIONS = ("👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "🌱")
USUAL = "usual"


@for_faces
@require_safe
def reply(request: Any, post: int) -> HttpResponse:
    """To the composer."""
    return redirect(f"/compose?reply={posts.post(request.face_id, post).public_id}")


@for_faces
@require_safe
def quote(request: Any, post: int) -> HttpResponse:
    """To the composer."""
    return redirect(f"/compose?quote={posts.post(request.face_id, post).public_id}")


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def react(request: Any, post: int) -> HttpResponse:
    """Choose a reaction; the one already left takes it back."""
    shown = posts.post(request.face_id, post)
    if request.method != "POST":
        return _reactions(request, shown)
    emoji = request.POST.get("emoji", "")
    if emoji and emoji == shown.reacted:
        acts.unreact(request.face_id, post)
        return redrawn(request, post)
    acts.react(request.face_id, post, emoji)
    return redrawn(request, post, _once(request.face_id, shown))


def _once(actor: int, shown: Shown) -> str:
    """Said the first time: whoever acts in a thread is seen there."""
    if not answering.is_first(actor, shown.author.id):
        return ""
    answering.told(actor)
    return _("What you do in a thread is seen by those who read it. This is said once.")


def _reactions(request: Any, shown: Shown) -> HttpResponse:
    language = (get_language() or "en").split("-")[0]
    own = {f":{code}:": each.url for code, each in emoji_reads.known().items()}
    offered = list(dict.fromkeys([*([shown.reacted] if shown.reacted else []), *REACTIONS, *own]))
    context = {
        "post_url": f"/p/{shown.public_id}",
        "choices": [
            {
                "emoji": emoji,
                "name": name_of_emoji(emoji, language),
                "mine": emoji == shown.reacted,
                "url": own.get(emoji, ""),
            }
            for emoji in offered
        ],
        "shown": shown,
    }
    return render(request, "web/post/react.html" if request.htmx else "web/posts/react.html", context)


@for_faces
@require_POST
def bookmark(request: Any, post: int) -> HttpResponse:
    """Keep it, or no longer."""
    shown = posts.post(request.face_id, post)
    if shown.bookmarked:
        acts.unbookmark(request.face_id, post)
        return redrawn(request, post, _("No longer in your bookmarks."))
    acts.bookmark(request.face_id, post)
    return redrawn(request, post, _("Kept in your bookmarks. Nobody is told."))


@for_faces
@require_POST
def pin(request: Any, post: int) -> HttpResponse:
    """To the top of one's page, or from there."""
    shown = _own(request.face_id, post)
    if shown.pinned:
        acts.unpin(request.face_id, post)
        return redrawn(request, post, _("No longer at the top of your page."))
    try:
        acts.pin(request.face_id, post)
    except Refused as error:
        return redrawn(request, post, error.message)
    return redrawn(request, post, _("At the top of your page, for those who may see it."))


def _own(actor: int, post: int) -> Shown:
    shown = posts.post(actor, post)
    if not shown.mine:
        raise NotFound
    return shown


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def boost(request: Any, post: int) -> HttpResponse:
    """Whom to show a public post to; what is boosted already can be taken back."""
    shown = posts.post(request.face_id, post)
    if request.method != "POST":
        return _boost_page(request, shown)
    to = request.POST.get("to", USUAL)
    try:
        choice = None if to == USUAL else choosing.one_of_few(request.face_id, to)
        acts.boost(request.face_id, post, choice)
    except Refused as error:
        return _boost_page(request, shown, error.message, to)
    return redrawn(request, post, _once(request.face_id, shown) or _("Boosted."))


def _boost_page(request: Any, shown: Shown, error: str = "", to: str = "") -> HttpResponse:
    usual = _usual(request.face_id)
    plain = choosing.among_few(request.face_id, audiences.default_choice(request.face_id))
    context = {
        "shown": shown,
        "post_url": f"/p/{shown.public_id}",
        "usual": None if plain else usual,
        "few": choosing.few(request.face_id),
        "to": to or plain or USUAL,
        "error": error,
        "next": came_from(request, shown.url),
    }
    return render(request, "web/posts/boost.html", context, status=422 if error else 200)


def _usual(actor: int) -> audiences.Told | None:
    """What the face usually chooses, in words; None where that cannot be meant any more."""
    try:
        audience = audiences.resolve(actor, audiences.default_choice(actor))
    except Refused:
        return None
    return audiences.describe(actor, audience, own=True)


@for_faces
@require_POST
def unboost(request: Any, post: int) -> HttpResponse:
    """Take one's boost back."""
    acts.unboost(request.face_id, post)
    return redrawn(request, post, _("Not boosted any more."))


@for_faces
@require_safe
def more(request: Any, post: int) -> HttpResponse:
    """Everything one can do with a post: the menu's items, or a page of them."""
    shown = posts.post(request.face_id, post)
    context = {
        "shown": shown,
        "acts": f"/p/{shown.public_id}",
        "person": f"/contacts/@{shown.author.address}",
        "host": may_host(request.face_id, shown),
        "rings": telling.rings(request.face_id, shown.root or shown.id),
    }
    return render(request, "web/post/more.html" if request.htmx else "web/posts/more.html", context)


def may_host(actor: int, shown: Shown) -> bool:
    """Is it somebody's answer in a thread that the actor began?"""
    if shown.root is None or shown.mine:
        return False
    return any(root.author.id == actor for root in posts.shown(actor, [shown.root]))


__all__ = ["bookmark", "boost", "may_host", "more", "pin", "quote", "react", "reply", "unboost", "way_back"]
