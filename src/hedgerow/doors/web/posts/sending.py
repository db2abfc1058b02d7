"""What the composer sends: published, kept, or sent later; whatever is wrong with it comes back whole."""

from contextlib import suppress
from typing import Any

import msgspec
from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hedgerow.doors.web.middleware import FACE
from hedgerow.doors.web.ways import back
from hedgerow.kernel.clock import to_us
from hedgerow.kernel.counting import filled
from hedgerow.kernel.errors import NotFound, Refused, TooMany
from hedgerow.kernel.ids import opaque
from hedgerow.people.audiences import acts as audiences
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.drafts import acts as draft_acts
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown

from . import answering, attaching, composing, drafts, further, looking, versions
from .choosing import Chosen
from .composing import POST, REPLY, Given
from .versions import Version
from .writing import answered_of, page


def send(request: Any) -> HttpResponse:
    """Publish what was sent; whatever is wrong with it, the draft comes back whole."""
    try:
        typed, errors = composing.given(request, request.face_id)
    except TooMany as error:
        return _too_many(
            request, POST, None, composing.given(request, request.face_id, bring=False)[0], error
        )
    try:
        kind, answered = answered_of(request.face_id, request.POST)
    except NotFound:
        return _nothing_to_answer(request, typed, errors)
    if request.POST.get("do") in {"draft", "later", "morning"}:
        return _keep(request, kind, answered, typed, errors)
    if request.POST.get("do") == "take":
        typed = msgspec.structs.replace(
            typed, chosen=looking.taken(request.face_id, request.POST.get("likely", ""))
        )
        return page(request, kind, answered, typed)
    if request.POST.get("do", "").startswith(versions.DO):
        typed = msgspec.structs.replace(typed, versions=versions.changed(typed.versions, request.POST["do"]))
        return page(request, kind, answered, typed, errors=errors)
    if look_again(request.POST):
        return page(
            request, kind, answered, typed, errors=errors, open=stays_open(request.POST), **found(request)
        )
    if request.POST.get("face", request.face.handle) != request.face.handle:
        errors["text"] = _("You speak as %(name)s now. Look who speaks, then send it again.") % {
            "name": f"{request.face.name} (@{request.face.handle})"
        }
    if errors:
        return page(request, kind, answered, typed, errors=errors, status=422)
    return _publish(request, kind, answered, typed)


def _keep(
    request: Any, kind: str, answered: Shown | None, typed: Given, errors: dict[str, str]
) -> HttpResponse:
    """Instead of sending it: keep it as a draft, or let it leave later."""
    try:
        if errors:
            return page(request, kind, answered, typed, errors=errors, status=422)
        if request.POST["do"] != "draft":
            return _later(request, kind, answered, typed)
        saved = drafts.keep(request.face_id, request.POST, typed)
    except Refused as error:
        errors = {composing.field_of(error): error.message}
        return page(request, kind, answered, typed, errors=errors, status=422)
    if saved is None:
        errors = {"text": _("Write something, or add a picture.")}
        return page(request, kind, answered, typed, errors=errors, status=422)
    messages.success(request, _("Kept as a draft, for you alone."))
    return redirect("/drafts")


def _later(request: Any, kind: str, answered: Shown | None, typed: Given) -> HttpResponse:
    if request.POST["do"] == "morning":
        typed = msgspec.structs.replace(
            typed, further=msgspec.structs.replace(typed.further, later=further.MORNING)
        )
    moment = typed.further.moment()
    draft = _habitual(request.face_id, kind, typed).draft(**_named(kind, answered))
    found = looking.asks(request.face_id, draft, request.POST, later=True)
    if found:
        return _second_look(request, kind, answered, typed, found)
    draft_acts.schedule(request.face_id, typed.token[: draft_acts.LONGEST_KEY], draft, to_us(moment.at))
    said = _("It leaves by itself: %(when)s") % {"when": further.said(moment)}
    messages.success(request, said)
    return redirect("/drafts/scheduled")


def _second_look(
    request: Any, kind: str, answered: Shown | None, typed: Given, found: list[dict[str, Any]]
) -> HttpResponse:
    """Ask before it leaves. It is kept as a draft meanwhile, so that closing the page loses nothing."""
    with suppress(Refused):
        drafts.keep(request.face_id, request.POST, typed)
    return page(request, kind, answered, typed, guard=found, status=422)


def _named(kind: str, answered: Shown | None) -> dict[str, Any]:
    return {f"{kind}_{'to' if kind == REPLY else 'of'}": answered.public_id} if answered else {}


def _habitual(actor: int, kind: str, typed: Given) -> Given:
    """Where nothing was said of an end, what the face wants of every new post holds; a reply stays."""
    if typed.further.vanish is not None or kind == REPLY:
        return typed
    habit = str(posts.vanish_habit(actor) or "")
    return msgspec.structs.replace(typed, further=msgspec.structs.replace(typed.further, vanish=habit))


