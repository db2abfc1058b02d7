"""Following no more, removing, keeping quietly, blocking: each says first what it ends."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web import ways
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.bidi import isolated
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces.reads import FaceCard

from . import changes, frame
from .person import sure


@for_faces
@require_POST
def unfollow(request: Any, handle: str) -> HttpResponse:
    """Follow no more; asks first where posts for mutual followers would be out of their sight."""
    card = contacts.reachable(request.face_id, handle)
    if not request.POST.get("sure"):
        said = changes.of_move(request.face_id, [card], (), _given(request.face_id, {"mutuals"}))
        if said:
            question = _("Follow %(name)s no more?") % {"name": isolated(card.name)}
            return sure(request, card, question, [], said)
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
def quiet(request: Any, handle: str) -> HttpResponse:
    """A follower stays one, quietly; says first what they will no longer see."""
    card = contacts.reachable(request.face_id, handle)
    if request.method == "POST":
        acts.quiet(request.face_id, card.id)
        said = _("%(name)s follows you, and sees only what is public or chosen for them. They cannot tell.")
        undo = f"/contacts/@{card.address}/fully?slip=yes"
        messages.success(request, said % {"name": isolated(card.name)}, extra_tags=undo)
        return redirect(ways.back(request, f"/contacts/@{card.address}"))
    lost = changes.of_move(request.face_id, [card], (), _given(request.face_id, {"followers", "mutuals"}))
    return _confirm(
        request,
        card,
        question=_("Keep %(name)s quietly?") % {"name": isolated(card.name)},
        words=[
            _("They stay your follower, for them and for everybody else. Nothing tells them."),
            _("They see what is public, and what you choose them for by name or by a circle of yours."),
        ],
        change=lost or [_("Of what you wrote so far they lose nothing from sight.")],
        yes=_("Keep quietly"),
        danger=False,
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
            _("You see nothing of each other any more. Under other names they see nothing of you, either."),
            _("Following, requests, labels and circles between you end. Unblocking does not restore them."),
            _("They are not told."),
        ],
        change=[],
        yes=_("Block"),
    )


def _confirm(
    request: Any,
    card: FaceCard,
    *,
    question: str,
    words: list[str],
    change: list[str],
    yes: str,
    danger: bool = True,
) -> HttpResponse:
    context = {
        "question": question,
        "words": words,
        "change": " ".join(change),
        "gate": "closed",
        "action": request.path,
        "yes": yes,
        "danger": danger,
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
