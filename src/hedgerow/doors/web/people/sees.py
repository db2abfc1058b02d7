"""What somebody sees of one today that is not public, and three ways from there: leave them out of these
posts, take them out of what opens them from here on, or leave it as it is.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hedgerow.doors.web import ways
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.cards import card as drawn
from hedgerow.doors.web.posts.choosing import whole
from hedgerow.doors.web.posts.threads import excerpt
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.counting import filled
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.circles import acts as circle_acts
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles.reads import OwnCircle
from hedgerow.people.contacts import acts
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.somebody import reads as somebody
from hedgerow.people.somebody.reads import Somebody
from hedgerow.talk.posts import acts as post_acts
from hedgerow.talk.posts import reads as posts

from . import changes, frame
from .moves import move_of, undo_address

PAGE = 20
AT_ONCE = 200
"""So many posts one step narrows; the page then says how many are left."""


@for_faces
@require_safe
def page(request: Any, handle: str) -> HttpResponse:
    """What they see today, old and new."""
    return _page(request, _whom(request, handle))


def _whom(request: Any, handle: str) -> Somebody:
    found = somebody.of(request.face_id, f"@{handle}")
    if found.blocked:
        raise NotFound
    return found


def _face(who: Somebody) -> int:
    if who.card is None:
        raise NotFound
    return who.card.id


def _page(request: Any, who: Somebody, error: Refused | None = None) -> HttpResponse:
    actor, face = request.face_id, _face(who)
    around = contacts.around(actor, face)
    found = posts.open_to(actor, who.eyes, list(around))
    start = min(whole(request.GET.get("start")) or 0, len(found.posts))
    chosen = set(request.POST.getlist("post"))
    shown = posts.drawn_own(actor, found.posts[start : start + PAGE])
    context = {
        **frame.around(request, "contacts"),
        "person": who.card,
        "here": _here(who),
        "total": len(found.posts),
        "found": found,
        "drifts": [_why(one, actor) for one in contacts.drifts(actor, [face], posts.left_out(actor))],
        "through": _through(around, found.through),
        "items": [
            {
                "value": str(each.public_id),
                "said": excerpt(each),
                "html": drawn(request, each, plain=True),
                "chosen": str(each.public_id) in chosen,
            }
            for each in shown
        ],
        "older": f"?start={start + PAGE}" if start + PAGE < len(found.posts) else "",
        "error": error,
    }
    return render(request, "web/people/sees.html", context, status=422 if error else 200)


def _here(who: Somebody) -> str:
    return f"/contacts/{who.key}/sees"


def _through(around: dict[int, OwnCircle], counts: dict[int, int]) -> list[dict[str, Any]]:
    """What can be taken from them: their circles, and that they count as a follower."""
    rows = [
        {"key": circle.key, "name": circle.name, "count": counts[number]}
        for number, circle in around.items()
        if circle.kind == "own"
    ]
    following = [number for number, circle in around.items() if circle.kind in contacts.FOLLOWING]
    if following:
        count = max(counts[number] for number in following)
        rows.append({"key": contacts.FOLLOWING[0], "name": _("Your followers"), "count": count})
    return rows


def _why(one: contacts.Drift, actor: int) -> str:
    name = isolated(one.face.name)
    if one.circle is None:
        word = circles.label_word(one.label)
        said = _("You labelled %(name)s %(label)s after you had shown them other things.")
        return said % {"name": name, "label": word}
    circle = next((each.name for each in circles.on_trays(actor) if each.id == one.circle), "")
    if one.without:
        return filled(
            ngettext(
                "You wrote %(count)d post for %(circle)s without %(name)s.",
                "You wrote %(count)d posts for %(circle)s without %(name)s.",
                one.without,
            ),
            {"count": one.without, "circle": isolated(circle), "name": name},
        )
    said = _("%(name)s is in %(circle)s, where nearly everybody is from another part of your life.")
    return said % {"name": name, "circle": isolated(circle)}


def notice(actor: int, face: int | None = None) -> dict[str, Any] | None:
    """The one person whose place is worth a look now, or whether this one's is; None mostly."""
    only = None if face is None else [face]
    for one in contacts.drifts(actor, only, posts.left_out(actor))[:3]:
        who = somebody.of(actor, f"@{one.face.address}")
        count = len(posts.open_to(actor, who.eyes, ()).posts)
        if count:
            return {"face": one.face, "here": _here(who), "why": _why(one, actor), "count": count}
    return None


