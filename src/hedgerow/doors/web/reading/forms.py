"""The form of how a face is told."""

from datetime import time
from typing import Any

from django import forms
from django.utils import dates
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RHYTHMS = (("weekly", _("Once a week")), ("daily", _("Once a day")), ("off", _("Never")))
ANSWERS = (
    ("chosen", _("Only in threads whose bell I switch on")),
    ("joined", _("In every thread in which I answered")),
    ("all", _("There, and in every thread that I began")),
)


def _hours() -> list[tuple[int, str]]:
    return [(hour, time_format(time(hour), "TIME_FORMAT")) for hour in range(24)]


class TellingForm(forms.Form):
    """Notes, quiet hours, and how much is said where others may look on."""

    rhythm = forms.ChoiceField(label=_("A note by e-mail"), choices=RHYTHMS)
    weekday = forms.TypedChoiceField(
        label=_("On"), coerce=int, choices=lambda: list(dates.WEEKDAYS.items()), required=False
    )
    hour = forms.TypedChoiceField(label=_("At"), coerce=int, choices=_hours, required=False)
    quiet = forms.BooleanField(
        label=_("Keep quiet at night"),
        help_text=_(
            "What comes in then is told in the morning, all at once. The pages here stay as they are."
        ),
        required=False,
    )
    quiet_from = forms.TimeField(
        label=pgettext_lazy("an hour", "From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_to = forms.TimeField(
        label=pgettext_lazy("an hour", "Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    answers = forms.ChoiceField(label=_("Tell me of answers in threads"), choices=ANSWERS)
    counts = forms.BooleanField(
        label=_("Show how much is new"),
        help_text=_("The numbers beside Messages and Notifications, on every page."),
        required=False,
    )
    excerpts = forms.BooleanField(
        label=_("Show words of posts that are not public"),
        help_text=_(
            "On locked screens and in mails others may look on. Without this they only say who wrote."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        said = super().clean() or {}
        for name in ("quiet_from", "quiet_to"):
            if said.get("quiet") and said.get(name) is None and name not in self.errors:
                self.add_error(name, _("Give an hour, like 22:00."))
        return said

    def wished(self) -> dict[str, Any]:
        """What the act takes."""
        said = self.cleaned_data
        given = {name: said[name] for name in ("rhythm", "answers", "counts", "excerpts")}
        given |= {name: said[name] for name in ("hour", "weekday") if said[name] != ""}
        given["quiet_from"] = said["quiet_from"] if said["quiet"] else None
        return given | ({"quiet_to": said["quiet_to"]} if said["quiet_to"] is not None else {})
