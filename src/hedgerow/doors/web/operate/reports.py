"""Reports: the copies handed in and nothing more, and being done with one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from hedgerow.doors.web import forms as helpers
from hedgerow.doors.web.access import for_moderators
from hedgerow.kernel.errors import Refused
from hedgerow.talk.reports import acts, reads
from hedgerow.talk.reports.reads import ReportShown

from .frame import FRAME


class OutcomeForm(forms.Form):
    """What came of a report."""

    outcome = forms.CharField(
        label=gettext_lazy("What you decided"),
        max_length=300,
        help_text=gettext_lazy("Kept with the report and in the log. Do not quote what was handed in."),
    )


@for_moderators
@require_safe
def listed(request: Any) -> HttpResponse:
    """Open reports, oldest first; or those that are done, newest first."""
    done = "done" in request.GET
    before = request.GET.get("before", "")
    start = int(before) if before.isdecimal() and len(before) < 20 else None
    found = reads.reports(request.member, done=done, before=start)
    context = {
        "reports": [_listed(report) for report in found],
        "done": done,
        "more": found[-1].public_id if len(found) == reads.PAGE else None,
        "tabs": [
            {"url": reverse("operate_reports"), "text": pgettext("reports", "Open"), "current": not done},
            {
                "url": reverse("operate_reports") + "?done=1",
                "text": pgettext("reports", "Done"),
                "current": done,
            },
        ],
        **FRAME,
    }
    return render(request, "web/operate/reports.html", context)


def _listed(report: ReportShown) -> dict[str, Any]:
    return {
        "public_id": report.public_id,
        "about": report.about,
        "at": report.at,
        "kind": reads.CATEGORIES[report.category],
        "words": report.words,
    }


@for_moderators
@require_http_methods(["GET", "POST"])
def one(request: Any, report: int) -> HttpResponse:
    """One report, and the word that ends it."""
    shown = reads.one(request.member, report)
    form = helpers.filled(OutcomeForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            acts.resolve(request.member, report, form.cleaned_data["outcome"])
            messages.success(request, _("Done."))
            return redirect("operate_reports")
        except Refused as error:
            helpers.refuse(form, error)
    context = {
        "report": shown,
        "category": reads.CATEGORIES[shown.category],
        "copies": _with_pictures(shown),
        **FRAME,
    }
    return helpers.page(request, "web/operate/report.html", form, **context)


def _with_pictures(report: ReportShown) -> list[tuple[reads.Copy, list[tuple[str, str, str]]]]:
    """Each copy with the address, the words and the kind (image, video or audio) of each of its files."""
    return [
        (
            copy,
            [
                (_picture(report, n, place), picture.alt, picture.mime.partition("/")[0])
                for place, picture in enumerate(copy.pictures)
            ],
        )
        for n, copy in enumerate(report.copies)
    ]


def _picture(report: ReportShown, post: int, place: int) -> str:
    return reverse("media-report", args=[report.public_id, post, place])
