"""How this site is used, in the words of those who run it, and opening that for discussion."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web.access import for_operators
from hedgerow.doors.web.norms import site_template
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.site import acts, reads
from hedgerow.people.site.acts import SiteDraft
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft

from .frame import FRAME


class NormsForm(forms.Form):
    """The words, in light Markdown."""

    norms = forms.CharField(
        label=gettext_lazy("How we use this"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "dir": "auto", "placeholder": " "}),
    )


@for_operators
@require_http_methods(["GET", "POST"])
def edit(request: Any) -> HttpResponse:
    """Write them, from a template to begin with."""
    facts = reads.site()
    form = helpers.filled(NormsForm, request, initial={"norms": facts.norms or site_template()})
    if request.method == "POST" and form.is_valid():
        try:
            acts.change(request.member, SiteDraft(norms=form.cleaned_data["norms"]))
            messages.success(request, _("Saved."))
            return redirect("operate_norms")
        except Refused as error:
            helpers.refuse(form, error)
    return helpers.page(request, "web/operate/norms.html", form, facts=facts, **FRAME)


@for_operators
@require_POST
def discuss(request: Any) -> HttpResponse:
    """Open them for discussion by a post of the face that speaks, or close the discussion again."""
    facts = reads.site()
    is_open = facts.norms_thread is not None
    if request.POST.get("open") != "yes":
        return _close(request, is_open)
    if request.face is None or not facts.norms:
        raise NotFound
    if is_open:
        messages.info(request, _("It is open for discussion already."))
        return redirect("norms")
    said = _("How do we want to use this place? Here is what we have so far: %(address)s")
    address = request.build_absolute_uri("/about/norms")
    post = posts.publish(request.face_id, Draft(text=said % {"address": address}, audience=Choice("site")))
    acts.discuss_norms(request.member, post)
    messages.success(request, _("Open for discussion."))
    return redirect("norms")


def _close(request: Any, is_open: bool) -> HttpResponse:
    if is_open:
        acts.discuss_norms(request.member, None)
        messages.success(request, _("The discussion is no longer shown there. What was said stays."))
    else:
        messages.info(request, _("It is not open for discussion."))
    return redirect("operate_norms")
