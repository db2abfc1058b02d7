"""The list of people to look around as, and becoming one of them."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model, login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hedgerow.doors.web.middleware import FACE
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces

from . import cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def people(request: Any) -> HttpResponse:
    """Everybody of the story, also for who looks around as one of them already."""
    return render(request, "web/demo/people.html", {"wide": request.face is not None})


@require_POST
def enter(request: Any) -> HttpResponse:
    """Sign in as a face of the story, in a new session."""
    card = cast.face(request.POST.get("face", ""))
    if card is None:
        raise NotFound
    member = get_object_or_404(get_user_model(), pk=faces.face(card.id).member or 0)
    request.session.flush()
    login(request, member, backend=BACKEND)
    request.session[FACE] = card.id
    # As signing in with a password does: the session stands in the member's list and can be ended there.
    UserSession.objects.create_from_request(request)
    return redirect("/")
