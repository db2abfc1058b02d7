"""The page of a search, and what comes up while somebody types."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hedgerow.doors.web import languages
from hedgerow.doors.web.cards import cards
from hedgerow.doors.web.reading.views import number
from hedgerow.kernel import limits
from hedgerow.kernel.counting import filled
from hedgerow.kernel.searching.highlights import Marker
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.searching import reads as posts
from hedgerow.talk.searching import suggestions
from hedgerow.talk.searching.reads import MANY, Asked, Found

from . import filters

TABS = ("all", "people", "posts", "tags", "messages")
FEW, PEOPLE, NEAR = 3, 30, 5
ASKS_AN_HOUR = 1200
ASKS_SIGNED_OUT_AN_HOUR = 120


@require_safe
def search(request: Any) -> HttpResponse:
    """People, posts, tags and messages, as far as the viewer may see them."""
    _allow(request)
    text = filters.typed(request.GET)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS and (request.face or tab != "messages") else "all"
    asked = posts.read(text)
    before = number(request, "older")
    context = {
        "nav": "search",
        "text": text,
        "tab": tab,
        "tabs": _tabs(request, text, tab) if text else None,
        "chips": filters.chips(text, tab),
        "misread": filters.misread(text, _circle_names(request.face_id)),
        "controls": _controls(request, text),
        **(_found(request, asked, text, tab, before) if text else {}),
    }
    return render(request, "web/searching/page.html", context)


def _allow(request: Any) -> None:
    """Who is signed out asks for the public alone, and less often."""
    if request.face_id is not None:
        limits.allow(f"search:{request.face_id}", limit=ASKS_AN_HOUR, per_seconds=3600)
    else:
        caller = request.META.get("REMOTE_ADDR", "")
        limits.allow(f"search-out:{caller}", limit=ASKS_SIGNED_OUT_AN_HOUR, per_seconds=3600)


def _tabs(request: Any, text: str, tab: str) -> list[dict[str, Any]]:
    names = {
        "all": _("All"),
        "people": _("People"),
        "posts": _("Posts"),
        "tags": _("Tags"),
        "messages": _("Messages"),
    }
    shown = [each for each in TABS if each != "messages" or request.face is not None]
    return [
        {
            "url": filters.address(text, "" if each == "all" else each),
            "text": names[each],
            "current": each == tab,
        }
        for each in shown
    ]


def _circle_names(viewer: int | None) -> list[str]:
    return [circle.name for circle in circles.circles(viewer)] if viewer is not None else []


def _controls(request: Any, text: str) -> dict[str, Any]:
    own = circles.on_trays(request.face_id) if request.face_id is not None else []
    return {
        "chosen": filters.chosen(text),
        "circles": [circle.name for circle in own],
        "has": [(key, words()) for key, words in filters.HAS_WORDS.items()],
        "languages": languages.of_site(),
    }


def _found(request: Any, asked: Asked, text: str, tab: str, before: int | None) -> dict[str, Any]:
    viewer = request.face_id
    found: dict[str, Any] = {}
    every = tab == "all"
    words = asked.typed
    if (every or tab == "people") and before is None and words and not asked.filters:
        found["people"] = _people(viewer, words, FEW if every else PEOPLE)
    if (every or tab == "tags") and before is None and words and not asked.filters:
        found["tags"] = _tags(viewer, words, NEAR if every else PEOPLE)
    if every or tab == "posts":
        found |= _posts(request, asked, text, tab, before)
    if tab == "messages" or (every and viewer is not None and before is None):
        found |= _messages(request, asked, text, before, FEW if every else posts.PAGE)
    found["nothing"] = before is None and not any(
        found.get(key) for key in ("people", "tags", "posts", "said")
    )
    if found["nothing"]:
        meant = suggestions.meant(viewer, asked)
        found["meant"] = {"text": meant, "url": filters.address(meant, tab)} if meant else None
    return found


def _posts(request: Any, asked: Asked, text: str, tab: str, before: int | None) -> dict[str, Any]:
    found = posts.posts(request.face_id, asked, before, zone=timezone.get_current_timezone_name())
    marker = Marker(found.marks)
    return {
        "posts": cards(request, found.shown, dress=marker.html),
        "posts_words": _how_many(found) if before is None else "",
        "begun": found.begun,
        "older": filters.address(text, tab, older=found.next) if found.next is not None else "",
    }


def _messages(request: Any, asked: Asked, text: str, before: int | None, limit: int) -> dict[str, Any]:
    found = posts.posts(
        request.face_id, asked, before, limit, zone=timezone.get_current_timezone_name(), messages=True
    )
    marker = Marker(found.marks)
    more = filters.address(text, "messages", older=found.next) if found.next is not None else ""
    return {
        # Not `messages`: those are the toasts of every page.
        "said": [{"post": each, "html": marker.html(each.body.html)} for each in found.shown],
        "messages_words": _how_many(found) if before is None else "",
        "older_messages": more if limit == posts.PAGE else "",
        "all_messages": filters.address(text, "messages") if more and limit != posts.PAGE else "",
    }


def _how_many(found: Found) -> str:
    if not found.count:
        return ""
    if found.count > MANY:
        return filled(_("More than %(many)d, the newest first"), {"many": MANY})
    return filled(
        ngettext("%(count)d found", "%(count)d, the newest first", found.count), {"count": found.count}
    )


def _people(viewer: int | None, words: str, limit: int) -> list[dict[str, Any]]:
    if viewer is None:
        return [{"face": card, "note": ""} for card in faces.find(None, words, limit)]
    return [{"face": one.face, "note": _tie(one)} for one in contacts.find(viewer, words, limit)]


def _tie(one: contacts.Contact) -> str:
    if one.mutual:
        return _("You follow each other")
    if one.following:
        return _("You follow them")
    return _("Follows you") if one.follows else ""


def _tags(viewer: int | None, words: str, limit: int) -> list[dict[str, Any]]:
    return [
        {"name": tag.name, "url": f"/tags/{tag.key}", "words": _tag_words(tag.count)}
        for tag in posts.tags(viewer, words, limit)
    ]


def _tag_words(count: int) -> str:
    if count > MANY:
        return filled(_("More than %(many)d posts"), {"many": MANY})
    return filled(ngettext("%(count)d post", "%(count)d posts", count), {"count": count})


@require_safe
def near(request: Any) -> HttpResponse:
    """A few people and tags that begin like what is being typed."""
    _allow(request)
    text = filters.typed(request.GET)
    asked = posts.read(text)
    words = asked.typed
    found: dict[str, list[Any]] = {"people": [], "tags": []}
    if len(words) > 1 and not asked.filters:
        found["people"] = _near_people(request.face_id, words)
        found["tags"] = _tags(request.face_id, words, NEAR)
    return render(request, "web/searching/near.html", found)


def _near_people(viewer: int | None, words: str) -> list[FaceCard]:
    return [one["face"] for one in _people(viewer, words, NEAR)]
