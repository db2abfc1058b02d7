"""Who can see a post or a collection, and why: to its author in full, to its readers not a word too many."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hedgerow.boundary import reads as boundary
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.forms import UNPROCESSABLE
from hedgerow.doors.web.posts.choosing import whole
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.counting import filled
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.somebody import reads as somebody
from hedgerow.talk.collections import reads as boards
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Reader, Readers

from . import subjects, words
from .subjects import Subject

PAGE = 60


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def who(request: Any, post: int) -> HttpResponse:
    """Who can see one's own post and why; a POST leaves people out of it from now on."""
    return _answer(request, subjects.post(request.face_id, post))


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def board_who(request: Any, number: int) -> HttpResponse:
    """Who can see one's own collection and why; a POST leaves people out of it from now on."""
    return _answer(request, subjects.board(request.face_id, number))


def _answer(request: Any, subject: Subject) -> HttpResponse:
    if request.method != "POST":
        return _who(request, subject)
    if not subject.narrow_url:
        raise NotFound
    try:
        left = _leave_out(subject, request.POST)
    except Refused as error:
        return _who(request, subject, error)
    messages.success(request, left)
    return redirect(f"{subject.acts}/who")


def _who(request: Any, subject: Subject, error: Refused | None = None) -> HttpResponse:
    actor = request.face_id
    start = min(whole(request.GET.get("start")) or 0, 1_000_000)
    found = subject.who(start, PAGE)
    text = (request.GET.get("find") or "")[:100].strip()
    context = {
        "subject": subject,
        "versions": subject.versions(),
        "found": found,
        "headline": _headline(actor, found),
        "people": [] if _is_wide(found) else _people(actor, found.people),
        "wide": _is_wide(found),
        "left_out": request.POST.getlist("without"),
        "more": _more(subject, found, start),
        "text": text,
        "hits": somebody.people(actor, text) if text else [],
        "asked": _asked(actor, subject, request.GET.get("face", "")),
        "error": error,
        "nav": "me",
    }
    return render(request, "web/asking/who.html", context, status=UNPROCESSABLE if error else 200)


def _headline(actor: int, found: Readers) -> str:
    if found.everybody:
        return _("Anybody can see this, signed in or not.")
    if found.behind is not None and found.behind.id == actor:
        return _("Those who see your post can see this.")
    if found.behind is not None:
        return _("Those who see %(name)s’s post can see this.") % {"name": isolated(found.behind.name)}
    if not found.count:
        return _("Nobody but you can see this.")
    sentence = ngettext("%(n)d person can see this.", "%(n)d people can see this.", found.count)
    return filled(sentence, {"n": found.count})


def _is_wide(found: Readers) -> bool:
    """Is it for the whole site? Then nobody is listed: who does not want to be found is not found here."""
    wide = {boundary.Rule.SITE, boundary.Rule.PUBLIC}
    return found.everybody or any(reader.reason.rule in wide for reader in found.people[:1])


def _people(actor: int, people: list[Reader]) -> list[dict[str, Any]]:
    numbers = {number for reader in people for number in reader.reason.circles}
    rows = {number: row for number, row in boundary.circle_rows(list(numbers)).items() if row.owner == actor}
    return [
        {
            "face": reader.face,
            "value": str(reader.face.public_id),
            "why": capfirst(
                words.short(reader.reason, [rows[n] for n in reader.reason.circles if n in rows])
            ),
        }
        for reader in people
    ]


def _more(subject: Subject, found: Readers, start: int) -> str:
    left = (found.count or 0) - start - len(found.people)
    further = f"{subject.acts}/who?{urlencode({'start': start + PAGE})}"
    return further if left > 0 and not _is_wide(found) else ""


def _asked(actor: int, subject: Subject, address: str) -> dict[str, Any] | None:
    """The answer to "can Sam see it?"."""
    if not address:
        return None
    card = somebody.person(actor, address)
    told = subject.explain(card.id)
    return {
        "face": card,
        "sees": told.reason.sees,
        "verdict": words.verdict(told.reason, card, told.behind),
        "reason": words.answer(told.reason, card, told.circles, told.behind, board=subject.board),
        "value": str(card.public_id),
    }


def _leave_out(subject: Subject, given: Any) -> str:
    """Narrow it, at once: to nobody but its author, or to all but the chosen people."""
    if given.get("way") == "me":
        subject.narrow(Choice("nobody"))
        return _("From now on only you can see it.")
    chosen = [number for value in given.getlist("without") if (number := whole(value)) is not None]
    cards = faces.cards(faces.by_public_ids(chosen).values())
    if not cards:
        raise Refused("without", _("Choose somebody to leave out."))
    _narrow(subject, [card.public_id for card in cards.values()])
    return _told_left_out(list(cards.values()))


def _narrow(subject: Subject, without: list[int]) -> None:
    """The old audience without these people. Where that has no name, whoever is in it and on this site."""
    site = Choice("site", without_people=without)
    old = subject.choice()
    if old is None or old.scope in {"public", "parent", "nobody"}:
        subject.narrow(site)
        return
    fewer = [person for person in old.people if person not in without]
    out = sorted({*old.without_people, *without})
    less = Choice(old.scope, old.circles, fewer, old.without_circles, out)
    try:
        subject.narrow(less)
    except Refused:
        # A circle or a person it names is not there any more: keep the old audience and take these away.
        subject.narrow(site)


def _told_left_out(cards: list[FaceCard]) -> str:
    if len(cards) == 1:
        return _("From now on %(name)s cannot see it.") % {"name": isolated(cards[0].name)}
    sentence = ngettext(
        "From now on %(n)d person cannot see it.", "From now on %(n)d people cannot see it.", len(cards)
    )
    return filled(sentence, {"n": len(cards)})


@require_safe
def why(request: Any, post: int) -> HttpResponse:
    """Why one sees a post. To its author: who sees it."""
    viewer = request.face_id
    shown = posts.post(viewer, post)
    if shown.mine and shown.boosted_by is None:
        return _who(request, subjects.post(viewer, post))
    entry = posts.thing(viewer, post)
    follows = viewer is not None and shown.author.id in contacts.follows(viewer)
    context = {
        "about": shown,
        "public": shown.body.public,
        "said": words.why(shown, entry.scope, follows=follows, behind=entry.behind),
        "follows": follows,
        "nav": "home",
    }
    return render(request, "web/asking/why.html", context)


@require_safe
def board_why(request: Any, number: int) -> HttpResponse:
    """Why one sees a collection. To its author: who sees it."""
    viewer = request.face_id
    shown = boards.one(viewer, number)
    if shown.mine:
        return _who(request, subjects.board(viewer, number))
    follows = viewer is not None and shown.author.id in contacts.follows(viewer)
    scope = boards.scope(viewer, number)
    context = {
        "about": shown,
        "board": True,
        "public": scope == words.PUBLIC,
        "said": words.why_board(shown.author, scope, follows=follows),
        "follows": follows,
        "nav": "home",
    }
    return render(request, "web/asking/why.html", context)
