"""Whom the site keeps out: domains of e-mail addresses, single ones, internet addresses."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from msgspec import structs

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web.access import for_operators
from hedgerow.kernel.errors import Refused
from hedgerow.people.barring import acts, reads
from hedgerow.people.barring.acts import Bar

from .forms import BARRED_BY, HOW_FAR, BarringForm
from .frame import FRAME

KINDS = tuple(BARRED_BY)
MARK = 8
"""So many letters of a fingerprint tell two of them apart."""


@for_operators
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: Any) -> HttpResponse:
    """The list, and something new for it."""
    form = helpers.filled(BarringForm, request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            bar = Bar(manner=said["manner"], note=said["note"])
            here = request.META.get("REMOTE_ADDR", "")
            acts.keep_out(request.member, said["kind"], said["what"], bar, here=here)
        except Refused as error:
            helpers.refuse(form, error)
        else:
            messages.success(request, _("It is kept out from now on."))
            return redirect("operate_barring")
    context = {"listed": _entries(request.member), **_asked(request), **FRAME}
    return helpers.page(request, "web/operate/barring.html", form, **context)


def _entries(operator: Any) -> list[dict[str, Any]]:
    """What is kept out, each with what it is, how far, by whom."""
    found = reads.listed(operator, KINDS)
    by = reads.by_whom(operator, [each.id for each in found])
    return [
        {
            **structs.asdict(each),
            "is": BARRED_BY[each.kind],
            "far": HOW_FAR[each.manner],
            "by": by.get(each.id, ""),
            "mark": each.what[:MARK] if each.kind == "address" else "",
        }
        for each in found
    ]


def _asked(request: Any) -> dict[str, Any]:
    """What keeps out what was asked for: of a single address only a fingerprint is there to see."""
    text = request.GET.get("find", "")[:253].strip()
    return {"find": text, "hits": reads.keeping_out(request.member, text) if text else set()}


@for_operators
@require_POST
def remove(request: Any, kind: str, number: int) -> HttpResponse:
    """Keep it out no more."""
    if kind not in KINDS:
        raise Http404
    acts.let_in(request.member, kind, number)
    messages.success(request, _("It is kept out no more."))
    return redirect("operate_barring")
