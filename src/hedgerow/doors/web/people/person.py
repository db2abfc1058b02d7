"""One person as one's contact: following, labels, circles, mute, block, report. Each act is a small form."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web import ways
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel import clock
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.circles import acts as circle_acts
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.notes import acts as notes
from hedgerow.people.notes import reads as note_reads
from hedgerow.talk.reports import acts as report_acts
from hedgerow.talk.reports import reads as reports

from . import changes, choosing, frame
from .contacts import undo_address

HOURS = {"1": 1, "24": 24, "168": 24 * 7, "720": 24 * 30}


@for_faces
@require_safe
def page(request: Any, handle: str) -> HttpResponse:
    """What somebody is to me, and what I can do about it. For nobody else's eyes."""
    return _page(request, contacts.reachable(request.face_id, handle))


def _page(request: Any, card: FaceCard, error: Refused | None = None) -> HttpResponse:
    relation = contacts.relation(request.face_id, card.id)
    own = circle_reads.on_trays(request.face_id)
    kept = request.POST if error else None
    context = {
        **frame.around(request, "contacts"),
        **shown(request, card),
        "labels": _label_choices(request.face_id, kept.getlist("label") if kept else relation.labels),
        "own_words": kept.get("own", "") if kept else "",
        "circles": [{"circle": one, "chosen": one.id in relation.circles} for one in own],
        "hours": _hours(),
        "written": kept.get("comment", "") if kept else _written(request.face_id, card.id),
        "error": error,
    }
    return render(request, "web/people/person.html", context, status=422 if error else 200)


def _written(actor: int, face: int) -> str:
    return note_reads.about(actor, [face]).get(face, "")


def shown(request: Any, card: FaceCard) -> dict[str, Any]:
    """What `web/people/tie.html` needs, on this page and on a profile."""
    return {
        "person": card,
        "relation": contacts.relation(request.face_id, card.id),
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
            return _page(request, card, error)
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
boosts, unblock, mute, unmute = _doing(_boosts), _doing(_unblock), _doing(_mute), _doing(_unmute)


# --- what is asked before it happens ------------------------------------------------------------------


@for_faces
@require_POST
def unfollow(request: Any, handle: str) -> HttpResponse:
    """Follow no more; asks first where posts for mutual followers would be out of their sight."""
    card = contacts.reachable(request.face_id, handle)
    if not request.POST.get("sure"):
        said = changes.of_move(request.face_id, [card], (), _given(request.face_id, {"mutuals"}))
        if said:
            question = _("Follow %(name)s no more?") % {"name": isolated(card.name)}
            return _ask(request, card, question, [], said)
    acts.unfollow(request.face_id, card.id)
    messages.success(request, _("You no longer follow %(name)s.") % {"name": isolated(card.name)})
    return redirect(ways.back(request, f"/contacts/@{card.address}"))


def _given(actor: int, kinds: set[str]) -> set[int]:
    """The circles that the product keeps for a face."""
    return {row.id for row in circle_reads.rows(actor) if row.kind in kinds}


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Any, handle: str) -> HttpResponse:
    """Somebody shall follow one no more."""
    card = contacts.reachable(request.face_id, handle)
    if request.method == "POST":
        acts.remove_follower(request.face_id, card.id)
        messages.success(request, _("%(name)s no longer follows you.") % {"name": isolated(card.name)})
        return redirect(ways.back(request, f"/contacts/@{card.address}"))
    leaves = _given(request.face_id, {"followers", "mutuals"})
    return _confirm(
        request,
        card,
        question=_("Remove %(name)s from your followers?") % {"name": isolated(card.name)},
        words=[_("They are not told. They can ask to follow you again.")],
        change=changes.of_move(request.face_id, [card], (), leaves),
        yes=_("Remove"),
    )


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: Any, handle: str) -> HttpResponse:
    """Keep somebody and oneself apart; says first what ends."""
    card = contacts.reachable(request.face_id, handle)
    if request.method == "POST":
        acts.block(request.face_id, card.id)
        messages.success(request, _("%(name)s is blocked.") % {"name": isolated(card.name)})
        return redirect("contacts_shut")
    return _confirm(
        request,
        card,
        question=_("Block %(name)s?") % {"name": isolated(card.name)},
        words=[
            _("You see nothing of each other any more, under any name they use here."),
            _("Following, requests, labels and circles between you end. Unblocking does not restore them."),
            _("They are not told."),
        ],
        change=[],
        yes=_("Block"),
    )


