"""A face's own page: who it is, and what it wrote that the reader may see."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hedgerow.doors.web import cards
from hedgerow.doors.web.drawings import in_words
from hedgerow.doors.web.people import person
from hedgerow.doors.web.reading.views import number
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import Profile
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Page, Shown

LIMIT = 20
PINNED = 5


@require_safe
def page(request: Any, handle: str, kind: str = "posts") -> HttpResponse:
    """Who this is, and posts, replies or pictures of theirs."""
    profile = faces.profile(request.face_id, handle)
    address = f"{profile.card.url}{'' if kind == 'posts' else f'/{kind}'}"
    if handle != profile.card.address:
        return redirect(address)
    if profile.blocked:
        return render(request, "web/posts/profile.html", _who(request, profile))
    before = number(request, "before")
    listed = posts.by_author(request.face_id, profile.card.id, before, LIMIT, kind)
    pinned = _pinned(request, profile) if kind == "posts" and before is None else []
    rest = [post for post in listed.shown if post.listed not in {each.listed for each in pinned}]
    context = {
        **_who(request, profile),
        "tabs": _tabs(profile, kind),
        "kind": kind,
        "pinned": [{"html": cards.card(request, post)} for post in cards.together(request, pinned)[0]],
        "cards": cards.cards(request, rest),
        "any": bool(rest or pinned),
        "first": before is None,
        "older": _older(address, listed),
    }
    return render(request, "web/posts/profile.html", context)


def _pinned(request: Any, profile: Profile) -> list[Shown]:
    return posts.by_author(request.face_id, profile.card.id, None, PINNED, "pinned").shown


def _older(address: str, listed: Page) -> str:
    return f"{address}?before={listed.next}" if listed.next is not None else ""


def _who(request: Any, profile: Profile) -> dict[str, Any]:
    card = profile.card
    context: dict[str, Any] = {
        "profile": profile,
        "bio": safe(profile.bio_html),
        "nav": "me" if profile.mine else "",
        "index": not profile.no_index,
    }
    if profile.mine:
        context["followers"] = contacts.followers_count(request.face_id, card.id)
        context["following"] = len(contacts.follows(card.id))
    elif request.face is not None:
        context |= person.shown(request, card)
    return context


def safe(html: str) -> SafeString:
    """A face's words about itself, ready for a page."""
    return in_words(html)


def _tabs(profile: Profile, kind: str) -> list[dict[str, Any]]:
    url = profile.card.url
    named = [("posts", url, _("Posts")), ("replies", f"{url}/replies", _("Replies"))]
    named.append(("media", f"{url}/media", _("Pictures")))
    named.append(("collections", f"{url}/collections", _("Collections")))
    return [{"url": address, "text": text, "current": name == kind} for name, address, text in named]
