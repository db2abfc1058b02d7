"""The forms of signing up."""

from typing import Any

from allauth.account import forms as library
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hedgerow.kernel.errors import Refused
from hedgerow.kernel.writing import write
from hedgerow.people.faces import reads as faces
from hedgerow.people.invitations import reads as invitations
from hedgerow.people.members import reads as members
from hedgerow.people.site import reads as site


class HandleForm(forms.Form):
    """A handle for a face that nobody met yet."""

    handle = forms.CharField(
        label=_("Handle"),
        max_length=31,
        help_text=_("People find you by it, as in @anna. It cannot be changed later."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean_handle(self) -> str:
        try:
            return faces.free_handle(self.cleaned_data["handle"])
        except Refused as error:
            raise forms.ValidationError(error.message) from None


class Newcomer(HandleForm):
    """What everybody is asked who joins: a name and a handle for the first face, and how they may come in."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("As people should see it. You can have more faces later, each with its own name."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    invitation = forms.CharField(label=_("Invitation"), max_length=64, required=False)
    why = forms.CharField(
        label=_("Why would you like to join?"),
        max_length=1000,
        required=False,
        help_text=_("Who runs this site reads this, nobody else."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def ask_by(self, way: str) -> None:
        """Keep the questions that this way of joining asks: open, invitation, approval or invited."""
        self.fields["handle"].widget.attrs["data-from-name"] = True
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("For signing in and for mails from this site. Nobody sees it.")
        self.fields["email"].widget.attrs.pop("placeholder", None)
        if way == "invitation":
            field = self.fields["invitation"]
            field.required = True
            field.help_text = _("The letters and digits at the end of the link you were given.")
            field.error_messages["required"] = _(
                "Joining needs an invitation. Ask somebody who is here for one."
            )
        elif way == "approval":
            self.fields["invitation"].help_text = _("If somebody gave you one: with it you come in at once.")
        elif way == "open":
            # Nobody needs one, and yet whoever invited may be told.
            self.fields["invitation"].widget = forms.HiddenInput()
        else:
            del self.fields["invitation"]
        if way != "approval":
            del self.fields["why"]

    def clean_invitation(self) -> str:
        code: str = self.cleaned_data["invitation"].strip()
        if self.fields["invitation"].widget.is_hidden and not invitations.can_join_with(code):
            return ""
        if code and not invitations.can_join_with(code):
            raise forms.ValidationError(invitations.not_open())
        return code

    def insist_on_why(self, said: dict[str, Any] | None) -> dict[str, Any]:
        """The reason, where one is asked for and no invitation stands for it."""
        said = said or {}
        asks = "why" in self.fields and not said.get("invitation")
        if asks and not (said.get("why") or "").strip():
            self.add_error("why", gettext("Say in a sentence or two why you would like to join."))
        return said


class SignupForm(Newcomer, library.SignupForm):  # type: ignore[misc]
    """Who you are: a name and a handle for the first face, an address and a password for the login."""

    field_order = ["name", "handle", "email", "password1", "invitation", "why"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = _("At least 8 characters; a few words in a row are good.")
        self.ask_by(site.site().registration)

    def validate_unique_email(self, value: str) -> str:
        """A known address is answered like a new one: by a login of its own, which nobody can confirm."""
        return value

    def clean(self) -> dict[str, Any]:
        return self.insist_on_why(super().clean())

    def try_save(self, request: HttpRequest) -> Any:
        """All or nothing; the same sent twice is one login."""
        said = self.cleaned_data
        with write():
            again = members.signing_up(said["email"], said["password1"], said["handle"])
            return (again, None) if again is not None else super().try_save(request)


class FaceForm(forms.Form):
    """The second screen: what else to say of the first face."""

    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("Where and when it was taken is not kept."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    bio = forms.CharField(
        label=_("About you"),
        max_length=1000,
        required=False,
        help_text=_("A sentence or two. **Bold**, *italic* and links work."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CircleForm(forms.Form):
    """The third screen: one circle to begin with."""

    name = forms.CharField(
        label=_("Name of the circle"),
        max_length=60,
        help_text=_("Only you see it. Family, Friends, Work: whatever you call these people."),
    )
