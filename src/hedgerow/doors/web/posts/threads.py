"""A thread's page: what stands above a post, the post itself, and what answers it, branch by branch."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hedgerow.doors.web import cards
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel import text as kernel_text
from hedgerow.people.profiles import reads as profiles
from hedgerow.talk.conversations import reads as conversations
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Node, Shown, Thread

from . import answering, composing, stories

FOLDED_FROM = 3
"""Branches this deep are closed at first."""
DEEPEST = 8
"""Branches deeper than this are read on a page of their own."""
ABOVE = 8
"""So many posts above are shown open; of more, those in the middle are folded."""


@require_safe
def page(request: Any, handle: str, post: int) -> HttpResponse:
    """The thread around a post, for whoever may see it; for everybody else nothing is here."""
    found = posts.thread(request.face_id, post)
    if found.focus.shown is not None and found.focus.shown.direct:
        return redirect(conversations.place_of(request.face_id, post))
    focus = _focus(found)
    if focus.author.address != handle:
        return redirect(focus.url)
    return render(request, "web/posts/thread.html", _context(request, found, focus))


@for_faces
@require_safe
def card(request: Any, post: int) -> HttpResponse:
    """One post as it now stands, for a page that stands open and shows it as it was."""
    return HttpResponse(cards.card(request, posts.post(request.face_id, post)))


def _focus(found: Thread) -> Shown:
    if found.focus.shown is None:
        raise LookupError("a thread stands around a post that is seen")
    return found.focus.shown


def _wants_no_index(found: Thread) -> bool:
    """Does anybody whose words are shown here wish to be left out of search engines?"""
    shown = [node.shown for node in (*found.above, *_with_replies(found.focus)) if node.shown is not None]
    return any(one.no_index for one in profiles.described(each.author.id for each in shown).values())


def _with_replies(node: Node) -> Iterator[Node]:
    yield node
    for reply in node.replies:
        yield from _with_replies(reply)


def _context(request: Any, found: Thread, focus: Shown) -> dict[str, Any]:
    above = [_node(request, node, 0, deep=False) for node in found.above]
    first, middle, last = _parted(above)
    return {
        "focus": focus,
        "card": cards.card(request, focus),
        "versions": cards.together(request, [focus])[1].get(focus.id, ""),
        "first": first,
        "middle": middle,
        "last": last,
        "nodes": [_node(request, node, 1) for node in found.focus.replies],
        "index": focus.body.public and not _wants_no_index(found),
        "card_meta": _meta(focus) if focus.body.public else None,
        "excerpt": excerpt(focus),
        "story": stories.context(request.face_id, focus),
        "nav": "home",
        **_answering(request, focus),
    }


def _parted(above: list[dict[str, Any]]) -> tuple[list[Any], list[Any], list[Any]]:
    """What stands above: the beginning, what is folded, and what leads to the post."""
    if len(above) <= ABOVE:
        return [], [], above
    return above[:1], above[1 : 1 - ABOVE], above[1 - ABOVE :]


def _node(request: Any, node: Node, depth: int, *, deep: bool = True) -> dict[str, Any]:
    """A place in the thread as `web/post/branch.html` draws it."""
    shown = node.shown
    too_deep = bool(node.replies) and depth >= DEEPEST
    below = [] if too_deep or not deep else [_node(request, each, depth + 1) for each in node.replies]
    return {
        "html": cards.card(request, shown) if shown else "",
        "post": {"deleted": True},
        "hidden": bool(shown and shown.hidden),
        "removed": bool(shown and shown.removed),
        "replies": below,
        "count": len(node.replies),
        "folded": depth >= FOLDED_FROM,
        "further": _url(node) if too_deep and deep else "",
    }


def _url(node: Node) -> str:
    """Where the branch goes on; below a deleted post, with the first that is seen."""
    while node.shown is None:
        node = node.replies[0]
    return node.shown.url


def _answering(request: Any, focus: Shown) -> dict[str, Any]:
    """The composer under the post, or why there is none."""
    if request.face is None or not focus.may_reply:
        return {"composer": None, "why_no_reply": focus.why_no_reply}
    asks = answering.addressed(request.faces, request.face, focus.public_id)
    return {
        **composing.composer_context(
            request, kind=composing.REPLY, answered=focus, ask=asks, next=request.path
        ),
        "first_time": answering.is_first(request.face_id, focus.author.id),
    }


def excerpt(post: Shown, length: int = 60) -> str:
    """The beginning of a post's words; of a story its title; of what has a content note, the note."""
    body = post.body
    return kernel_text.excerpt(body.note or body.title or kernel_text.plain(body.html), length) or _("A post")


def _meta(post: Shown) -> dict[str, str]:
    """What a link to a public post shows elsewhere. A content note holds words and pictures back."""
    # Of a video its poster; a sound has none.
    first = next((each for each in post.pictures if each.ready and each.kind != "audio"), None)
    bare = first if not post.body.note else None
    return {
        "url": f"{settings.SITE_URL}{post.url}",
        "title": post.body.title or post.author.name,
        "text": excerpt(post, 280),
        "picture": f"{settings.SITE_URL}{bare.url if bare.kind == 'picture' else bare.thumb_url}"
        if bare
        else "",
        "alt": bare.alt if bare else "",
    }
