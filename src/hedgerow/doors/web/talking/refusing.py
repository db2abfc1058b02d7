"""Having nothing to do with who began a conversation: blocking them, reporting what they said in it."""

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.conversations import acts, reads
from hedgerow.talk.conversations.reads import Sender
from hedgerow.talk.reports import acts as report_acts
from hedgerow.talk.reports import reads as reports


@require_http_methods(["GET", "HEAD", "POST"])
@for_faces
def page(request: Any, conversation: int) -> HttpResponse:
    """Block, or report with copies of what was said here; a request goes out of the way with it."""
    senders = reads.senders(request.face_id, conversation)
    if not senders:
        raise NotFound
    error = None
    if request.method == "POST":
        try:
            return _refuse(request, conversation, _chosen(request, senders))
        except Refused as refused:
            error = refused
    context = {
        "nav": "messages",
        "found": reads.one(request.face_id, conversation),
        "senders": senders,
        "who": request.POST.get("who", senders[0].face.address),
        "categories": list(reports.CATEGORIES.items()),
        "category": request.POST.get("category", ""),
        "words": request.POST.get("words", ""),
        "error": error,
    }
    return render(request, "web/talking/refuse.html", context, status=422 if error else 200)


def _chosen(request: Any, senders: list[Sender]) -> Sender:
    """Whom it is about. Raises NotFound for somebody who is not there."""
    wanted = request.POST.get("who", senders[0].face.address)
    found = next((each for each in senders if each.face.address == wanted), None)
    if found is None:
        raise NotFound
    return found


def _refuse(request: Any, conversation: int, sender: Sender) -> HttpResponse:
    actor, card = request.face_id, sender.face
    reporting = request.POST.get("do") == "report"
    if reporting:
        category, words = request.POST.get("category", ""), request.POST.get("words", "")
        report_acts.report(actor, card.id, sender.messages, category, words)
        toasts.success(request, _("Thank you. The moderators will look at it."))
    # Before the block: a conversation of two is not there any more after it.
    acts.decline(actor, conversation)
    if not reporting or "block" in request.POST:
        contacts.block(actor, card.id)
        toasts.success(request, _("%(name)s is blocked.") % {"name": isolated(card.name)})
    return redirect("message_requests")