def _publish(request: Any, kind: str, answered: Shown | None, typed: Given) -> HttpResponse:
    speaks = _speaker(request, answered, typed)
    if speaks is None:
        return page(request, kind, answered, typed, status=422)
    if speaks.id != request.face_id:
        carried = attaching.carried(request.face_id, speaks.id, typed.pictures)
        typed = msgspec.structs.replace(typed, pictures=carried)
    try:
        typed = _habitual(speaks.id, kind, typed)
        draft = typed.draft(**_named(kind, answered))
        guard = looking.asks(speaks.id, draft, request.POST)
        if guard:
            return _second_look(request, kind, answered, typed, guard)
        made = draft_acts.send(request.face_id, typed.token[: draft_acts.LONGEST_KEY], draft, speaks.id)
        if typed.further.always:
            acts.keep_habit(speaks.id, typed.further.habit())
        if typed.remember and kind != REPLY:
            audiences.remember_default(speaks.id, typed.chosen.choice())
    except Refused as error:
        return _refused(request, kind, answered, typed, error)
    except TooMany as error:
        return _too_many(request, kind, answered, typed, error)
    except NotFound:
        return _nothing_to_answer(request, typed, {})
    if speaks.id != request.face_id:
        request.session[FACE] = speaks.id
        # A form drawn for the face before, in another tab, must not act as this one.
        rotate_token(request)
    return _sent(request, speaks.id, made, typed, answered)


def _refused(request: Any, kind: str, answered: Shown | None, typed: Given, error: Refused) -> HttpResponse:
    if error.field == "draft":
        # Sent once more it is another post.
        typed = msgspec.structs.replace(typed, token=opaque())
    return page(request, kind, answered, typed, errors={composing.field_of(error): error.message}, status=422)


def _speaker(request: Any, answered: Shown | None, typed: Given) -> FaceCard | None:
    """Who publishes; None where that must be asked first."""
    if answered is None:
        return request.face  # type: ignore[no-any-return]
    asked = answering.addressed(request.faces, request.face, answered.public_id)
    if not asked:
        return request.face  # type: ignore[no-any-return]
    return next((card for card in [request.face, *asked] if card.handle == typed.sure), None)


def _sent(request: Any, actor: int, made: int, typed: Given, answered: Shown | None) -> HttpResponse:
    post = posts.post(actor, made)
    if answered is not None and answering.is_first(actor, answered.author.id):
        answering.told(actor)
    messages.success(request, composing.sent_words(actor, post))
    return redirect(back(request, post.url))


def _nothing_to_answer(request: Any, typed: Given, errors: dict[str, str]) -> HttpResponse:
    """What was answered is gone, or was never there."""
    errors["text"] = _("The post you answer is not there any more. Your words are kept, for you alone.")
    return _alone(request, typed, errors)


def nothing_to_edit(request: Any) -> HttpResponse:
    """What was edited is gone, or was never there."""
    typed, errors = composing.given(request, request.face_id)
    errors["text"] = _("The post you edit is not there any more. Your words are kept, for you alone.")
    anew = [msgspec.structs.replace(each, post="", chosen=Version().chosen) for each in typed.versions]
    return _alone(request, msgspec.structs.replace(typed, versions=anew, next=""), errors)


def _alone(request: Any, typed: Given, errors: dict[str, str]) -> HttpResponse:
    """The words as a new post, for nobody until one says so."""
    kept = msgspec.structs.replace(typed, chosen=Chosen("me"))
    return page(request, POST, None, kept, errors=errors, status=404)


def _too_many(request: Any, kind: str, answered: Shown | None, typed: Given, error: TooMany) -> HttpResponse:
    said = ngettext(
        "That was a lot in a short time. Try again in %(seconds)d second.",
        "That was a lot in a short time. Try again in %(seconds)d seconds.",
        error.retry_after,
    )
    errors = {"text": filled(said, {"seconds": error.retry_after})}
    answer = page(request, kind, answered, typed, errors=errors, status=429)
    answer["Retry-After"] = str(error.retry_after)
    return answer


def look_again(data: Any) -> bool:
    """Is nothing to be sent yet? A button says so, or a name in a search: Enter there sends nothing."""
    searches = [name for name in data if name.endswith("-find")]
    return any(data.get(name) for name in ("do", "find", "find-without", *searches))


def stays_open(data: Any) -> bool:
    """Does the choice of an audience stay open?"""
    return data.get("do") not in {"preview", "more", "done"}


def found(request: Any) -> dict[str, Any]:
    """Without scripts: the people searched for, to choose or to leave out."""
    searches = {"found": "find", "found_without": "find-without"}
    return {
        name: faces.find(request.face_id, request.POST.get(field, "")[:100], composing.FOUND)
        for name, field in searches.items()
    }
