"""Pages of posts: home, by circle, this site, explore, a tag, and the front page of who is signed out."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hedgerow.delivery.home import catching_up
from hedgerow.delivery.home import reads as home_reads
from hedgerow.delivery.positions import acts as positions
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.cards import cards, folded
from hedgerow.doors.web.operate.first_steps import first_steps
from hedgerow.doors.web.people import meeting
from hedgerow.doors.web.posts.composing import composer_context
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.names import is_tag
from hedgerow.people.announcements import acts as announcement_acts
from hedgerow.people.announcements import reads as announcements
from hedgerow.people.circles import reads as circles
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import reads as members
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Page

LIMIT = 20
ORDERS: dict[str, home_reads.Order] = {"newest": "newest", "people": "people"}


@require_safe
def home(request: Any) -> HttpResponse:
    """A face's home; for who is signed out, the front page. Whoever comes for the first time is welcomed."""
    if request.face is None:
        return _front(request)
    if request.member.welcome_due:
        return redirect("welcome_face")
    viewer = request.face.id
    order = ORDERS.get(request.GET.get("order", "")) or home_reads.preferred(viewer)
    before = number(request, "before")
    # Asked before this visit is noted.
    absence = catching_up.absence(viewer) if before is None else None
    page = home_reads.page(viewer, before, LIMIT, order)
    if page.up_to_date and request.method == "GET":
        positions.read_to(viewer, home_reads.TIMELINE, min(number(request, "top") or page.top, page.top))
    nothing_ever = before is None and not page.shown and page.next is None
    older = {"before": page.next, "order": order, "top": number(request, "top") or page.top}
    return render(
        request,
        "web/reading/home.html",
        {
            "nav": "home",
            "cards": folded(request, page.shown),
            "any": bool(page.shown),
            "order": order,
            "first": before is None,
            "up_to_date": page.up_to_date,
            "stops": page.up_to_date and faces.face(viewer).settings.stops,
            "absence": absence,
            "announcements": announcements.notes(viewer) if before is None else [],
            "nothing_ever": nothing_ever,
            **(_beginning(request.member, viewer) if nothing_ever else {}),
            "older": f"/?{urlencode(older)}" if page.next is not None else "",
            "top": page.top,
            "tabs": _tabs(request, "/"),
            **aside(request),
            **(composer_context(request, brief=True, next="/") if before is None else {}),
        },
    )


def _beginning(member: Any, viewer: int) -> dict[str, Any]:
    """For a home where nothing ever was: whom to meet, and for who runs the site what that still lacks."""
    site_steps = first_steps(member) if members.is_operator(member) else []
    return {**meeting.first_steps(viewer), "site_steps": site_steps}


@require_POST
@for_faces
def put_away(request: Any, number: int) -> HttpResponse:
    """The face has read an announcement."""
    announcement_acts.put_away(request.face.id, number)
    return redirect("home")


def _front(request: Any) -> HttpResponse:
    page = posts.public(None, number(request, "before"), LIMIT)
    return _list(request, "web/reading/front.html", page, first=number(request, "before") is None)


@require_safe
def explore(request: Any) -> HttpResponse:
    """What is public, from everybody here."""
    page = posts.public(request.face_id, number(request, "before"), LIMIT)
    return _list(
        request,
        "web/reading/timeline.html",
        page,
        title=_("Explore"),
        words=_("What people here wrote for everybody."),
        empty=_("Nobody has written anything for everybody yet."),
        write=request.face is not None,
        find=request.face is not None,
    )


@require_safe
@for_faces
def this_site(request: Any) -> HttpResponse:
    """What is for everybody on this site."""
    page = posts.site(request.face.id, number(request, "before"), LIMIT)
    return _list(
        request,
        "web/reading/timeline.html",
        page,
        title=_("This site"),
        words=_("What people wrote for everybody on this site."),
        empty=_("Nobody has written anything for the whole site yet."),
        write=True,
        find=True,
    )


@require_safe
def tag(request: Any, tag: str) -> HttpResponse:
    """Posts with a tag, as many as the reader may see. A tag nobody may see looks like one nobody used."""
    if not is_tag(tag):
        raise NotFound
    page = posts.tagged(request.face_id, tag, number(request, "before"), LIMIT)
    empty = _("There is nothing with this tag that you can see.")
    return _list(request, "web/reading/timeline.html", page, title=f"#{tag}", empty=empty)


@require_safe
@for_faces
def by_circle(request: Any, circle: int) -> HttpResponse:
    """What the people of one of the face's own circles write, as much as it may see; or what it sent them."""
    own = circles.by_public_id(request.face.id, circle)
    sent = "sent" in request.GET
    ask = posts.sent_to if sent else posts.in_circle
    page = ask(request.face.id, own.id, number(request, "before"), LIMIT)
    context: dict[str, Any] = {
        "title": own.name,
        "circle": own,
        "which": [
            {"url": request.path, "text": _("What they write"), "current": not sent},
            {"url": f"{request.path}?sent", "text": _("What you sent here"), "current": sent},
        ],
        "empty": _("You have not sent anything to this circle yet.")
        if sent
        else _("The people in this circle have not written anything you can see yet."),
        "write": sent,
    }
    if sent and page.next is not None:
        context["older"] = f"{request.path}?sent&before={page.next}"
    return _list(request, "web/reading/timeline.html", page, **context)


@require_safe
@for_faces
def bookmarks(request: Any) -> HttpResponse:
    """What the face keeps for itself, as much of it as it may still see; last kept first."""
    page = posts.bookmarks(request.face.id, number(request, "before"), LIMIT)
    return _list(
        request,
        "web/reading/timeline.html",
        page,
        title=_("Bookmarks"),
        words=_("What you keep. Only you know of it."),
        empty=_("No bookmarks yet"),
        empty_words=_("The bookmark below a post keeps it here. Nobody is told."),
        tabs=None,
        nav="me",
    )


def _list(request: Any, template: str, page: Page, **context: Any) -> HttpResponse:
    """A page of posts, newest first, with a link to older ones while there may be any."""
    more = f"{request.path}?before={page.next}" if page.next is not None else ""
    drawn = {"cards": cards(request, page.shown), "any": bool(page.shown), "older": more}
    beside = {"tabs": _tabs(request, request.path), **aside(request)} if request.face else {}
    return render(request, template, {"nav": "home", **drawn, **beside, **context})


def number(request: HttpRequest, name: str) -> int | None:
    """A whole number of the query; None without one. Raises NotFound for anything else."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) < 2**63):
        raise NotFound
    return int(text)


def _tabs(request: Any, here: str) -> list[dict[str, Any]]:
    """Home, each own circle, this site, everybody."""
    own = [(f"/in/{circle.public_id}", circle.name) for circle in circles.on_trays(request.face.id)]
    pages = [("/", _("Home")), *own, ("/site", _("This site")), ("/explore", _("Explore"))]
    return [{"url": url, "text": text, "current": url == here} for url, text in pages]


def aside(request: Any) -> dict[str, Any]:
    """The boundary's side: who reads what one writes here, and who asks to follow."""
    viewer = request.face.id
    return {"told": home_reads.usual(viewer), "requests": home_reads.asking(viewer)}
