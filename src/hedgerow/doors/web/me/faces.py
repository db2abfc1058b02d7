"""One's own faces: all of them, a new one, what each says of itself, closing one."""

from typing import Any

import msgspec
from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web import uploads
from hedgerow.doors.web.access import for_members
from hedgerow.doors.web.middleware import FACE
from hedgerow.kernel import limits
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.faces import acts, reads
from hedgerow.people.faces.reads import FaceCard, FaceFacts
from hedgerow.people.links import reads as links

from .forms import FaceForm, NewFaceForm


def _own(request: Any, handle: str) -> FaceFacts:
    """The member's own face with this handle. Raises NotFound for anybody else's."""
    card = next((card for card in request.faces if card.handle.casefold() == handle.casefold()), None)
    if card is None:
        raise NotFound
    return reads.face(card.id)


def _own_active(request: Any, handle: str) -> FaceFacts:
    """The same, for what a face that is suspended or closing does not do."""
    facts = _own(request, handle)
    if facts.state != "active":
        raise NotFound
    return facts


@for_members
@require_safe
def grid(request: Any) -> HttpResponse:
    """Every face one has, the closing ones with the day they go. The picture of a hidden one is nowhere."""
    own = [(_as_shown(card), reads.face(card.id)) for card in request.faces]
    room = len(own) < acts.MOST_FACES
    return render(request, "web/me/faces.html", {"own": own, "room": room, "nav": "me"})


def _as_shown(card: FaceCard) -> FaceCard:
    return card if card.state == "active" else msgspec.structs.replace(card, picture_url="")


@for_members
@require_safe
def current(request: Any) -> HttpResponse:
    """The face that speaks."""
    return redirect("me_edit_face", request.face.handle) if request.face else redirect("me_faces")


@for_members
@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Make a face and speak as it."""
    form = helpers.filled(NewFaceForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            limits.allow(f"new-face:{request.member.pk}", limit=20, per_seconds=3600)
            picture = uploads.picture(form.cleaned_data["picture"])
            after = "me_faces" if request.faces else "home"
            face = acts.create(request.member, form.draft(form.cleaned_data["handle"]))
            request.session[FACE] = face
            rotate_token(request)
            return _finish(request, face, picture, after)
        except Refused as error:
            helpers.refuse(form, error)
    return helpers.page(request, "web/me/new_face.html", form, nav="me", first=not request.faces)


def _finish(request: Any, face: int, picture: bytes | None, after: str) -> HttpResponse:
    """The face stands, and the member goes on at `after`. A picture that cannot be taken is said on the
    face's page, and does not undo it.
    """
    card = reads.card(face)
    try:
        if picture:
            acts.set_picture(face, picture)
    except Refused as error:
        messages.error(request, error.message)
        return redirect("me_edit_face", card.handle)
    messages.success(request, _("You speak as %(name)s now.") % {"name": isolated(card.name)})
    return redirect(after)


@for_members
@require_http_methods(["GET", "POST"])
def edit(request: Any, handle: str) -> HttpResponse:
    """What a face says of itself."""
    facts = _own_active(request, handle)
    form = helpers.filled(FaceForm, request, initial=FaceForm.initial_of(facts))
    if request.method == "POST" and form.is_valid():
        try:
            picture = uploads.picture(form.cleaned_data["picture"])
            if picture:
                acts.set_picture(facts.id, picture)
            acts.edit(facts.id, form.draft())
            messages.success(request, _("Saved."))
            return redirect("me_edit_face", facts.handle)
        except Refused as error:
            helpers.refuse(form, error)
    form.say_why(links.unproven(facts.id))
    card = reads.card(facts.id)
    return helpers.page(request, "web/me/face.html", form, card=card, facts=facts, nav="me")


@for_members
@require_POST
def remove_picture(request: Any, handle: str) -> HttpResponse:
    """Show initials again."""
    facts = _own_active(request, handle)
    acts.remove_picture(facts.id)
    return redirect("me_edit_face", facts.handle)


@for_members
@require_http_methods(["GET", "POST"])
def close(request: Any, handle: str) -> HttpResponse:
    """Asks on a page of its own, then hides the face; undone for thirty days."""
    facts = _own(request, handle)
    if request.method == "POST":
        acts.close(facts.id)
        messages.success(
            request,
            _("@%(handle)s is hidden, and goes in 30 days.") % {"handle": facts.handle},
            extra_tags=reverse("me_reopen_face", args=[facts.handle]),
        )
        return redirect("me_faces")
    context = {
        "question": _("Close @%(handle)s?") % {"handle": facts.handle},
        "words": [
            _("This face is hidden at once: its page, its posts and pictures."),
            _("Your other faces stay as they are."),
            _("For 30 days you can take it back. After that it is removed for good, files included."),
            _("Nobody can take this handle afterwards, you included."),
        ],
        "action": reverse("me_close_face", args=[facts.handle]),
        "yes": _("Close this face"),
        "danger": True,
        "no_url": reverse("me_edit_face", args=[facts.handle]),
        "nav": "me",
    }
    return render(request, "web/confirm.html", context)


@for_members
@require_POST
def reopen(request: Any, handle: str) -> HttpResponse:
    """Take closing back."""
    facts = _own(request, handle)
    acts.reopen(facts.id)
    messages.success(request, _("@%(handle)s is back.") % {"handle": facts.handle})
    return redirect("me_faces")
