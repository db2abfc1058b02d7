"""One person as one's contact: following, note, bell, mute, report. Each act is a small form."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web import ways
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel import clock
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import Refused
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.deflecting import reads as deflected
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.notes import acts as notes
from hedgerow.people.notes import reads as note_reads
from hedgerow.talk.reports import acts as report_acts
from hedgerow.talk.reports import reads as reports

from . import deflecting, frame, sees

HOURS = {"1": 1, "24": 24, "168": 24 * 7, "720": 24 * 30}


@for_faces
@require_safe
def page(request: Any, handle: str) -> HttpResponse:
    """What somebody is to me, and what I can do about it. For nobody else's eyes."""
    return again(request, contacts.reachable(request.face_id, handle))


def again(request: Any, card: FaceCard, error: Refused | None = None) -> HttpResponse:
    """The page, with what was refused and what was written."""
    relation = contacts.relation(request.face_id, card.id)
    own = circle_reads.on_trays(request.face_id)
    kept = request.POST if error else None
    context = {
        **frame.around(request, "contacts"),
        **shown(request, card),
        "labels": _label_choices(request.face_id, kept.getlist("label") if kept else relation.labels),
        "own_words": kept.get("own", "") if kept else "",
        "circles": [{"circle": one, "chosen": one.id in relation.circles} for one in own],
        "said": deflected.given(request.face_id).get(card.id, ""),
        "work": deflecting.instead_of(request),
        "hours": _hours(),
        "written": kept.get("comment", "") if kept else _written(request.face_id, card.id),
        "notice": None if error else sees.notice(request.face_id, card.id),
        "error": error,
    }
    return render(request, "web/people/person.html", context, status=422 if error else 200)


def _written(actor: int, face: int) -> str:
    return note_reads.about(actor, [face]).get(face, "")


def shown(request: Any, card: FaceCard) -> dict[str, Any]:
    """What `web/people/tie.html` and `answer.html` need, on this page and on a profile."""
    relation = contacts.relation(request.face_id, card.id)
    return {
        "person": card,
        "relation": relation,
        "answer": deflected.received_from(request.face_id, card.id) if relation.requested else None,
        "tie": f"/contacts/@{card.address}",
    }


def _label_choices(actor: int, chosen: list[str]) -> list[dict[str, Any]]:
    keys = contacts.label_keys(actor)
    return [{"key": key, "word": circle_reads.label_word(key), "chosen": key in chosen} for key in keys]


def _hours() -> list[tuple[str, str]]:
    return [
        ("", _("Until I say so")),
        ("1", _("For an hour")),
        ("24", _("For a day")),
        ("168", _("For a week")),
        ("720", _("For thirty days")),
    ]


Act = Callable[[Any, FaceCard], str]


def _doing(act: Act) -> Callable[..., HttpResponseBase]:
    """A view that does one thing to a person by POST, says so, and goes back where the form came from."""

    @for_faces
    @require_POST
    def answer(request: Any, handle: str) -> HttpResponse:
        card = contacts.reachable(request.face_id, handle)
        try:
            text = act(request, card)
        except Refused as error:
            return again(request, card, error)
        if text:
            messages.success(request, text)
        return redirect(ways.back(request, f"/contacts/@{card.address}"))

    return answer


def _follow(request: Any, card: FaceCard) -> str:
    state = acts.follow(request.face_id, card.id, request.POST.get("note", ""))
    if state == "requested":
        return _("You asked to follow %(name)s.") % {"name": isolated(card.name)}
    return _("You follow %(name)s.") % {"name": isolated(card.name)}


def _withdraw(request: Any, card: FaceCard) -> str:
    acts.withdraw(request.face_id, card.id)
    return _("You withdrew your request.")


def _boosts(request: Any, card: FaceCard) -> str:
    acts.boosts(request.face_id, card.id, request.POST.get("shown") == "yes")
    said = {"name": isolated(card.name)}
    if request.POST.get("shown") == "yes":
        return _("What %(name)s boosts is shown at home.") % said
    return _("What %(name)s boosts is no longer shown at home.") % said


def _bell(request: Any, card: FaceCard) -> str:
    on = request.POST.get("on") == "yes"
    acts.bell(request.face_id, card.id, on)
    said = {"name": isolated(card.name)}
    if on:
        return _("You are told of each post of %(name)s.") % said
    return _("You are no longer told of each post of %(name)s.") % said


def _note(request: Any, card: FaceCard) -> str:
    notes.write_down(request.face_id, card.id, request.POST.get("comment", ""))
    return _("Your note is kept.") if request.POST.get("comment", "").strip() else _("Your note is gone.")


def _fully(request: Any, card: FaceCard) -> str:
    slip = request.GET.get("slip") == "yes"
    acts.fully(request.face_id, card.id, slip=slip)
    said = {"name": isolated(card.name)}
    if slip:
        return _("Taken back. %(name)s sees what they saw before.") % said
    return _("From now on %(name)s sees what you write for your followers.") % said


def _close(request: Any, card: FaceCard) -> str:
    is_close = request.POST.get("close") == "yes"
    acts.close(request.face_id, card.id, is_close)
    said = {"name": isolated(card.name)}
    return (_("%(name)s is close to you.") if is_close else _("%(name)s is no longer marked close.")) % said


def _unblock(request: Any, card: FaceCard) -> str:
    acts.unblock(request.face_id, card.id)
    return _("%(name)s is not blocked any more. What the block ended stays ended.") % {
        "name": isolated(card.name)
    }


def _mute(request: Any, card: FaceCard) -> str:
    hours = HOURS.get(request.POST.get("hours", ""))
    acts.mute(request.face_id, card.id, clock.now() + timedelta(hours=hours) if hours else None)
    return _("You read nothing more of %(name)s for now. They are not told.") % {"name": isolated(card.name)}


def _unmute(request: Any, card: FaceCard) -> str:
    acts.unmute(request.face_id, card.id)
    return _("You read %(name)s again.") % {"name": isolated(card.name)}


follow, withdraw, bell, note = _doing(_follow), _doing(_withdraw), _doing(_bell), _doing(_note)
fully, close = _doing(_fully), _doing(_close)
boosts, unblock, mute, unmute = _doing(_boosts), _doing(_unblock), _doing(_mute), _doing(_unmute)


def sure(
    request: Any, card: FaceCard, question: str, fields: list[tuple[str, str]], said: list[str]
) -> HttpResponse:
    """The same form once more, below what it would reveal or hide."""
    context = {
        "question": question,
        "said": said,
        "fields": [*fields, ("next", ways.back(request, ""))],
        "action": request.path,
        "back": f"/contacts/@{card.address}",
        "nav": "circles",
    }
    return render(request, "web/people/ask.html", context)


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Any, handle: str) -> HttpResponse:
    """Tell the moderators about somebody; they get these words and nothing else."""
    card = contacts.reachable(request.face_id, handle)
    error = None
    if request.method == "POST":
        category, words = request.POST.get("category", ""), request.POST.get("words", "")
        try:
            report_acts.report(request.face_id, card.id, [], category, words)
        except Refused as refusal:
            error = refusal
        else:
            messages.success(request, _("Thank you. The moderators will look at it."))
            return redirect(ways.back(request, f"/contacts/@{card.address}"))
    context = {
        **frame.around(request, "contacts"),
        "person": card,
        "categories": list(reports.CATEGORIES.items()),
        "category": request.POST.get("category", ""),
        "words": request.POST.get("words", ""),
        "error": error,
    }
    return render(request, "web/people/report.html", context, status=422 if error else 200)
