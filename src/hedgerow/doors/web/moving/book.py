"""The address book: people known from elsewhere, links for them, and those who joined."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.doors.web import ways
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.posts.choosing import whole
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.faces import reads as faces
from hedgerow.people.moving import reads, welcoming
from hedgerow.people.site.reads import site


@for_faces
@require_safe
def page(request: Any) -> HttpResponse:
    """Who one knows and who is not here, or has joined since."""
    text, start = request.GET.get("q", "")[:100], whole(request.GET.get("start")) or 0
    context = {
        "page": reads.book(request.face_id, text, start),
        "joined": reads.book(request.face_id, "", here=True),
        "text": text,
        "start": start,
        "before": max(0, start - reads.PAGE),
        "may_invite": reads.members_may_invite(),
        "registration": site().registration,
        "join_url": request.build_absolute_uri("/join"),
        "nav": "me",
    }
    return render(request, "web/moving/book.html", context)


@for_faces
@require_POST
def link(request: Any, number: int) -> HttpResponse:
    """Make one person's own link."""
    try:
        welcoming.link_for(request.face_id, number)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(ways.back(request, "/me/import/book") + f"#person-{number}")


@for_faces
@require_POST
def take_up(request: Any, number: int) -> HttpResponse:
    """Follow somebody who joined, and put them where they belong."""
    card = faces.card(welcoming.take_up(request.face_id, number))
    messages.success(request, _("%(name)s is among your contacts.") % {"name": card.name})
    return redirect("book")


@for_faces
@require_POST
def forget(request: Any, number: int) -> HttpResponse:
    """Take somebody out of the address book."""
    welcoming.forget(request.face_id, number)
    messages.success(request, _("Taken out of your address book."))
    return redirect(ways.back(request, "/me/import/book"))


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: Any) -> HttpResponse:
    """By whose links one came; a POST says whether that face may know."""
    hosts = reads.hosts(request.face_id)
    if request.method == "POST":
        host = next((one.face for one in hosts if one.face.handle == request.POST.get("host")), None)
        if host is None:
            raise NotFound
        yes = request.POST.get("answer") == "yes"
        welcoming.answer(request.face_id, host.id, yes=yes)
        if yes:
            messages.success(request, _("%(name)s knows now that you are here.") % {"name": host.name})
        return redirect(ways.back(request, "/me"))
    return render(request, "web/moving/invited.html", {"hosts": hosts, "nav": "me"})