def _confirm(
    request: Any, card: FaceCard, *, question: str, words: list[str], change: list[str], yes: str
) -> HttpResponse:
    context = {
        "question": question,
        "words": words,
        "change": " ".join(change),
        "gate": "closed",
        "action": request.path,
        "yes": yes,
        "danger": True,
        "no_url": f"/contacts/@{card.address}",
        "nav": "circles",
    }
    return render(request, "web/confirm.html", context)


@for_faces
@require_safe
def shut(request: Any) -> HttpResponse:
    """Whom one blocked and muted."""
    context = {
        **frame.around(request, "contacts"),
        "blocked": contacts.blocked(request.face_id),
        "muted": contacts.mutes(request.face_id),
    }
    return render(request, "web/people/shut.html", context)


# --- labels and circles -------------------------------------------------------------------------------


@for_faces
@require_POST
def labels(request: Any, handle: str) -> HttpResponse:
    """What somebody is to me. Words of one's own come separated by commas."""
    card = contacts.reachable(request.face_id, handle)
    own = [word for word in request.POST.get("own", "").split(",") if word.strip()]
    wanted = [*request.POST.getlist("label"), *own]
    if not request.POST.get("sure"):
        said = _said_of_labels(request.face_id, card, wanted)
        if said:
            question = _("Change the labels of %(name)s?") % {"name": isolated(card.name)}
            return _ask(request, card, question, [("label", word) for word in wanted], said)
    try:
        acts.label(request.face_id, card.id, wanted)
    except Refused as error:
        return _page(request, card, error)
    messages.success(request, _("Saved. Only you see labels."))
    return redirect(ways.back(request, f"/contacts/@{card.address}"))


def _said_of_labels(actor: int, card: FaceCard, wanted: list[str]) -> list[str]:
    """A label is a circle too: what another label would reveal or hide."""
    known = {row.name: row.id for row in circle_reads.rows(actor) if row.kind == "label"}
    present = set(contacts.relation(actor, card.id).labels)
    joins = {known[word] for word in wanted if word in known and word not in present}
    leaves = {circle for name, circle in known.items() if name in present and name not in wanted}
    return changes.of_move(actor, [card], joins, leaves)


@for_faces
@require_POST
def circles(request: Any, handle: str) -> HttpResponse:
    """The circles somebody is in, all at once; asks first where that changes who sees what."""
    card = contacts.reachable(request.face_id, handle)
    wanted = {choosing.circle_of(request.face_id, text).id for text in request.POST.getlist("circle")}
    own = {one.id: one for one in circle_reads.on_trays(request.face_id)}
    if not wanted <= own.keys():
        raise NotFound
    present = set(contacts.relation(request.face_id, card.id).circles)
    joins, leaves = wanted - present, present - wanted
    if not request.POST.get("sure"):
        said = changes.of_move(request.face_id, [card], joins, leaves)
        if said:
            question = _("Change the circles of %(name)s?") % {"name": isolated(card.name)}
            return _ask(request, card, question, [("circle", own[one].key) for one in wanted], said)
    if joins or leaves:
        pairs = ([(circle, card.id) for circle in some] for some in (joins, leaves))
        made = circle_acts.move(request.face_id, *pairs)
        messages.success(request, _filed(card, len(joins)), extra_tags=undo_address(request, made))
    return redirect(ways.back(request, f"/contacts/@{card.address}"))


def _filed(card: FaceCard, joined: int) -> str:
    if not joined:
        return _("Saved.")
    sentence = ngettext(
        "%(name)s is in %(count)d more circle and sees its new posts only.",
        "%(name)s is in %(count)d more circles and sees their new posts only.",
        joined,
    )
    return sentence % {"name": isolated(card.name), "count": joined}


def _ask(
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


# --- reporting ----------------------------------------------------------------------------------------


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
