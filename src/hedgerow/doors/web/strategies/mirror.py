"""A look in the mirror, and once a month who reads along: for oneself alone."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel import clock
from hedgerow.kernel.counting import filled
from hedgerow.people.audiences.reads import listed
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.strategies import reads as strategies
from hedgerow.talk.mirror import reads
from hedgerow.talk.mirror.reads import Mirror, Reach
from hedgerow.talk.strategies import words

MONTH = timedelta(days=30)
MOST_NAMED = 5


@for_faces
@require_safe
def mirror(request: Any) -> HttpResponse:
    """How one lives here, by what one posts."""
    own = [card.id for card in request.faces if card.state == "active"]
    found = reads.look(request.face_id, own)
    chosen = strategies.held(request.member.pk).chosen
    context = {
        "found": found,
        "as_if": words.told(found.as_if) if found.as_if else None,
        "chosen": words.told(chosen) if chosen else None,
        "sentence": _sentence(found),
        "reached": _reached(request.face_id, found),
        "readers": _readers(found),
        "kept": _kept(request.face_id),
        "nav": "me",
    }
    return render(request, "web/strategies/mirror.html", context)


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def readers(request: Any) -> HttpResponse:
    """Who can read what one wrote this month; a POST wants to be told each month, or no more."""
    if request.method == "POST":
        told = request.POST.get("told") == "yes"
        faces.set_settings(request.face_id, readers_note=told)
        messages.success(request, _("You are told once a month.") if told else _("You are told no more."))
        return redirect("strategy_readers")
    found = reads.look(request.face_id, since=clock.now() - MONTH)
    context = {
        "found": found,
        "followers": contacts.followers_count(request.face_id, request.face_id) or 0,
        "readers": _readers(found),
        "kept": _kept(request.face_id),
        "told": face_reads.face(request.face_id).settings.readers_note,
        "nav": "me",
    }
    return render(request, "web/strategies/readers.html", context)


def _sentence(found: Mirror) -> str:
    """Where most of the posts go, and how many are for oneself alone, where those are more."""
    if found.as_if is None:
        return ""
    public = ngettext(
        "%(n)d of your newest %(all)d post is public.",
        "%(n)d of your newest %(all)d posts are public.",
        found.posts,
    )
    forms = {
        "wide": public
        if found.public == found.shares.get("wide")
        else ngettext(
            "%(n)d of your newest %(all)d post is for everybody, or for this whole site.",
            "%(n)d of your newest %(all)d posts are for everybody, or for this whole site.",
            found.posts,
        ),
        "all": ngettext(
            "%(n)d of your newest %(all)d post is for all who follow you.",
            "%(n)d of your newest %(all)d posts are for all who follow you.",
            found.posts,
        ),
        "chosen": ngettext(
            "%(n)d of your newest %(all)d post is for circles and people you picked.",
            "%(n)d of your newest %(all)d posts are for circles and people you picked.",
            found.posts,
        ),
        "alone": ngettext(
            "%(n)d of your newest %(all)d post is for you alone.",
            "%(n)d of your newest %(all)d posts are for you alone.",
            found.posts,
        ),
    }
    counts = {kind: found.shares.get(kind, 0) for kind in forms}
    largest = max(("chosen", "all", "wide"), key=counts.__getitem__)
    said = [largest, "alone"] if counts["alone"] > counts[largest] else [largest]
    return " ".join(filled(forms[kind], {"n": counts[kind], "all": found.posts}) for kind in said)


def _reached(actor: int, found: Mirror) -> str:
    """Whom they reach, in the words one has for people: "12 colleagues and 3 friends"."""
    keys = {row.id: row.name for row in circles.rows(actor)}
    labels = [one for one in found.readers if one.circle.kind == "label"]
    most = sorted(labels, key=lambda one: -one.count)[:MOST_NAMED]
    people = listed([words.people(keys[one.circle.id], one.count) for one in most])
    return (
        _("Among those who can read at least one of them: %(people)s.") % {"people": people} if most else ""
    )


def _readers(found: Mirror) -> list[dict[str, Any]]:
    """People by circle and label, as one calls them."""
    return [
        {"name": capfirst(_name(one)), "count": one.count, "of": one.circle.count} for one in found.readers
    ]


def _kept(face: int) -> bool:
    """Is there anybody whom this face could tell apart by a circle or a label?"""
    return any(circle.count for circle in circles.circles(face, reads.SHOWN))


def _name(one: Reach) -> str:
    if one.circle.kind == "label":
        return _("labelled %(label)s") % {"label": one.circle.name}
    return one.circle.name
