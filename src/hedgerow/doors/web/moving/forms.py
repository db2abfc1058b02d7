"""The form of a face's own invitation."""

from django import forms
from django.utils.translation import gettext_lazy as _


class InviteForm(forms.Form):
    """A link for so many people; unless asked to, it does not say whose it is."""

    uses = forms.IntegerField(
        label=_("How many people can use it"), min_value=1, max_value=100, initial=1,
        error_messages={"min_value": _("At least 1 person."), "max_value": _("At most 100 people.")},
    )  # fmt: skip
    named = forms.BooleanField(
        label=_("Say that it comes from me"),
        required=False,
        help_text=_("Whoever opens the link sees the name, picture and handle of the face that speaks now."),
    )