# --- the three ways -----------------------------------------------------------------------------------


@for_faces
@require_POST
def narrow(request: Any, handle: str) -> HttpResponse:
    """They no longer see these posts; whoever else saw them still does. Says first how many."""
    who, given = _whom(request, handle), request.POST
    seen = posts.open_to(request.face_id, who.eyes, ()).posts
    chosen = {number for text in given.getlist("post") if (number := whole(text)) is not None}
    wanted = seen if given.get("all") else [number for number in seen if number in chosen]
    if not wanted:
        return _page(request, who, Refused("post", _("Choose at least one post.")))
    if not given.get("sure"):
        said = filled(
            ngettext(
                "%(name)s will no longer see %(count)d post of yours.",
                "%(name)s will no longer see %(count)d posts of yours.",
                len(wanted),
            ),
            {"name": isolated(who.name), "count": len(wanted)},
        )
        fields = [("all", "1")] if given.get("all") else [("post", str(number)) for number in wanted]
        question = _("Leave %(name)s out of these posts?") % {"name": isolated(who.name)}
        return _ask(request, who, question, [said, _("Everybody else sees them as before.")], fields)
    done = post_acts.leave_out(request.face_id, wanted[:AT_ONCE], _face(who))
    acts.leave_as_it_is(request.face_id, _face(who), posts.left_out(request.face_id))
    messages.success(request, _narrowed(who, done, len(wanted) - len(wanted[:AT_ONCE])))
    return redirect(_here(who))


def _narrowed(who: Somebody, done: int, left: int) -> str:
    sentence = filled(
        ngettext("%(name)s no longer sees %(count)d post.", "%(name)s no longer sees %(count)d posts.", done),
        {"name": isolated(who.name), "count": done},
    )
    if not left:
        return sentence
    more = filled(
        ngettext("%(count)d more is to be done.", "%(count)d more are to be done.", left), {"count": left}
    )
    return f"{sentence} {more}"


@for_faces
@require_POST
def exclude(request: Any, handle: str) -> HttpResponse:
    """Out of the chosen circles, and among the followers quietly; says first what that hides."""
    who, given, actor = _whom(request, handle), request.POST, request.face_id
    around = contacts.around(actor, _face(who))
    keys = set(given.getlist("circle"))
    out_of = [number for number, circle in around.items() if circle.kind == "own" and circle.key in keys]
    following = [number for number, circle in around.items() if circle.kind in contacts.FOLLOWING]
    quietly = contacts.FOLLOWING[0] in keys and bool(following)
    if not out_of and not quietly:
        return _page(request, who, Refused("circle", _("Choose at least one circle.")))
    if not given.get("sure"):
        leaves = [*out_of, *(following if quietly else ())]
        said = changes.of_move(actor, [who.card] if who.card else [], (), leaves)
        said.append(_("What you write for these circles from now on is not for them."))
        question = _("Take %(name)s out from here on?") % {"name": isolated(who.name)}
        return _ask(request, who, question, said, [("circle", key) for key in sorted(keys)])
    made = acts.take_out(actor, _face(who), out_of, quietly=quietly)
    undo = undo_address(request, made, *([f"{_here(who)}/undo"] if quietly else []))
    messages.success(request, _("Done. They are not told."), extra_tags=undo)
    return redirect(_here(who))


@for_faces
@require_POST
def undo(request: Any, handle: str, token: str) -> HttpResponse:
    """Take `exclude` back: they are where they were, and see what they saw."""
    who, made = _whom(request, handle), move_of(request, token)
    try:
        circle_acts.undo(request.face_id, made)
        acts.fully(request.face_id, _face(who), slip=True)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken back. Everybody is where they were."))
    return redirect(_here(who))


@for_faces
@require_POST
def leave(request: Any, handle: str) -> HttpResponse:
    """It is right as it is, and is not said again."""
    who = _whom(request, handle)
    acts.leave_as_it_is(request.face_id, _face(who), posts.left_out(request.face_id))
    messages.success(request, _("Left as it is."))
    return redirect(ways.back(request, f"/contacts/{who.key}"))


def _ask(
    request: Any, who: Somebody, question: str, said: list[str], fields: list[tuple[str, str]]
) -> HttpResponse:
    context = {
        "question": question,
        "said": said,
        "fields": fields,
        "action": request.path,
        "back": _here(who),
        "nav": "circles",
    }
    return render(request, "web/people/ask.html", context)
