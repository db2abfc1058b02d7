"""What a strategy asks before it is chosen."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.strategies.reads import Held
from hedgerow.talk.strategies.acts import LONGEST_LINE

NEW = "new"


class OpenForm(forms.Form):
    """In which capacity one speaks."""

    line = forms.CharField(
        label=gettext_lazy("In whose name you speak"),
        help_text=gettext_lazy(
            "It stands at the end of what you say about yourself. Leave it empty to say nothing."
        ),
        max_length=LONGEST_LINE,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "placeholder": " "}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"line": _("My own views.")})


class TwoFacesForm(forms.Form):
    """Which face is private, which one is for work, and what colleagues are told."""

    private = forms.ChoiceField(label=gettext_lazy("Your private face"))
    work = forms.ChoiceField(label=gettext_lazy("Your face for work"))
    name = forms.CharField(
        label=gettext_lazy("Name of the new face"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "placeholder": " "}),
    )  # fmt: skip
    handle = forms.CharField(
        label=gettext_lazy("Handle of the new face"),
        max_length=31,
        required=False,
        help_text=gettext_lazy("People find you by it, as in @anna. It cannot be changed later."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    deflection = forms.CharField(
        label=gettext_lazy("A kind answer for colleagues who ask for the private face"),
        help_text=gettext_lazy(
            "You see it and can change it each time before it is sent. Nothing is sent by itself."
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "placeholder": " "}),
    )

    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, own: list[FaceCard], speaks: FaceCard, held: Held, wished: dict[str, str]
    ) -> None:
        """`wished`: the faces to show the form for, where others than the usual ones are."""
        self.own = {card.handle: card for card in own}
        super().__init__(data, initial={**self._first(speaks, held), **wished})
        choices = [(card.handle, f"{card.name} (@{card.handle})") for card in own]
        self.fields["private"].choices = choices  # type: ignore[attr-defined]
        self.fields["work"].choices = [*choices, (NEW, _("Make a new face"))]  # type: ignore[attr-defined]

    def _first(self, speaks: FaceCard, held: Held) -> dict[str, str]:
        by_id = {card.id: card.handle for card in self.own.values()}
        private = by_id.get(held.face or 0, speaks.handle)
        others = [handle for handle in self.own if handle != private]
        return {
            "private": private,
            "work": by_id.get(held.work or 0) or next(iter(others), NEW),
            "deflection": held.deflection or deflection(),
        }

    def chosen(self) -> tuple[int | None, int | None]:
        """The private face and the one for work (dense ids); None for one that is to be made."""
        values = [str(self[field].value()) for field in ("private", "work")]
        private, work = (self.own[value].id if value in self.own else None for value in values)
        return private, work

    def pair(self) -> str:
        """Which faces the plan beside this form is for."""
        return " ".join(str(self[field].value()) for field in ("private", "work"))

    def draft(self, time_zone: str) -> FaceDraft | None:
        """The face that is to be made for work, if one is."""
        said = self.cleaned_data
        if said["work"] != NEW:
            return None
        return FaceDraft(handle=said["handle"], name=said["name"], colour=2, time_zone=time_zone)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("work") == NEW and not said.get("handle"):
            self.add_error("handle", _("Give the new face a handle."))
        if said.get("private") == said.get("work"):
            self.add_error("work", _("Choose two different faces, or make a new one."))
        elif said.get("shown") and said["shown"] != self.pair():
            raise forms.ValidationError(
                _("You chose other faces: below is what it sets for them. Choose once more, if it is right.")
            )
        return said


def deflection() -> str:
    """What is said to colleagues, until the member has words of its own."""
    return _(
        "Thank you for asking. I keep this place for family and close friends. For everything around work"
        " I would be glad to have you with me there."
    )
