"""Bringing a file in: upload, preview, run, result, undo."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.forms import UNPROCESSABLE
from hedgerow.doors.web.posts.choosing import whole
from hedgerow.doors.web.strategies import choosing
from hedgerow.doors.web.uploads import name_of
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.moving import acts, reads
from hedgerow.people.strategies import reads as strategies
from hedgerow.talk.moving import acts as posts

from . import telling

PIECE = 8 << 20
"""How much of a large file comes at once, in bytes."""


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: Any) -> HttpResponse:
    """What can be brought, what was; a POST brings a file."""
    error = None
    if request.method == "POST":
        try:
            return redirect("brought", bring(request))
        except Refused as refusal:
            error = refusal
    most = settings.MAX_BODY >> 20
    context = {
        "imports": reads.imports(request.face_id),
        "error": error,
        "most": most,
        "piece": PIECE,
        "nav": "me",
    }
    return render(request, "web/moving/import.html", context, status=UNPROCESSABLE if error else 200)


def bring(request: Any) -> int:
    """Begin with the file that was sent; the number of its import. Raises Refused, and then nothing began."""
    upload = request.FILES.get("file")
    if upload is None or not upload.size:
        raise Refused("file", _("Choose a file."))
    return _begin(request.face_id, upload, upload.size, name_of(upload))


def _begin(actor: int, file: Any, size: int, title: str) -> int:
    kind = acts.kind_of(file, title)
    if kind in reads.POST_KINDS:
        return posts.begin(actor, file, size, title)
    return acts.begin(actor, file, size, title, kind)


@for_faces
@require_POST
def piece(request: Any) -> HttpResponse:
    """A piece of a large file, or the question how much of it came; after the last, where it is read."""
    given, actor = request.POST, request.face_id
    file = acts.announced(given.get("title", ""), whole(given.get("total")) or 0, given.get("changed", ""))
    part = request.FILES.get("piece")
    try:
        # Of what is longer than a piece, no more is read: the rest comes again.
        there = acts.add_piece(actor, file, whole(given.get("at")) or 0, part.read(PIECE) if part else b"")
        if there < file.total:
            return JsonResponse({"there": there})
        number = _begin(actor, acts.whole(actor, file), file.total, file.title)
    except Refused as refusal:
        return JsonResponse({"error": refusal.message}, status=UNPROCESSABLE)
    return JsonResponse({"there": there, "url": reverse("brought", args=[number])})


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, number: int) -> HttpResponse:
    """One import, whatever state it is in; a POST chooses, reads again, runs or drops it."""
    brought = reads.brought(request.face_id, number)
    if request.method == "POST":
        return _act(request, brought)
    return _page(request, brought)


def _page(request: Any, brought: reads.ImportShown) -> HttpResponse:
    text, start = request.GET.get("q", "")[:100], whole(request.GET.get("start")) or 0
    here = away = None
    if brought.state == "ready" and brought.kind in reads.CONTACT_KINDS:
        here = reads.entries(request.face_id, brought.public_id, text, 0, here=True)
        away = reads.entries(request.face_id, brought.public_id, text, start, here=False)
    context = {
        "brought": brought,
        "here": here,
        "away": away,
        "text": text,
        "start": start,
        "before": max(0, start - reads.PAGE),
        **_frame(request, brought),
        "circles": [{**one, "chosen": one["name"] in brought.chosen_circles} for one in brought.circles],
        "follow": brought.options.get("follow", True),
        "kinds": [(kind, reads.kind_word(kind)) for kind in reads.CONTACT_KINDS],
        "posts": brought.kind in reads.POST_KINDS,
        "called": _called(brought),
        "shuts": brought.kind in (reads.BLOCKS, reads.MUTES),
        "nav": "me",
    }
    return render(request, "web/moving/brought.html", context)


def _called(brought: reads.ImportShown) -> str:
    """What kind of file it is. Whose archive of posts is known only once it was read."""
    if brought.state == "reading" and brought.kind in reads.POST_KINDS:
        return _("An archive of posts")
    return brought.kind_word


def _frame(request: Any, brought: reads.ImportShown) -> dict[str, Any]:
    """Which parts the page is made of, by what the file holds."""
    if brought.kind in reads.CONTACT_KINDS:
        new = brought.state == "done" and not strategies.held(request.member.pk).chosen
        return {
            "preview": "web/moving/preview.html",
            "result": "web/moving/result.html",
            **(choosing.offered(request) if new else {}),
        }
    return {
        "preview": "web/moving/posts.html",
        "result": "web/moving/posts_result.html",
        "ways": telling.ways(request.face_id, brought),
        "days": telling.days(brought),
        "at_least_one_reply": brought.counts.get("replies", 0),
    }


def _act(request: Any, brought: reads.ImportShown) -> HttpResponse:
    actor, number, do = request.face_id, brought.public_id, request.POST.get("do", "")
    if do == "drop":
        acts.drop(actor, number)
        messages.success(request, _("Nothing was taken, and the file is gone."))
        return redirect("import")
    if do == "again":
        acts.read_as(actor, number, request.POST.get("kind", ""))
    elif brought.kind in reads.POST_KINDS and do == "run":
        posts.run(actor, number, telling.sent(request.POST), replies=bool(request.POST.get("replies")))
    elif do in ("run", "choose") or whole(do) is not None:
        acts.choose(actor, number, *_chosen(request.POST))
        if do == "run":
            acts.run(actor, number)
    else:
        raise NotFound
    answer = redirect("brought", number)
    if (start := whole(do)) is not None:
        answer["Location"] += f"?start={start}"
    return answer


def _chosen(given: Any) -> tuple[acts.Choice, set[int], set[int]]:
    choice = acts.Choice(
        circles=given.getlist("circle"), label=given.get("label", ""), follow=bool(given.get("follow"))
    )
    shown = {found for text in given.getlist("shown") if (found := whole(text)) is not None}
    chosen = {found for text in given.getlist("person") if (found := whole(text)) is not None}
    return choice, shown, chosen


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: Any, number: int) -> HttpResponse:
    """Asks on a page of its own, then takes the whole import back."""
    brought = reads.brought(request.face_id, number)
    if not brought.can_undo:
        raise NotFound
    if request.method == "POST":
        act = acts.undo if brought.kind in reads.CONTACT_KINDS else posts.undo
        act(request.face_id, number)
        messages.success(request, _("The import was taken back."))
        return redirect("brought", number)
    context = {
        "question": _("Take this import back?"),
        "words": telling.BACK
        if brought.kind in reads.POST_KINDS
        else [
            _("Who was followed because of it is followed no more, and requests to follow are withdrawn."),
            _("Its people leave your address book and its circles; links made for them end."),
            _("Circles it made go too, unless you put somebody else into them since."),
        ],
        "action": request.path,
        "yes": _("Take it back"),
        "danger": True,
        "no_url": f"/me/import/{number}",
        "nav": "me",
    }
    return render(request, "web/confirm.html", context)
