"""The page of all places of a face: it can stand alone as a website, and be printed on a card."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hedgerow.doors.web import cards
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.text import beginning
from hedgerow.people.faces import acts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.collections import reads as collections
from hedgerow.talk.posts import reads as posts

from .profiles import PINNED, safe


@require_safe
def page(request: Any, handle: str) -> HttpResponse:
    """Who this is, everywhere it is, and what it pinned for everybody. Its owner sees it before it is on."""
    profile = faces.profile(request.face_id, handle)
    if profile.blocked or not (profile.presence or profile.mine):
        raise NotFound
    address = f"{profile.card.url}/presence"
    if handle != profile.card.address:
        return redirect(address)
    # For everybody alike: what it shows is what somebody signed out may see.
    pinned = posts.by_author(None, profile.card.id, None, PINNED, "pinned").shown
    return render(
        request,
        "web/posts/presence.html",
        {
            "profile": profile,
            "bio": safe(profile.bio_html),
            "about": beginning(profile.bio_html, 200),
            "address": settings.SITE_URL + address,
            "picture": settings.SITE_URL + profile.card.picture_url if profile.card.picture_url else "",
            "posts": [{"html": cards.card(request, post, plain=True), "url": post.url} for post in pinned],
            "boards": collections.of(None, profile.card.id),
            "index": profile.presence and not profile.no_index,
        },
    )


@require_POST
@for_faces
def switch(request: Any) -> HttpResponse:
    """Shows the page to others, or no longer."""
    on = request.POST.get("on") == "1"
    acts.set_settings(request.face_id, presence=on)
    if on:
        messages.success(request, _("Your page is on. Anybody with its address sees it."))
    else:
        messages.success(request, _("Your page is off. Only you see it."))
    return redirect(f"{request.face.url}/presence")
