"""The contacts as a grid of faces, the circles as trays, and moving many at once."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hedgerow.doors.web import ways
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.lists import in_a_row
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.counting import filled
from hedgerow.kernel.errors import Refused
from hedgerow.people.circles import acts
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles.reads import OwnCircle
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard

from . import changes, choosing, frame, meeting, sees
from .moves import move_of, undo_address

NOT_NOW = "not-now"


@for_faces
@require_safe
def grid(request: Any) -> HttpResponse:
    """Contacts as faces, circles as trays."""
    return _grid(request, choosing.filter_of(request.face_id, request.GET))


def _grid(request: Any, only: choosing.Filter, error: Refused | None = None) -> HttpResponse:
    actor = request.face_id
    start = choosing.number(request.GET.get("start")) or 0
    into = request.GET.get("into") or request.POST.get("into", "")
    page = only.page(actor, start=min(start, 1_000_000))
    names = {circle.id: circle.name for circle in circles.on_trays(actor)}
    context = {
        **frame.around(request, "contacts"),
        "wide": True,
        "only": only,
        "into": choosing.circle_of(actor, into) if into else None,
        "page": page,
        "tiles": [_tile(one, names) for one in page.contacts],
        "more": _address(only, page.next, into),
        "trays": _trays(actor),
        "labels": [(key, circles.label_word(key)) for key in contacts.label_keys(actor)],
        "kinds": kinds(),
        "suggestions": _suggestions(request),
        "notice": sees.notice(actor) if not only.any() and not start else None,
        "chosen": set(request.POST.getlist("person")),
        "error": error,
        "name": request.POST.get("name", ""),
        "nobody": not page.total and not only.any(),
    }
    return render(request, "web/people/contacts.html", context, status=422 if error else 200)


def kinds() -> list[tuple[str, str]]:
    """The kinds of contacts one may look at alone."""
    return [
        ("", _("Everybody")),
        ("following", _("People you follow")),
        ("followers", _("People who follow you")),
        ("mutuals", _("You follow each other")),
        ("loose", _("In no circle yet")),
        ("close", _("Close to you")),
        ("quiet", _("Accepted quietly")),
    ]


def _tile(one: contacts.Contact, names: dict[int, str]) -> dict[str, Any]:
    inside = [names[circle] for circle in one.circles if circle in names]
    return {
        "face": one.face,
        "value": str(one.face.public_id),
        "circles": in_a_row(inside),
        "labels": in_a_row(circles.label_word(label) for label in one.labels),
        "muted": one.muted,
        "quiet": one.quiet,
        "close": one.close,
    }


def _trays(actor: int) -> list[dict[str, Any]]:
    found = circles.glimpses(actor, ("own",), number=5)
    keys = choosing.letters(one.circle.name for one in found)
    return [{"glimpse": one, "letter": key} for one, key in zip(found, keys, strict=True)]


def _address(only: choosing.Filter, start: int | None, into: str) -> str:
    fields = {**only.fields(), **({"into": into} if into else {})}
    return "" if start is None else f"/contacts?{urlencode({**fields, 'start': start})}"


def _suggestions(request: Any) -> list[dict[str, Any]]:
    """What could be put where, for the tray that asks; what was waved away stays away for this session."""
    quiet = request.session.get(NOT_NOW, [])
    found = [one for one in circles.suggestions(request.face_id) if one.label not in quiet][:2]
    cards = faces.cards(face for one in found for face in one.faces)
    known = {circle.id: circle for circle in circles.on_trays(request.face_id)}
    return [
        {
            "label": one.label,
            "name": one.name,
            "circle": known[one.circle].key if one.circle in known else "",
            "people": [cards[face] for face in one.faces if face in cards],
            "sentence": _asks(one.label, one.name, len(one.faces), new=one.circle is None),
        }
        for one in found
    ]


def _asks(label: str, name: str, count: int, *, new: bool) -> str:
    word = circles.label_word(label)
    if new:
        sentence = ngettext(
            "You labelled %(count)d person %(label)s who is in no circle. Make a circle?",
            "You labelled %(count)d people %(label)s who are in no circle. Make a circle?",
            count,
        )
    else:
        sentence = ngettext(
            "%(count)d more person is labelled %(label)s. Put them into %(name)s too?",
            "%(count)d more people are labelled %(label)s. Put them into %(name)s too?",
            count,
        )
    return filled(sentence, {"count": count, "label": word, "name": name})


@for_faces
@require_POST
def not_now(request: Any) -> HttpResponse:
    """Wave a suggestion away."""
    label = request.POST.get("suggestion", "")[:60]
    kept = [one for one in request.session.get(NOT_NOW, []) if one != label]
    request.session[NOT_NOW] = [*kept, label][-50:]
    return redirect(ways.back(request, "/contacts"))


# --- moving -------------------------------------------------------------------------------------------


@for_faces
@require_POST
def move(request: Any) -> HttpResponse:
    """Put the chosen people into a circle, take them out, or both; asks first where that changes who sees
    what was written before.
    """
    actor = request.face_id
    try:
        people = choosing.people_of(actor, request.POST)
        joins, leaves = _where(request)
    except Refused as error:
        return _grid(request, choosing.filter_of(actor, request.POST), error)
    joined = {joins.id} if joins else set()
    left = {leaves.id} if leaves else set()
    if not request.POST.get("sure"):
        said = changes.of_move(actor, people, joined, left)
        if said:
            return _ask(request, people, joins, leaves, said)
    return _carry_out(request, people, joins, leaves)


def _where(request: Any) -> tuple[OwnCircle | None, OwnCircle | None]:
    """Into which circle, out of which. Raises NotFound, Refused("name" or "to", …)."""
    given, actor = request.POST, request.face_id
    if "take" in given:
        return None, choosing.circle_of(actor, given["take"])
    into = given.get("put") or given.get("to", "")
    if not into:
        raise Refused("to", _("Choose a circle."))
    joins = _made(actor, given.get("name", "")) if into == "new" else choosing.circle_of(actor, into)
    out_of = given.get("out", "")
    return joins, choosing.circle_of(actor, out_of) if out_of else None


def _made(actor: int, name: str) -> OwnCircle:
    made = acts.make(actor, name)
    return next(circle for circle in circles.on_trays(actor) if circle.id == made)


def _ask(
    request: Any, people: list[FaceCard], joins: OwnCircle | None, leaves: OwnCircle | None, said: list[str]
) -> HttpResponse:
    fields = [("person", str(card.public_id)) for card in people] if not request.POST.get("everyone") else []
    kept = ("everyone", "q", "kind", "label", "circle", "next")
    fields += [(name, request.POST[name]) for name in kept if request.POST.get(name)]
    if joins:
        fields.append(("put", joins.key))
    fields += [("out" if joins else "take", leaves.key)] if leaves else []
    context = {
        "question": _question(people, joins, leaves),
        "said": said,
        "fields": fields,
        "joins": joins is not None,
        "action": "/contacts/move",
        "back": ways.back(request, "/contacts"),
        **frame.around(request, "contacts"),
    }
    return render(request, "web/people/ask.html", context)


def _question(people: list[FaceCard], joins: OwnCircle | None, leaves: OwnCircle | None) -> str:
    who = (
        isolated(people[0].name)
        if len(people) == 1
        else filled(ngettext("%(count)d person", "%(count)d people", len(people)), {"count": len(people)})
    )
    if joins and leaves:
        names = {"who": who, "to": isolated(joins.name), "from": isolated(leaves.name)}
        return _("Move %(who)s from %(from)s to %(to)s?") % names
    if joins:
        return _("Put %(who)s into %(circle)s?") % {"who": who, "circle": isolated(joins.name)}
    return _("Take %(who)s out of %(circle)s?") % {"who": who, "circle": leaves.name if leaves else ""}


def _carry_out(
    request: Any, people: list[FaceCard], joins: OwnCircle | None, leaves: OwnCircle | None
) -> HttpResponse:
    adds = [(joins.id, card.id) for card in people] if joins else []
    removes = [(leaves.id, card.id) for card in people] if leaves else []
    present, leaving = _inside(request.face_id, joins), _inside(request.face_id, leaves)
    fresh = [card for card in people if joins and card.id not in present]
    gone = [card for card in people if card.id in leaving]
    try:
        made = acts.move(request.face_id, adds, removes)
    except Refused as error:
        return _grid(request, choosing.filter_of(request.face_id, request.POST), error)
    circle = joins or leaves
    name = circle.name if circle else ""
    if fresh or gone:
        said = changes.done(fresh or gone, name, joined=bool(fresh), left=not fresh)
        messages.success(request, said, extra_tags=undo_address(request, made))
    else:
        messages.info(request, changes.nothing_to_do(people, name, inside=joins is not None))
    return redirect(ways.back(request, "/contacts"))


def _inside(actor: int, circle: OwnCircle | None) -> set[int]:
    return {card.id for card in circles.people_in(actor, circle.id)} if circle else set()


@for_faces
@require_POST
def undo(request: Any, token: str) -> HttpResponse:
    """Take a move back."""
    return _take_back(request, move_of(request, token))


def _take_back(request: Any, made: int) -> HttpResponse:
    try:
        acts.undo(request.face_id, made)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken back. Everybody is where they were."))
    return redirect(ways.back(request, "/contacts"))


# --- finding ------------------------------------------------------------------------------------------


@for_faces
@require_safe
def find(request: Any) -> HttpResponse:
    """People by name or handle, to follow or to file."""
    text = request.GET.get("q", "")[:100].strip()
    found = contacts.find(request.face_id, text) if text else []
    alone = {} if text else meeting.first_steps(request.face_id, meeting.MANY)
    context = {**frame.around(request, "contacts"), "text": text, "found": found, **alone}
    return render(request, "web/people/find.html", context)
