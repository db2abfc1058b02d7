"""Who asks to follow, whom one asked, and answering."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hedgerow.doors.web import ways
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.contacts import acts
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.deflecting import reads as deflected
from hedgerow.talk.triage import reads as triage

from . import deflecting, frame


@for_faces
@require_safe
def page(request: Any) -> HttpResponse:
    """Requests that wait, those one sent, and those one declined."""
    work = deflecting.instead_of(request)
    answers, said = deflected.received(request.face_id), deflected.given(request.face_id)
    declined = contacts.requests(request.face_id, declined=True)
    context = {
        **frame.around(request, "requests"),
        "work": work,
        "waiting": _grouped(request.face_id, work is not None),
        "asked": [
            {"request": one, "answer": answers.get(one.face.id)} for one in contacts.asked(request.face_id)
        ],
        "declined": [{"request": one, "said": said.get(one.face.id, "")} for one in declined],
    }
    return render(request, "web/people/requests.html", context)


def _grouped(actor: int, deflects: bool) -> list[dict[str, Any]]:
    """Who waits, by the life they probably come from, with a word why; untitled where nothing is known."""
    follows, waiting = contacts.follows(actor), contacts.requests(actor)
    sorted_ = triage.triage(actor, [one.face.id for one in waiting])
    rows: dict[str, list[dict[str, Any]]] = {group: [] for group in triage.GROUPS}
    for one in waiting:
        found = sorted_[one.face.id]
        rows[found.group].append(
            {
                "request": one,
                "following": one.face.id in follows,
                "why": triage.why(found),
                "kindly": deflects and found.group == "work",
            }
        )
    titles = {
        "private": _("Friends and family, probably"),
        "work": _("From work, probably"),
        "known": _("Known to people you know"),
        "new": _("New to you"),
    }
    alone = not any(rows[group] for group in triage.GROUPS if group != "new")
    return [
        {"key": group, "title": "" if alone else titles[group], "requests": rows[group]}
        for group in triage.GROUPS
        if rows[group]
    ]


@for_faces
@require_POST
def answer(request: Any, handle: str) -> HttpResponse:
    """Accept, accept and follow back, accept quietly, or decline."""
    card = contacts.reachable(request.face_id, handle)
    choice = request.POST.get("answer", "")
    try:
        if choice in {"accept", "accept-back"}:
            acts.accept(request.face_id, card.id, follow_back=choice == "accept-back")
            messages.success(request, _("%(name)s follows you now.") % {"name": isolated(card.name)})
        elif choice == "accept-quietly":
            acts.accept(request.face_id, card.id, quietly=True)
            said = _("%(name)s follows you now and sees what is public. They cannot tell.")
            messages.success(request, said % {"name": isolated(card.name)})
        elif choice == "decline":
            acts.decline(request.face_id, card.id)
            messages.success(request, _("Declined. %(name)s is not told.") % {"name": isolated(card.name)})
        else:
            raise NotFound
    except Refused as error:
        messages.error(request, error.message)
    return redirect(ways.back(request, "/requests"))
