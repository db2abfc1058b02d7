"""The composer's own page, for a visit and for what needs another look."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hedgerow.doors.web import cards
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown

from . import answering, choosing, composing, stories
from .composing import POST, QUOTE, REPLY, Given


def answered_of(actor: int, data: Any) -> tuple[str, Shown | None]:
    """What a new post answers or quotes. Raises NotFound."""
    for kind in (REPLY, QUOTE):
        if data.get(kind):
            number = choosing.whole(data.get(kind))
            if number is None:
                raise NotFound
            return kind, posts.post(actor, number)
    return POST, None


def page(
    request: Any,
    kind: str,
    answered: Shown | None,
    typed: Given,
    *,
    errors: dict[str, str] | None = None,
    guard: list[dict[str, Any]] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The composer's page, for a visit and for what needs another look. `guard`: what was found in it."""
    asks: Iterable[FaceCard] = ()
    if answered is not None:
        asks = answering.addressed(request.faces, request.face, answered.public_id)
    context = composing.composer_context(
        request, kind=kind, answered=answered, written=typed, errors=errors, ask=asks, **more
    )
    return render(
        request,
        "web/posts/compose.html",
        {
            **context,
            "guard": guard,
            "title": _("Write a story") if typed.further.story else _title(kind, answered),
            "preview": _preview(request, typed),
            "answered": cards.card(request, answered, plain=True) if answered else "",
            "back": answered.url if answered else "",
            "first": answered is not None
            and kind == REPLY
            and answering.is_first(request.face_id, answered.author.id),
        },
        status=status,
    )


def _preview(request: Any, typed: Given) -> dict[str, Any] | None:
    """A story as it will read, when that is asked for."""
    if request.POST.get("do") != "preview":
        return None
    return {
        "title": typed.further.title,
        "html": stories.with_pictures(posts.drawn(typed.text), typed.pictures),
        "minutes": posts.minutes(typed.text),
    }


def _title(kind: str, answered: Shown | None) -> str:
    if answered is None:
        return _("Write")
    words = _("Reply to %(name)s") if kind == REPLY else _("Quote %(name)s")
    return words % {"name": answered.author.name}
