"""The statements, the four strategies with what each would set, choosing, and the way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.circles import reads as circles
from hedgerow.people.faces import reads as faces
from hedgerow.people.strategies import acts as answers
from hedgerow.people.strategies import reads as strategies
from hedgerow.talk.strategies import acts, reads, words
from hedgerow.talk.suggesting import acts as suggesting
from hedgerow.talk.suggesting import reads as suggested

from .forms import OpenForm, TwoFacesForm

MOST_OFFERED = 6
"""So many suggested circles can be taken with one tap."""


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: Any) -> HttpResponse:
    """Eight statements; what is chosen now, and the way back."""
    if request.method == "POST":
        answers.answer(request.member.pk, [request.POST.get(f"s{number}", "") for number in range(8)])
        return redirect("strategy_choose")
    held = strategies.held(request.member.pk)
    given = held.answers or [strategies.UNSAID] * len(words.STATEMENTS)
    context = {
        "held": held,
        "chosen": words.told(held.chosen) if held.chosen else None,
        "statements": list(zip(words.STATEMENTS, given, strict=True)),
        "answers": words.ANSWERS,
        # Right after signing up, which was three steps: this is none of them.
        "first": "first" in request.GET,
        "nav": "me",
    }
    return render(request, "web/strategies/statements.html", context)


@for_faces
@require_safe
def choose(request: Any) -> HttpResponse:
    """The four, the recommended ones first, each with what it would set."""
    return render(request, "web/strategies/choose.html", {**offered(request), "nav": "me"})


def offered(request: Any) -> dict[str, Any]:
    """What `web/strategies/four.html` is made of."""
    held = strategies.held(request.member.pk)
    advice = held.advice
    fits = advice.names if advice else ()
    back = reads.standing(request.member.pk, held.before)
    cards = [card(request, told.key, back) for told in words.all_told(fits)]
    if not fits:
        # What brings circles along is the shortest way on.
        cards.sort(key=lambda one: not one["circles"])
    return {
        "looking": suggested.look(request.face_id).state == "looking",
        "fits": fits,
        "why": words.why(advice) if advice else "",
        "chosen": held.chosen,
        "cards": cards,
    }


def card(request: Any, key: str, back: list[reads.Step], form: Any = None) -> dict[str, Any]:
    """One strategy: its words, what it would set now (`back`: what is `standing`), what else it asks."""
    face = request.face_id
    form = form or _form(request, key)
    line = str(form["line"].value() or "") if key == "open" else ""
    pair = _pair(request, form if key == "audience" else None)
    return {
        "told": words.told(key),
        "tables": words.tables(reads.plan(key, *pair, line, back)),
        "form": form,
        "circles": _circles(face) if key == "custom" else [],
        "pair": form.pair() if key == "audience" else "",
    }


def _pair(request: Any, form: Any) -> tuple[int, int | None]:
    """The faces a plan is shown for."""
    if form is None:
        return request.face_id, None
    private, work = form.chosen()
    return private or request.face_id, work


def _form(request: Any, key: str, data: Any = None) -> Any:
    if key == "open":
        return OpenForm(data)
    if key == "audience":
        own = [one for one in request.faces if one.state == "active"]
        held = strategies.held(request.member.pk)
        wished = {name: request.GET[name] for name in ("private", "work") if name in request.GET}
        return TwoFacesForm(data, own=own, speaks=request.face, held=held, wished=wished)
    return None


def _circles(face: int) -> list[suggested.Proposal]:
    """Circles that are suggested and have a name already."""
    own = {circle.name.casefold() for circle in circles.on_trays(face)}
    found = suggested.look(face).proposals
    return [one for one in found if one.name and not one.into and one.name.casefold() not in own][
        :MOST_OFFERED
    ]


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Any, strategy: str) -> HttpResponse:
    """One strategy with all it would set; a POST chooses it."""
    key = strategy
    if key not in reads.NAMES:
        raise NotFound
    form = _form(request, key, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            acts.choose(request.member, _wish(request, key, form))
        except Refused as error:
            if form is None:
                raise
            helpers.refuse(form, error)
        else:
            return _chosen(request, key)
    bad = form is not None and form.is_bound and form.errors
    back = reads.standing(request.member.pk, strategies.held(request.member.pk).before)
    context = {"card": card(request, key, back, form), "nav": "me"}
    return render(request, "web/strategies/one.html", context, status=helpers.UNPROCESSABLE if bad else 200)


def _wish(request: Any, key: str, form: Any) -> acts.Wish:
    if key == "open":
        return acts.Wish(key, request.face_id, line=form.cleaned_data["line"])
    if key != "audience":
        return acts.Wish(key, request.face_id)
    private, work = form.chosen()
    zone = faces.face(request.face_id).time_zone
    return acts.Wish(key, private, work, form.draft(zone), deflection=form.cleaned_data["deflection"])


def _chosen(request: Any, key: str) -> HttpResponse:
    """Where one goes on: to the first post where circles are there, else to what still needs a hand."""
    said = _("You live here by %(strategy)s now.") % {"strategy": words.told(key).name}
    messages.success(request, said, extra_tags=reverse("strategy_undo"))
    if key != "custom":
        return redirect("strategy")
    _take_circles(request)
    return redirect("/compose" if circles.on_trays(request.face_id) else "circles_suggested")


def _take_circles(request: Any) -> None:
    """The suggested circles that were ticked, as they are."""
    wanted = set(request.POST.getlist("circle"))
    for proposal in _circles(request.face_id):
        if proposal.key in wanted:
            people = {one.id for one in proposal.people}
            try:
                suggesting.take(request.face_id, proposal, proposal.name, people)
            except Refused as error:
                messages.error(request, error.message)


@for_faces
@require_POST
def kind_answer(request: Any) -> HttpResponse:
    """Other words for colleagues who ask for the private face, from now on."""
    try:
        answers.say_kindly(request.member.pk, request.POST.get("deflection", ""))
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Saved. You see it before it is sent, each time."))
    return redirect("strategy")


@for_faces
@require_POST
def undo(request: Any) -> HttpResponse:
    """As it was before, but for what was changed since."""
    work = strategies.held(request.member.pk).work
    acts.undo(request.member.pk)
    messages.success(request, _("It is as it was before. What you changed yourself since stays."))
    card = faces.card(work) if work is not None else None
    if card is not None and card.state == "active":
        said = _("Your face @%(handle)s stays. You can close it on the page of your faces.")
        messages.info(request, said % {"handle": card.handle})
    return redirect("strategy")


@for_faces
@require_POST
def forget(request: Any) -> HttpResponse:
    """Neither answers nor choice are kept."""
    answers.forget(request.member.pk)
    messages.success(request, _("Your answers and your choice are forgotten. Your settings stay."))
    return redirect("strategy")
