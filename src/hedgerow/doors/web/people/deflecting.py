"""Answering a request kindly, from the private face to the one for work."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.deflecting import acts
from hedgerow.people.deflecting import reads as answers
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.strategies import reads as strategies

from . import frame


class AnswerForm(forms.Form):
    """The words. Whether the face for work is named says the button that sends them."""

    words = forms.CharField(
        label=gettext_lazy("What you say"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "placeholder": " "}),
    )


def instead_of(request: Any) -> FaceCard | None:
    """The face for work of who speaks as the private one by the strategy Audience; else None."""
    held = strategies.held(request.member.pk)
    if held.chosen != "audience" or held.face != request.face_id or held.work is None:
        return None
    return faces.card(held.work)


def _asks(actor: int, face: int) -> bool:
    """Does it ask to follow, put aside already or not?"""
    asking = (contacts.requests(actor, declined=declined) for declined in (False, True))
    return any(one.face.id == face for some in asking for one in some)


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def kindly(request: Any, handle: str) -> HttpResponse:
    """The answer to read over and to change; a POST sends it."""
    work, card = instead_of(request), contacts.reachable(request.face_id, handle)
    if work is None or not _asks(request.face_id, card.id):
        raise NotFound
    said_before = answers.given(request.face_id).get(card.id, "")
    first = {"words": said_before or strategies.held(request.member.pk).deflection}
    form = helpers.filled(AnswerForm, request, initial=first)
    if request.method == "POST" and form.is_valid():
        instead = work.id if "invite" in request.POST else None
        try:
            acts.deflect(request.face_id, card.id, form.cleaned_data["words"], instead)
        except Refused as error:
            helpers.refuse(form, error)
        else:
            messages.success(request, _("%(name)s can read your answer.") % {"name": isolated(card.name)})
            return redirect("requests")
    around = frame.around(request, "requests")
    return helpers.page(request, "web/people/kindly.html", form, card=card, work=work, **around)
