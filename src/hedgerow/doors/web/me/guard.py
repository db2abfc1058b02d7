"""What one's guard looks for: how much, one's own lists, and what it is not to say again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.listing import LEVELS, LISTS, GuardForm, KeptNameForm, kind_name
from hedgerow.kernel.errors import Refused
from hedgerow.people.circles import reads as circles
from hedgerow.talk.guarding import acts, reads


@for_faces
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any) -> HttpResponse:
    """How much it looks for, and with which words."""
    form = (
        GuardForm(request.POST) if request.method == "POST" else GuardForm(initial=_initial(request.face_id))
    )
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request.face_id, form.cleaned_data)
        except Refused as error:
            helpers.refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("me_guard")
    return _page(request, form, KeptNameForm())


def _initial(actor: int) -> dict[str, Any]:
    now = reads.settings(actor)
    return {
        "level": now.level,
        "kinds": [kind for kind in reads.KINDS if kind not in now.without],
        "organisations": "\n".join(now.organisations),
        **now.lists,
    }


def _keep(actor: int, said: dict[str, Any]) -> None:
    without = [kind for kind in reads.KINDS if kind not in said["kinds"]]
    own = {name: said[name] for name in LISTS}
    acts.wish(actor, said["level"], without, said["organisations"].splitlines(), own)


def _page(request: Any, form: GuardForm, name: KeptNameForm) -> HttpResponse:
    now = reads.settings(request.face_id)
    context = {
        "nav": "me",
        "names": now.names,
        "not_again": [(one, kind_name(one.kind)) for one in now.not_again],
        "name_form": name,
        "lists": LISTS,
        "themes": [(form[theme], _given(theme)) for theme in LISTS],
        "every_post": now.every_post,
        "levels": LEVELS,
        "circles": [(one, now.circles.get(one.id, "")) for one in circles.on_trays(request.face_id)],
    }
    answer = helpers.page(request, "web/me/guard.html", form, **context)
    if name.errors:
        answer.status_code = helpers.UNPROCESSABLE
    return answer


def _given(theme: str) -> list[tuple[str, list[str]]]:
    """What is looked for before anybody changes it: each language and its words."""
    return [(language, words.splitlines()) for language, words in reads.given(theme).items()]


@for_faces
@require_POST
def keep_name(request: Any) -> HttpResponse:
    """A name or a pattern for one's own list."""
    form = KeptNameForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            acts.keep_name(request.face_id, said["words"], pattern=said["pattern"], why=said["why"])
        except Refused as error:
            helpers.refuse(form, error)
        else:
            messages.success(request, _("It is on your list."))
            return _back("names")
    return _page(request, GuardForm(initial=_initial(request.face_id)), form)


@for_faces
@require_POST
def tune(request: Any) -> HttpResponse:
    """Another level for what goes to single circles, and a second look at each post."""
    own = circles.on_trays(request.face_id)
    said = {one.id: request.POST.get(f"circle-{one.key}", "") for one in own}
    wanted = {circle: level for circle, level in said.items() if level}
    acts.tune(request.face_id, circles=wanted, every_post="every_post" in request.POST)
    messages.success(request, _("Saved."))
    return _back("circles")


@for_faces
@require_POST
def forget_name(request: Any, number: int) -> HttpResponse:
    """Off one's own list."""
    acts.forget_name(request.face_id, number)
    messages.success(request, _("It is off your list."))
    return _back("names")


@for_faces
@require_POST
def again(request: Any, number: int) -> HttpResponse:
    """Say it again after all."""
    acts.again(request.face_id, number)
    messages.success(request, _("The guard says it again."))
    return _back("again")


def _back(part: str) -> HttpResponse:
    """The page with the part unfolded in which something was changed."""
    return redirect(f"{reverse('me_guard')}?open={part}#{part}")
