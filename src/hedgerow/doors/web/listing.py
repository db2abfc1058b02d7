"""The forms of the guard's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LISTS = {
    "swearing": _("Swearing"),
    "drink": _("Drink"),
    "anger": _("Anger, where an employer or a colleague stands close by"),
    "private": _("Words of private life, on their way to people from work alone"),
    "work": _("Words of working life, on their way to friends and family alone"),
}
LEVELS = [
    ("", _("As everywhere")),
    ("off", pgettext_lazy("the guard", "Off")),
    ("gentle", pgettext_lazy("the guard", "Gentle")),
    ("on", pgettext_lazy("the guard", "On")),
]
KINDS = {
    "confidential": _("Names that you or this site want kept quiet"),
    "personal": _("Personal data and secrets: phone, address, card and identity numbers, keys"),
    "tone": _("Tone: swearing, drink, anger about work"),
    "capacity": _("Speaking for the organisation"),
    "mismatch": _("Words of one life going to the other’s circles"),
    "hour": _("Late at night"),
}


def kind_name(kind: str) -> Any:
    """What a kind is called."""
    return KINDS.get(kind, "")


def _list(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": "4", "dir": "auto", "placeholder": " "}),
    )


class GuardForm(forms.Form):
    """How much the guard looks for."""

    level = forms.ChoiceField(
        label=_("Before a post leaves"),
        choices=[
            ("off", _("Off: nothing is looked at")),
            (
                "gentle",
                _("Gentle: only names to keep quiet, personal data and secrets"),
            ),
            ("on", _("On: everything below")),
        ],
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it looks at"),
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    organisations = forms.CharField(
        label=_("What the organisations you work for are called"),
        help_text=_("One a line. Only your guard reads this."),
        required=False,
        widget=forms.Textarea(attrs={"rows": "3", "dir": "auto", "placeholder": " "}),
    )
    swearing = _list(LISTS["swearing"])
    drink = _list(LISTS["drink"])
    anger = _list(LISTS["anger"])
    private = _list(LISTS["private"])
    work = _list(LISTS["work"])


class KeptNameForm(forms.Form):
    """A name for a list."""

    words = forms.CharField(
        label=_("Name or code name"),
        help_text=_("Found in any case, with or without accents, spaced out, or with look-alike letters."),
        strip=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "placeholder": " "}),
    )
    why = forms.CharField(label=_("Why (said when it is found)"), required=False)
    pattern = forms.BooleanField(label=_("It is a pattern (a regular expression)"), required=False)


class SiteNameForm(KeptNameForm):
    """A name for the site's list, with who asks for it."""

    by = forms.CharField(label=_("Who asks for it (said when it is found)"), required=False)
    field_order = ["words", "by", "why", "pattern"]
